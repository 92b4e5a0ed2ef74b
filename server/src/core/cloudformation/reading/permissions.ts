import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { statementsAsJson } from '../../blueprints/clipboard';
import { storeKeyPolicy, trailKeyPolicy } from '../../blueprints/key';
import { actionsOf, lackingStatements, type PolicyBlueprint } from '../../blueprints/policy';
import { memoize } from '../../memory/lazy';
import type { Place } from '../../model/place';
import { wayOf } from '../../model/policy/document';
import { bucketHinges, decidingWay, withoutIdleInputs } from '../../model/policy/hinges';
import { judge, openStatements } from '../../model/policy/judge';
import { isForCloudTrailAlone } from '../../model/policy/principals';
import { readPolicy } from '../../model/policy/read';
import { nameOfRequest, type Request } from '../../model/policy/request';
import { bucketRequests, endsWithSlash, keyRequests, storeKeyRequests } from '../../model/policy/requests';
import type { Policy, Statement } from '../../model/policy/statement';
import { textOf } from '../../model/policy/text';
import { statementsToWiden } from '../../model/policy/widening';
import type { Permission, Setting } from '../../model/project';
import type { Value, WayStep } from '../../model/value';
import { isLiteral, joinWays, literal, truth, unknown } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { isNotCreatedByDefault } from '../evaluation/conditions';
import { differsWhere, evaluateProperty } from '../evaluation/evaluate';
import { reaches } from '../references';
import { conditionOf, leavingOpen, placeOf, type Template, type TemplateResource } from '../template';
import { bucketNamed } from './bucket-names';
import { encryptionPaths } from './encryption';
import { arnOfBucket, region, trailIdentity, withNames } from './identities';
import { isSymmetric } from './key-kind';
import { ownMapping } from './own';
import { policiesOfBucket, policyOfBucket, policyOfKey, type WrittenPolicy } from './policies';
import { prefixOf } from './prefix';
import { readSetting } from './settings';

/** Whether the bucket's policy lets CloudTrail write the logs of the trail. */
export function letsWrite(
  template: Template,
  bucket: TemplateResource,
  trail: TemplateResource | undefined,
  withKey = false,
): Permission {
  const settingIn = (now: Template) => policySettingOfBucket(now, bucket, trail && conditionOf(trail));
  const setting = settingIn(template);
  if (!trail) return unclear(setting);
  const asked = askedOf(template, bucket, trail, withKey);
  const written = policyOfBucket(template, bucket);
  const takes = () => {
    if (prefixOf(template, trail) === undefined || endsWithSlash(asked[2] ?? [])) return false;
    if (typeof written === 'string') return written === 'none' && bucket.loopVariable === undefined;
    return !isMadeAfter(template, written, trail);
  };
  return permissionFor(template, trail, {
    settingIn,
    requestsIn: (now) => bucketRequests(...askedOf(now, bucket, trail, withKey)),
    takes,
    wayIn: (policy) => decidingWay(policy, bucketHinges(...asked, valuesOfTrail(template, trail))),
  });
}

function askedOf(template: Template, bucket: TemplateResource, trail: TemplateResource, withKey: boolean) {
  const { prefix } = valuesOfTrail(template, trail);
  const identity = trailIdentity(template, trail);
  return [
    withKey ? { ...identity, isEncrypted: true } : identity,
    { arn: arnOfBucket(template, bucket) },
    prefix.kind === 'absent' ? undefined : textOf(prefix),
  ] as const;
}

function valuesOfTrail(template: Template, trail: TemplateResource) {
  const { prefix, name, organization } = vocabulary.trail.attributes;
  const read = (property: string) => evaluateProperty(template, trail, property);
  return {
    prefix: read(prefix.cloudformation),
    name: read(name.cloudformation),
    organization: read(organization.cloudformation),
  };
}

/** Whether the key's policy lets CloudTrail use it for the trail or event data store. */
export function letsUse(
  template: Template,
  key: TemplateResource,
  user: TemplateResource | undefined,
  forBucketKey = false,
): Permission {
  const settingIn = (now: Template) => readSetting(now, key, vocabulary.key.attributes.policy.cloudformation);
  // Where the key itself is refused, its policy makes no difference.
  if (!user || isSymmetric(template, key) === false) return unclear(settingIn(template));
  const written = policyOfKey(template, key);
  const takes = () => (typeof written === 'string' ? written === 'none' : !isMadeAfter(template, written, user));
  const judgeFor = (requestsIn: (now: Template) => readonly Request[]) =>
    permissionFor(template, user, { settingIn, requestsIn, takes, wayIn: () => [] });
  if (user.type === vocabulary.store.cloudformation) return judgeFor(storeKeyRequests);
  const isUsed = forBucketKey || usesBucketKey(template, user);
  const withBucketKey = judgeFor((now) => keyRequests(trailIdentity(now, user), isUsed !== false));
  if (isUsed !== undefined || truth(withBucketKey.value) !== false) return withBucketKey;
  // It may lack only what it may not need.
  const without = judgeFor((now) => keyRequests(trailIdentity(now, user), false));
  return truth(without.value) === true
    ? { ...withBucketKey, value: unknown('it is not known whether the bucket uses an S3 Bucket Key') }
    : without;
}

/** By what a key's policy lacks for a trail, the statement that would let CloudTrail do it if it were for the trail as well. */
export function statementToUse(
  template: Template,
  key: TemplateResource,
  trail: TemplateResource,
): (lacking: string) => Statement | undefined {
  const { value } = readSetting(template, key, vocabulary.key.attributes.policy.cloudformation);
  const requests = keyRequests(trailIdentity(template, trail), true);
  return toWiden(policyIn(template, value), requests, trailKeyPolicy(1, false));
}

/** The same of a bucket. */
export function statementToWrite(
  template: Template,
  bucket: TemplateResource,
  trail: TemplateResource,
): (lacking: string) => Statement | undefined {
  const { value } = policySettingOfBucket(template, bucket, conditionOf(trail));
  const requests = bucketRequests(...askedOf(template, bucket, trail, false));
  return toWiden(policyIn(template, value), requests, trailBucketPolicy([]));
}

function toWiden(
  policy: Policy,
  requests: readonly Request[],
  blueprint: PolicyBlueprint,
): (lacking: string) => Statement | undefined {
  const numbers = statementsToWiden(policy, requests, actionsOf(blueprint));
  return (lacking) => policy.statements[numbers.get(lacking) ?? -1];
}

/** The statements that let CloudTrail do in a bucket what it may not do yet for trails, as JSON. */
export function statementsToWrite(
  template: Template,
  trails: readonly TemplateResource[],
  lacking: readonly string[],
): string {
  const { prefix } = vocabulary.trail.attributes;
  const blueprint = trailBucketPolicy(
    trails.map((trail) => ({
      namesPattern: false,
      organization: trailIdentity(template, trail).organization === true,
      prefix: evaluateProperty(template, trail, prefix.cloudformation).kind !== 'absent',
    })),
  );
  return statementsAsJson(lackingStatements(blueprint, lacking));
}

/** The same of a key, for trails or an event data store. */
export function statementsToUse(users: readonly TemplateResource[], lacking: readonly string[]): string {
  const isStore = users.some(({ type }) => type === vocabulary.store.cloudformation);
  const blueprint = isStore ? storeKeyPolicy() : trailKeyPolicy(users.length, false);
  return statementsAsJson(lackingStatements(blueprint, lacking));
}

/** Whether the key's policy lets CloudTrail use it for trails of any account. */
export function isOpen(template: Template, key: TemplateResource): Permission {
  const setting = readSetting(template, key, vocabulary.key.attributes.policy.cloudformation);
  if (setting.value.kind === 'absent') return { ...unclear(setting), value: literal(false) };
  const policy = policyIn(template, setting.value);
  const open = openStatements(policy, [region]);
  if (!open) return unclear(setting);
  const because = open.flatMap(({ place }) => place ?? []);
  return {
    ...setting,
    value: literal(open.length > 0, { place: setting.place, way: policy.way }),
    because,
    misses: [],
    lacking: [],
    takesStatements:
      open.length > 0 &&
      because.length === open.length &&
      open.every(isForCloudTrailAlone) &&
      takesConditions(template, key, because),
  };
}

/** The policy of a bucket as it is when the trail is made. */
export function policySettingOfBucket(
  template: Template,
  bucket: TemplateResource,
  condition: string | undefined,
): Setting {
  const { policy } = vocabulary.bucketPolicy.attributes;
  const name = policy.cloudformation;
  const nowhere = { name, place: undefined, named: undefined, written: undefined };
  const { sure, mayHaveOthers } = policiesOfBucket(template, bucket);
  if (mayHaveOthers) return { ...nowhere, value: unknown('it may have a policy that is not in sight') };
  const isThere = (each: TemplateResource) =>
    [conditionOf(bucket), condition].includes(conditionOf(each)) || !isNotCreatedByDefault(template, each);
  const [first, ...others] = sure.filter(isThere);
  if (first && others.length === 0) return readSetting(template, first, name);
  if (first) return { ...nowhere, value: unknown('it has several policies') };
  return sure.length > 0
    ? { ...nowhere, value: unknown('it has a policy under some condition') }
    : { ...nowhere, value: { kind: 'absent', origin: { place: undefined, way: [] } } };
}

/** A policy as it is when it is deployed by the defaults. */
export function policyIn(template: Template, value: Value): Policy {
  return policiesRead(template)(value);
}

const policiesRead = memoize((template: Template) =>
  // What led to something not being there is a part of the way.
  memoize((value: Value) => withNames(template, { ...readPolicy(withoutAbsent(value)), way: wayOf(value) })),
);

/** What a condition removes is not there. Of the items of lists, policies know that themselves. */
const withoutAbsent = memoize((value: Value): Value => {
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map(withoutAbsent) };
    case 'map': {
      const entries = [...value.entries].filter(([, { kind }]) => kind !== 'absent');
      return { ...value, entries: new Map(entries.map(([name, entry]) => [name, withoutAbsent(entry)])) };
    }
    default:
      return value;
  }
});

/** What is asked of a policy. */
interface Asked {
  /** The policy. */
  readonly settingIn: (template: Template) => Setting;
  readonly requestsIn: (template: Template) => readonly Request[];
  /** Whether statements could be added to it. */
  readonly takes: () => boolean;
  /** What decides that it refuses beside the policy. */
  readonly wayIn: (policy: Policy) => readonly WayStep[];
}

function permissionFor(template: Template, user: TemplateResource, asked: Asked): Permission {
  const { settingIn, requestsIn, takes, wayIn } = asked;
  const [setting, requests] = [settingIn(template), requestsIn(template)];
  if (setting.value.kind === 'absent') {
    const lacking = [...new Set(requests.map(nameOfRequest))];
    return {
      ...setting,
      value: literal(false, setting.value.origin),
      because: [],
      misses: [],
      lacking,
      takesStatements: takes(),
    };
  }
  const policy = policyIn(template, setting.value);
  const { allowed, because, lacking, misses, isDenied } = judge(policy, requests);
  const takesStatements = !allowed && !isDenied && takes();
  // The defaults that make it say so may not be those by which there is a trail.
  if (allowed === undefined || differsWhere(template, user, policy.way))
    return { ...unclear(setting), lacking, takesStatements };
  const isRefusedIn = (now: Template) => {
    const { value: document } = settingIn(now);
    return document.kind !== 'absent' && judge(policyIn(now, document), requestsIn(now)).allowed === false;
  };
  const way = allowed
    ? policy.way
    : withoutIdleInputs(joinWays(policy.way, wayIn(policy)), (inputs) => isRefusedIn(leavingOpen(template, inputs)));
  const value = literal(allowed, { place: setting.place, way });
  return {
    ...setting,
    value,
    because,
    misses,
    lacking,
    takesStatements,
  };
}

/** Whether CloudFormation makes a policy only once there is what needs it, which AWS refuses till then. */
function isMadeAfter(template: Template, { resource }: WrittenPolicy, user: TemplateResource): boolean {
  return reaches(template, resource.placed.member.name, user.placed.member.name);
}

function unclear(setting: Setting): Permission {
  const value = setting.value.kind === 'unknown' ? setting.value : unknown('not all of its policy is known');
  return { ...setting, value, because: [], misses: [], lacking: [], takesStatements: false };
}

/**
 * Whether the bucket of a trail uses the trail's key for an S3 Bucket Key, whatever key the bucket itself has; undefined where that is not known:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object.html
 */
function usesBucketKey(template: Template, trail: TemplateResource): boolean | undefined {
  const name = evaluateProperty(template, trail, vocabulary.trail.attributes.bucket.cloudformation);
  const bucket = bucketNamed(template, name);
  if (!bucket || truth(evaluateProperty(template, bucket, ...encryptionPaths.bucketKey)) !== true) return false;
  // What it means beside another algorithm, no document says.
  return isLiteral(evaluateProperty(template, bucket, ...encryptionPaths.algorithm), 'aws:kms') ? true : undefined;
}

/** Whether these statements are written in the policy itself, and conditions could be put into each. */
function takesConditions(template: Template, key: TemplateResource, places: readonly Place[]): boolean {
  const policy = policyOfKey(template, key);
  if (typeof policy === 'string') return false;
  const taking = policy.items.filter((item) => ownMapping(item, 'Condition') !== 'shared');
  const starts = taking.map((item) => placeOf(template, item).span.start);
  return places.every(({ span }) => starts.includes(span.start));
}
