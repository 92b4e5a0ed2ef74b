import { repetitionOf } from '../evaluation/named-values';
import { findAttribute, type Resource } from '../module';
import { creationCondition } from '../sites/creation';
import { differsByInstance } from '../sites/outside';
import type { Declared } from './declared';

/** What an attribute names, as the one of several that it names: `audit` of `aws_s3_bucket.logs["audit"].id`. */
export function memberNamed(target: Declared, user: Declared, attribute: string): Declared {
  const index = indexIn(user.resource, attribute, target.resource.address);
  if (index === undefined || !makesSeveral(target, index)) return target;
  if (differsByInstance(index)) return { ...target, isEach: true };
  const member = memberOf(index);
  return member === undefined ? target : { ...target, member };
}

/** Whether an attribute, of what is known to name one of several, names another one than the target; undefined where that is not known. */
export function namesAnother(user: Declared, attribute: string, target: Declared): boolean | undefined {
  const { member } = target;
  const index = indexIn(user.resource, attribute, target.resource.address) ?? '';
  const other = memberOf(index);
  if (!makesSeveral(target, index)) return false;
  if (other !== undefined) return member === undefined ? undefined : member !== other;
  if (member === undefined) return false;
  if (!isOwnKey(index)) return index === '' && isPlain(user, attribute, target) ? false : undefined;
  const repetition = repetitionOf(user.instance, user.resource);
  return 'each' in repetition ? !repetition.each.some(({ key }) => key === member) : false;
}

/** The key of the one that goes with the target, of what is repeated as the target is and names it by its own key. */
export function memberInStep(user: Declared, attribute: string, target: Declared): string | undefined {
  return isOwnKey(indexIn(user.resource, attribute, target.resource.address) ?? '') ? target.member : undefined;
}

function isOwnKey(index: string): boolean {
  return index === 'each.key' || index === 'count.index';
}

/** Whether all of them are named, such as by `aws_s3_bucket.logs` or in a loop over them. */
function isPlain({ resource }: Declared, attribute: string, { resource: { address } }: Declared): boolean {
  const written = findAttribute(resource, attribute);
  const source = typeof written === 'string' ? '' : written.value().source;
  return source.startsWith('each.value') || source.startsWith(`${address}.`);
}

/** The source of what stands in brackets behind an address that an attribute names: `"audit"` of `aws_s3_bucket.logs["audit"].id`. */
export function indexIn(resource: Resource, attribute: string, address: string): string | undefined {
  const written = findAttribute(resource, attribute);
  const source = typeof written === 'string' ? '' : written.value().source;
  return source.startsWith(`${address}[`) ? /^\[([^[\]]+)\]\.\w+$/.exec(source.slice(address.length))?.[1] : undefined;
}

function memberOf(index: string): string | undefined {
  const [, name, number] = /^(?:"([^"$%\\]*)"|(\d+))$/.exec(index) ?? [];
  return name ?? number;
}

/** Whether a block makes more than one, or may. The first of those that nobody knows the number of is most often the only one. */
function makesSeveral({ instance, resource }: Declared, index: string): boolean {
  if (creationCondition(resource) !== undefined) return false;
  const repetition = repetitionOf(instance, resource);
  return 'each' in repetition ? repetition.each.length > 1 : repetition.kind === 'unknown' && index !== '0';
}
