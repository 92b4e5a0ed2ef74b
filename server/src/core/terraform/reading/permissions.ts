import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { trailKeyPolicy } from '../../blueprints/key';
import { actionsOf } from '../../blueprints/policy';
import { lazy } from '../../memory/lazy';
import { bucketHinges, decidingWay, withoutIdleInputs } from '../../model/policy/hinges';
import { type Judgement, judge, openStatements } from '../../model/policy/judge';
import type { Request } from '../../model/policy/request';
import { bucketRequests, endsWithSlash, keyRequests, storeKeyRequests } from '../../model/policy/requests';
import type { Policy, Statement } from '../../model/policy/statement';
import { statementsToWiden } from '../../model/policy/widening';
import type { Permission } from '../../model/project';
import { nowhere, type Origin, type Value } from '../../model/value';
import { isLiteral, joinWays, literal, truth, unknown } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateAttribute } from '../evaluation/named-values';
import { variableIn } from '../evaluation/variables';
import { placeOf } from '../module';
import { reachedByBlock } from '../references';
import { closablesIn } from '../sites/closing';
import { nameInPolicy } from '../sites/own-policy';
import { policyForm } from '../sites/policy-form';
import { siteOf } from '../sites/site';
import { bucketOf, usesBucketKey } from './bucket-of-trail';
import { type Declared, declarationNamed, fullAddressOf, plainAddressOf, rootOf } from './declared';
import { readEncryption } from './encryption';
import { arnOfBucket, identityOfTrail, nameOfBucket, prefixOfTrail, regionOfTrail } from './identity';
import { isSymmetric } from './key-kind';
import { speaksOfOthers, withoutOthers } from './other-buckets';
import { type PolicyHolder, type PolicyHolders, policiesOfBucket, policiesOfKey } from './policies';
import { type Meanings, policyOf } from './policy-in-force';
import { settingAt } from './settings';
import { leavingOpen } from './supposition';

/** Whether the policy of a bucket lets CloudTrail write the logs of a trail. */
export function permissionToWrite(bucket: Declared, trail: Declared, withKey = false): Permission {
  const judged = judgedBucket(bucket, trail);
  const { policy } = judged;
  const asked = askedOf(bucket, trail, withKey);
  const [, , prefix = []] = asked;
  const judgement = judge(policy, bucketRequests(...asked));
  const way = judgement.allowed === false ? decidingWay(policy, bucketHinges(...asked, valuesOfTrail(trail))) : [];
  const takes = (holder: PolicyHolder | undefined) =>
    !endsWithSlash(prefix) &&
    !speaksOfOthers(policy) &&
    hasPlace(trail) &&
    (!holder || (!isMadeAfter(holder, trail) && nameInPolicy(holder, bucket) !== undefined));
  const whole = { ...judged, policy: { ...policy, way: joinWays(policy.way, way) } };
  const isRefused = (other: Declared, user: Declared) =>
    judge(judgedBucket(other, user).policy, bucketRequests(...askedOf(other, user, withKey))).allowed === false;
  return permission(withoutIdle(whole, judgement, trail, isRefused), judgement, takes);
}

function judgedBucket(bucket: Declared, trail: Declared): Judged {
  const holders = policiesOfBucket(rootOf(bucket.instance), bucket);
  const meanings = new Map([...meaningsOfBucket(bucket), ...meaningsOfTrail(trail)]);
  return { target: bucket, holders, policy: withoutOthers(policyOf(holders, bucket, meanings), bucket) };
}

function askedOf(bucket: Declared, trail: Declared, withKey: boolean) {
  const known = identityOfTrail(trail);
  const identity = withKey ? { ...known, isEncrypted: true } : known;
  return [identity, { arn: arnOfBucket(bucket) }, prefixOfTrail(trail)] as const;
}

/** With the way of a refusal as it is without the inputs that have no part in it: it stays whatever they are. */
function withoutIdle(
  judged: Judged,
  { allowed }: Judgement,
  user: Declared,
  isRefused: (target: Declared, user: Declared) => boolean,
): Judged {
  if (allowed !== false) return judged;
  const { target, policy } = judged;
  const way = withoutIdleInputs(policy.way, (inputs) => {
    const names = inputs.map(variableIn);
    const [other, otherUser] = [target, user].map((each) =>
      declarationNamed(leavingOpen(rootOf(each.instance), names), fullAddressOf(each)),
    );
    return other !== undefined && otherUser !== undefined && isRefused(other, otherUser);
  });
  return { ...judged, policy: { ...policy, way } };
}

const noJudgement: Judgement = { allowed: undefined, because: [], lacking: [], misses: [], isDenied: false };

function valuesOfTrail({ instance, resource }: Declared) {
  const { prefix, name, organization } = vocabulary.trail.attributes;
  const read = (attribute: string) => evaluateAttribute(instance, resource, attribute);
  return {
    prefix: read(prefix.terraform),
    name: read(name.terraform),
    organization: read(organization.terraform),
  };
}

/** Whether the policy of a key lets CloudTrail use it for a trail or an event data store. */
export function permissionToUse(key: Declared, user: Declared, forBucketKey: boolean): Permission {
  const judged = judgedKey(key, user);
  // Where the key itself is refused, its policy makes no difference.
  if (isSymmetric(key) === false) return permission(judged, noJudgement, () => false);
  const isStore = user.resource.type === vocabulary.store.terraform;
  const judgeFor = (requestsOf: (user: Declared) => readonly Request[]) => {
    const judgement = judge(judged.policy, requestsOf(user));
    const isRefused = (other: Declared, otherUser: Declared) =>
      judge(judgedKey(other, otherUser).policy, requestsOf(otherUser)).allowed === false;
    return permission(
      withoutIdle(judged, judgement, user, isRefused),
      judgement,
      (holder) => (isStore || hasPlace(user)) && (!holder || !isMadeAfter(holder, user)),
    );
  };
  if (isStore) return judgeFor(storeKeyRequests);
  const isUsed = forBucketKey || isUsedForBucketKey(user);
  const withBucketKey = judgeFor((trail) => keyRequests(identityOfTrail(trail), isUsed !== false));
  if (isUsed !== undefined || truth(withBucketKey.value) !== false) return withBucketKey;
  // It may lack only what it may not need.
  const without = judgeFor((trail) => keyRequests(identityOfTrail(trail), false));
  return truth(without.value) === true
    ? { ...withBucketKey, value: unknown('it is not known whether the bucket uses an S3 Bucket Key') }
    : without;
}

/** The statements of a policy that would let CloudTrail do more if they were for a trail as well. See `statementsToWiden`. */
export interface Widening {
  readonly policy: Policy;
  readonly numbers: ReadonlyMap<string, number>;
}

export function wideningOfKey(key: Declared, trail: Declared): Widening {
  const { policy } = judgedKey(key, trail);
  const actions = actionsOf(trailKeyPolicy(1, false));
  return { policy, numbers: statementsToWiden(policy, keyRequests(identityOfTrail(trail), true), actions) };
}

export function wideningOfBucket(bucket: Declared, trail: Declared): Widening {
  const { policy } = judgedBucket(bucket, trail);
  const actions = actionsOf(trailBucketPolicy([]));
  return { policy, numbers: statementsToWiden(policy, bucketRequests(...askedOf(bucket, trail, false)), actions) };
}

/** Whether the policy of a key lets CloudTrail encrypt for trails of any account. */
export function openness(key: Declared, trail: Declared): Permission {
  const judged = judgedKey(key, trail);
  const open = openStatements(judged.policy, regionOfTrail(trail));
  const because = (open ?? []).flatMap(({ place }) => place ?? []);
  const allowed = open && open.length > 0;
  const said = permission(judged, { allowed, because, lacking: [], misses: [], isDenied: false });
  const takesStatements = lazy(() => said.takesStatements && canClose(judged, open ?? []));
  return {
    name: said.name,
    value: said.value,
    named: said.named,
    written: said.written,
    because: said.because,
    misses: said.misses,
    lacking: said.lacking,
    place: (key.instance.call ? undefined : because[0]) ?? said.place,
    get takesStatements() {
      return takesStatements();
    },
  };
}

function canClose({ holders, policy }: Judged, open: readonly Statement[]): boolean {
  const [holder] = holders.found;
  const form = holder && policyForm(holder);
  return (
    holder !== undefined &&
    form !== undefined &&
    closablesIn(holder.instance, form, open, policy.statements) !== undefined
  );
}

/** What is said of a trail that is not in sight. */
export function notJudged(target: Declared): Permission {
  const policy: Policy = { statements: [], isComplete: false, way: [] };
  return permission({ target, holders: { found: [], mayBeMore: true, none: nowhere }, policy }, noJudgement);
}

/** A policy, what it is that of, and where it is written. */
interface Judged {
  readonly target: Declared;
  readonly holders: PolicyHolders;
  readonly policy: Policy;
}

function judgedKey(key: Declared, user: Declared): Judged {
  const holders = policiesOfKey(rootOf(key.instance), key);
  const bucket = user.resource.type === vocabulary.trail.terraform ? bucketOf(user.instance, user.resource) : undefined;
  const meanings = new Map([
    // In the policy of a key there is no other resource.
    [`${fullAddressOf(key)}.arn`, ['*'] as const],
    ...(bucket ? meaningsOfBucket(bucket) : []),
    ...(user.resource.type === vocabulary.trail.terraform ? meaningsOfTrail(user) : []),
  ]);
  return { target: key, holders, policy: policyOf(holders, key, meanings) };
}

function permission(
  { target, holders, policy }: Judged,
  { allowed, because, lacking, misses, isDenied }: Judgement,
  takes: (holder: PolicyHolder | undefined) => boolean = () => true,
): Permission {
  const [holder, ...others] = holders.found;
  const { instance, attribute } = holder ?? { instance: target.instance, attribute: 'absent' as const };
  const place = typeof attribute === 'string' ? undefined : placeOf(attribute.owner, attribute.valueSpan);
  const origin: Origin = { place: holder ? place : holders.none.place, way: policy.way };
  const value: Value =
    allowed === undefined
      ? { ...unknown('what the policy of {0} allows is not known', plainAddressOf(target)), origin }
      : literal(allowed, origin);
  const isOnly = !holders.mayBeMore && others.length === 0 && !isDenied;
  const takesStatements = lazy(
    () =>
      isOnly &&
      !instance.call &&
      // A policy that is made for one of several would be made for all.
      (holder ? policyForm(holder) !== undefined : target.member === undefined) &&
      takes(holder),
  );
  return {
    ...settingAt(instance, 'policy', value, attribute),
    value,
    because,
    misses,
    lacking,
    get takesStatements() {
      return takesStatements();
    },
  };
}

/** Whether it is known where a trail is made, in one place: statements name it by that. */
function hasPlace(trail: Declared): boolean {
  return typeof siteOf(rootOf(trail.instance), plainAddressOf(trail))?.trailPlace() === 'object';
}

/** Whether Terraform makes a policy only once there is what needs it, which AWS refuses till then. */
function isMadeAfter({ instance, resource }: PolicyHolder, user: Declared): boolean {
  return !user.instance.call && reachedByBlock(instance.module, resource).has(user.resource.address);
}

function meaningsOfBucket(bucket: Declared): Meanings {
  const address = fullAddressOf(bucket);
  const name = nameOfBucket(bucket);
  return new Map([
    [`${address}.arn`, arnOfBucket(bucket)],
    [`${address}.id`, name],
    [`${address}.bucket`, name],
  ]);
}

function meaningsOfTrail(trail: Declared): Meanings {
  return new Map([[`${fullAddressOf(trail)}.arn`, identityOfTrail(trail).arn]]);
}

/**
 * Whether the bucket of a trail uses the trail's key for an S3 Bucket Key; undefined where that is not known. What the trail writes takes that
 * setting from the bucket, whatever key the bucket itself has: docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object.html
 */
function isUsedForBucketKey(trail: Declared): boolean | undefined {
  const bucket = bucketOf(trail.instance, trail.resource);
  if (!bucket) return usesBucketKey(rootOf(trail.instance)) ? undefined : false;
  const { algorithm, bucketKey } = readEncryption(bucket);
  if (bucketKey.kind === 'absent' || truth(bucketKey) === false) return false;
  // What it means beside another algorithm, no document says.
  return isLiteral(algorithm, 'aws:kms') ? truth(bucketKey) : undefined;
}
