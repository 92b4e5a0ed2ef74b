import type { Policy, Statement } from '../../model/policy/statement';
import type { Setting } from '../../model/project';
import { always, type Origin, type Value } from '../../model/value';
import { joinWays, literal, truth, unknown } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { findAttribute, placeOf } from '../module';
import { isThereByDefault, wayOfNumber } from './by-default';
import { type Declared, declaredOfType } from './declared';
import { isImported } from './imported';
import { bindingsOf, joinedTo, valuesOf } from './joining';
import { ignoresChangesOf } from './lifecycle';
import { policiesOfBucket } from './policies';
import { policyOf } from './policy-in-force';
import { type Found, ignored, settingAt } from './settings';

const { accessBlock, bucketAcl } = vocabulary;

/** Where it is written that nobody can make a bucket public: docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export function accessBlockOfBucket(root: Instance, bucket: Declared): Declared | 'none' | 'unclear' {
  const { found, mayBeMore } = joinedTo(root, bucket, accessBlock.terraform, accessBlock.attributes.bucket.terraform);
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  return only || mayBeMore || isImported(root, bucket) ? 'unclear' : 'none';
}

/** A literal true where anybody can get at what is in a bucket, by its ACL or its policy. */
export function publicityOf(root: Instance, bucket: Declared): Setting {
  const block = accessBlockOfBucket(root, bucket);
  // What decides that there is no block led to it as well.
  const wayOfBlock = typeof block === 'string' || isLike(block, bucket) ? [] : wayOfNumber(block);
  const withBlock = ({ place, way }: Origin): Origin => ({ place, way: joinWays(way, wayOfBlock) });
  const acl = aclOf(root, bucket);
  const byAcl = isButNot(isOpenAcl(acl.value), isBlocked(root, bucket, ['block_public_acls', 'ignore_public_acls']));
  const ofAcl = (value: Value) => settingAt(acl.instance, aclName, value, acl.found);
  if (byAcl) return ofAcl(literal(true, withBlock(acl.value.origin)));
  const policy = openPolicy(root, bucket);
  const blocks = ['block_public_policy', 'restrict_public_buckets'];
  const byPolicy = isButNot(policy.isOpen, isBlocked(root, bucket, blocks));
  if (byPolicy) return settingAt(policy.instance, 'policy', literal(true, withBlock(policy.origin)), policy.found);
  const { origin } = acl.value;
  if (byAcl === undefined || byPolicy === undefined)
    return ofAcl({ ...unknown('who can get at {0} is not known', bucket.resource.address), origin });
  return ofAcl(literal(false, origin));
}

function isButNot(is: boolean | undefined, not: boolean | undefined): boolean | undefined {
  if (is === false || not === true) return false;
  return is === undefined || not === undefined ? undefined : true;
}

const aclName = bucketAcl.attributes.acl.terraform;

/** The access control list of a bucket, as it is written in it or beside it. */
export interface Acl {
  readonly value: Value;
  readonly found: Found;
  readonly instance: Instance;
}

export function aclOf(root: Instance, bucket: Declared): Acl {
  const separate = joinedTo(root, bucket, bucketAcl.terraform, bucketAcl.attributes.bucket.terraform);
  const [declared = bucket, ...others] = separate.found.filter((one) => isLike(one, bucket));
  const { instance, resource } = declared;
  const found = findAttribute(resource, aclName);
  const mayBeOther =
    others.length > 0 ||
    (declared === bucket && found === 'absent' && (separate.mayBeMore || isImported(root, bucket)));
  if (mayBeOther) return { value: unknown('the ACL may be written elsewhere'), found, instance };
  if (ignoresChangesOf(resource, aclName)) return { value: ignored, found, instance };
  const [bindings] = declared === bucket ? [] : bindingsOf(declared, bucket);
  return { value: evaluateAttribute(instance, resource, aclName, bindings), found, instance };
}

/** Whether it is there by default, if the bucket is. */
export function isLike(declared: Declared, bucket: Declared): boolean {
  return isThereByDefault(declared) || !isThereByDefault(bucket);
}

/** The ACLs of a bucket that open it to anybody: in the bucket, and beside it. */
export function openAclsOf(root: Instance, bucket: Declared): readonly Acl[] {
  const beside = joinedTo(root, bucket, bucketAcl.terraform, bucketAcl.attributes.bucket.terraform).found;
  const written = [bucket, ...beside.filter((one) => isLike(one, bucket))].map((declared): Acl => {
    const { instance, resource } = declared;
    const [bindings] = declared === bucket ? [] : bindingsOf(declared, bucket);
    const value = evaluateAttribute(instance, resource, aclName, bindings);
    return { value, found: findAttribute(resource, aclName), instance };
  });
  return written.filter(({ value }) => isOpenAcl(value) === true);
}

/** Whether the policy of a bucket opens it to anybody, were it not blocked. */
export function hasOpenPolicy(root: Instance, bucket: Declared): boolean {
  return openPolicy(root, bucket).isOpen === true;
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
function isOpenAcl(acl: Value): boolean | undefined {
  const isOpen = ({ kind, ...value }: Value) =>
    kind === 'literal' && 'value' in value && openAcls.includes(String(value.value));
  if (always(acl, isOpen)) return true;
  return always(acl, (arm) => arm.kind !== 'unknown' && arm.kind !== 'reference' && !isOpen(arm)) ? false : undefined;
}

/** Who has an account of AWS is anybody. */
const openAcls = ['public-read', 'public-read-write', 'authenticated-read'];

/** Whether one of the settings that block public access is on, for the bucket or for all of the account. */
function isBlocked(root: Instance, bucket: Declared, settings: readonly string[]): boolean | undefined {
  const answers = [isBlockedItself(root, bucket, settings), isBlockedInAccount(root, settings)];
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function isBlockedItself(root: Instance, bucket: Declared, settings: readonly string[]): boolean | undefined {
  const block = accessBlockOfBucket(root, bucket);
  if (typeof block === 'string') return block === 'none' ? false : undefined;
  if (!isLike(block, bucket)) return false;
  const [bindings] = bindingsOf(block, bucket);
  return isOneOn(settings.map((name) => evaluateAttribute(block.instance, block.resource, name, bindings)));
}

function isBlockedInAccount(root: Instance, settings: readonly string[]): boolean | undefined {
  const blocks = declaredOfType(root, vocabulary.accountAccessBlock.terraform).found.filter(isThereByDefault);
  return isOneOn(blocks.flatMap((block) => settings.flatMap((name) => valuesOf(block, name))));
}

function isOneOn(values: readonly Value[]): boolean | undefined {
  if (values.some((value) => truth(value) === true)) return true;
  return values.every((value) => value.kind === 'absent' || truth(value) === false) ? false : undefined;
}

interface OpenPolicy {
  readonly isOpen: boolean | undefined;
  readonly origin: Origin;
  readonly found: Found;
  readonly instance: Instance;
}

function openPolicy(root: Instance, bucket: Declared): OpenPolicy {
  const all = policiesOfBucket(root, bucket);
  const holders = { ...all, found: all.found.filter((holder) => isLike(holder, bucket)) };
  const policy = policyOf(holders, bucket, new Map());
  const [holder] = holders.found;
  const { instance, attribute } = holder ?? { instance: bucket.instance, attribute: 'absent' as const };
  const statement = policy.statements.find(isForAnybody);
  const place =
    statement?.place ?? (typeof attribute === 'string' ? undefined : placeOf(attribute.owner, attribute.valueSpan));
  return { isOpen: isOpenPolicy(policy, statement), origin: { place, way: policy.way }, found: attribute, instance };
}

function isOpenPolicy({ statements, isComplete }: Policy, open: Statement | undefined): boolean | undefined {
  // What denies may close what another statement opens.
  if (open) return isComplete && statements.every(({ effect }) => effect === 'Allow') ? true : undefined;
  return isComplete && statements.every(isSurelyNotForAnybody) ? false : undefined;
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
function isForAnybody({ effect, principals, actions, conditions, mayHaveMoreConditions }: Statement): boolean {
  const isUnconditional = conditions.length === 0 && !mayHaveMoreConditions;
  const hasActions = !actions.isNegated && actions.texts.some(([action]) => typeof action === 'string');
  return (
    effect === 'Allow' &&
    isUnconditional &&
    hasActions &&
    !principals.isNegated &&
    principals.principals.some(isAnybody)
  );
}

function isAnybody({ type, text }: Statement['principals']['principals'][number]): boolean {
  return (type === '*' || type === 'AWS') && text.length === 1 && text[0] === '*';
}

function isSurelyNotForAnybody({ effect, principals, conditions, mayHaveMoreConditions }: Statement): boolean {
  if (effect === 'Deny') return true;
  if (effect === 'unknown' || principals.isNegated || !principals.isComplete) return false;
  return !principals.principals.some(isAnybody) || conditions.length > 0 || mayHaveMoreConditions;
}
