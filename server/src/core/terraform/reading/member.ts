import { repetitionOf } from '../evaluation/named-values';
import { findAttribute } from '../module';
import { creationCondition } from '../sites/creation';
import { differsByInstance } from '../sites/outside';
import type { Declared } from './declared';

/** What an attribute names, as the one of several that it names: `audit` of `aws_s3_bucket.logs["audit"].id`. */
export function memberNamed(target: Declared, user: Declared, attribute: string): Declared {
  const index = indexIn(user, attribute, target);
  if (index === undefined || !makesSeveral(target)) return target;
  if (differsByInstance(index)) return { ...target, isEach: true };
  const member = memberOf(index);
  return member === undefined ? target : { ...target, member };
}

/** Whether an attribute names another one of several than the target; undefined where the target may be that one. */
export function namesAnother(user: Declared, attribute: string, target: Declared): boolean | undefined {
  const member = memberOf(indexIn(user, attribute, target) ?? '');
  if (member === undefined || !makesSeveral(target)) return false;
  return target.member === undefined ? undefined : target.member !== member;
}

/** The source of what stands in brackets behind the address. */
function indexIn({ resource }: Declared, attribute: string, target: Declared): string | undefined {
  const { address } = target.resource;
  const written = findAttribute(resource, attribute);
  const source = typeof written === 'string' ? '' : written.value().source;
  return source.startsWith(`${address}[`) ? /^\[([^[\]]+)\]\.\w+$/.exec(source.slice(address.length))?.[1] : undefined;
}

function memberOf(index: string): string | undefined {
  const [, name, number] = /^(?:"([^"$%\\]*)"|(\d+))$/.exec(index) ?? [];
  return name ?? number;
}

/** Whether a block makes more than one, or may. */
function makesSeveral({ instance, resource }: Declared): boolean {
  if (creationCondition(resource) !== undefined) return false;
  const repetition = repetitionOf(instance, resource);
  return 'each' in repetition ? repetition.each.length > 1 : repetition.kind === 'unknown';
}
