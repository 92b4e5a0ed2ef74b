import type { Change, OneOrMore } from '../model/change';
import type { Fix, IsWanted } from '../model/finding';
import { message } from '../model/message';
import type { Bucket, Key, Project, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { always, type Value } from '../model/value';
import { isLiteral, isThere, stepsTo } from '../model/values';
import { isOpenInput, isWrongHere } from './cause';
import { explainSetting } from './explain';
import { keyMeant } from './key-fixes';
import { canBeLet, isRefused } from './permission';
import { letting, rotating, titleWith, wantedOf } from './taking-key';
import { findingOf, usedBuckets } from './used';

/** Security Hub S3.17, of a trail's bucket: docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17 */
export const trailBucketWithoutKms: Rule = {
  id: 'trail-bucket-without-kms',
  control: 'S3.17',
  title: "A trail's bucket does not encrypt with a KMS key",
  severity: 'warning',
  *check(project) {
    for (const used of usedBuckets(project)) {
      const { resource: bucket, trails } = used;
      // S3 delivers access logs to buckets with SSE-S3 only:
      // docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
      const trail = trails.find((user) => isWrongHere(user, encryptionOf, isWithoutKms, bucket));
      if (!trail || bucket.isLogTarget() !== false) continue;
      const sentence = message(
        'Bucket {0} of {1} encrypts with keys that S3 manages (SSE-S3), not with a KMS key (SSE-KMS).',
        bucket.address,
        trail.address,
      );
      yield findingOf(used, trail, bucket.encryption, sentence, (isWanted) =>
        bucket.takesKey() ? fixes(project, trail, trails, bucket, isWanted) : [],
      );
    }
  },
  *explain(project) {
    for (const { resource } of usedBuckets(project)) yield* explainSetting(resource.address, resource.encryption);
  },
};

function encryptionOf(trail: Trail) {
  return trail.bucket()?.encryption;
}

/** docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html */
function isWithoutKms(value: Value): boolean {
  return always(
    value,
    (arm) => arm.kind === 'absent' || (arm.kind === 'literal' && !/^aws:kms/.test(String(arm.value))),
  );
}

function fixes(
  project: Project,
  found: Trail,
  trails: readonly Trail[],
  bucket: Bucket,
  isWanted: IsWanted,
): readonly Fix[] {
  const other = trails.find(mayHaveAnotherKey);
  if (other) return bucket.takesKeyOf(other) ? [withKeyOf(other, bucket)] : [];
  // The key of one that has one does for all of them.
  const trail = trails.find((user) => user.key()) ?? found;
  const own = trail.key();
  const others = project.keys().filter((key) => key.address !== own?.address && key.fits(trail));
  const canShare = own?.isHere && (own.fits(trail) || bucket.sharesName(trail));
  // The key that reads the logs anyway first.
  const inOrder = (own && canShare ? [own, ...others] : others).filter((key) => bucket.takesKey(key));
  const isOwnOutOfReach = own !== undefined && !bucket.takesKey(own);
  const meant =
    own && !isOwnOutOfReach
      ? inOrder.find((key) => key === own && mayLet(key, trail))
      : keyMeant(project, inOrder, (key) => key.letsUse(trail, true));
  const withExisting = inOrder.flatMap((key) => withKey(trail, trails, bucket, key, key === meant, isWanted) ?? []);
  const isReady = areReady(trails);
  const letOwn = letKeys(isReady ? trails : [], bucket);
  if (trail.keyDeployment === undefined || !letOwn) return withExisting;
  const withNewKey: Fix = {
    title: message('Encrypt the bucket with a new KMS key (about 1 USD a month)'),
    safety: 'suggestion',
    // A trail that has a key wants no second one, if the bucket can have that.
    preferred: (own === undefined || isOwnOutOfReach) && meant === undefined,
    changes: [
      ...letOwn,
      {
        kind: 'encrypt-bucket-with-new-key',
        bucket: bucket.address,
        trail: trail.address,
        ...(isReady ? {} : { withoutBucketKey: true }),
      },
    ],
  };
  return [...withExisting, withNewKey];
}

/** Whether its key is not in sight, or may be another one than that which is: nobody knows whether that lets CloudTrail decrypt. */
function mayHaveAnotherKey(trail: Trail): boolean {
  const { value } = trail.kmsKey;
  return isThere(value) !== false && (trail.key() === undefined || stepsTo(value).some(isOpenInput));
}

function withKeyOf({ address }: Trail, bucket: Bucket): Fix {
  return {
    title: message('Encrypt the bucket with the key of {0}', address),
    safety: 'suggestion',
    preferred: true,
    changes: [{ kind: 'encrypt-bucket-with-key-of-trail', bucket: bucket.address, trail: address }],
  };
}

/**
 * The bucket gets an S3 Bucket Key. What trails write takes that from the bucket, with the keys that they have themselves, or would have by a flag: these have to let
 * CloudTrail decrypt from then on, as has the bucket's. Undefined where one of them would not and cannot be made to:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object.html
 */
function letKeys(
  trails: readonly Trail[],
  bucket: Bucket,
  ofBucket?: { readonly key: Key; readonly trail: Trail },
): readonly Change[] | undefined {
  const wanted = new Map<string, OneOrMore>();
  const want = ({ address }: Key, trail: Trail) => {
    const before = wanted.get(address);
    wanted.set(address, before ? [...before, trail.address] : [trail.address]);
  };
  if (ofBucket) want(ofBucket.key, ofBucket.trail);
  for (const trail of isLiteral(bucket.bucketKey, false) ? [] : trails) {
    for (const key of [trail.key() ?? [], trail.flags().map((flag) => flag.key)].flat()) {
      // What is refused without it as well is a finding of its own.
      if ((trail === ofBucket?.trail && key === ofBucket.key) || isRefused(key.letsUse(trail).value)) continue;
      const permission = key.letsUse(trail, true);
      if (!isRefused(permission.value)) continue;
      if (!canBeLet(permission)) return undefined;
      want(key, trail);
    }
  }
  return [...wanted].map(([key, users]) => ({ kind: 'let-trails-use-key', key, trails: users, forBucketKey: true }));
}

/** Whether it is known of the keys of all trails whether they let CloudTrail decrypt, which an S3 Bucket Key takes. */
function areReady(trails: readonly Trail[]): boolean {
  return trails.every((trail) => {
    const value = trail.key()?.letsUse(trail, true).value;
    return value === undefined || value.kind === 'literal';
  });
}

/** Whether CloudTrail is not known to be refused once the bucket has an S3 Bucket Key, or can be let. */
function mayLet(key: Key, trail: Trail): boolean {
  const permission = key.letsUse(trail, true);
  return !isRefused(permission.value) || canBeLet(permission);
}

function withKey(
  trail: Trail,
  trails: readonly Trail[],
  bucket: Bucket,
  key: Key,
  preferred: boolean,
  isWanted: IsWanted,
): Fix | undefined {
  const permission = key.letsUse(trail, true);
  const isLet = isLiteral(permission.value, true);
  const canLet = !isLet && canBeLet(permission);
  // Nobody knows whether the others let CloudTrail decrypt, which an S3 Bucket Key takes.
  const isReady = (isLet || canLet) && areReady(trails);
  const letThem = letKeys(isReady ? trails : [], bucket, canLet ? { key, trail } : undefined);
  if (!letThem) return undefined;
  const encrypt: Change = {
    kind: 'encrypt-bucket',
    bucket: bucket.address,
    key: key.address,
    ...(key.fits(trail) ? {} : { as: trail.address }),
    ...(isReady ? {} : { withoutBucketKey: true }),
  };
  // A key that a trail has is found not to be rotated by itself.
  const isTaken = trails.some((user) => user.key()?.address === key.address);
  const rotation = isTaken ? [] : wantedOf(rotating(key, trail), isWanted);
  const steps = [...(canLet ? [letting(letThem)] : []), ...rotation];
  const title = titleWith(message('Encrypt the bucket with {0}', key.address), steps);
  const others = canLet ? [] : letThem;
  return {
    title: isLet || canLet ? title : message('{0} (check that its key policy lets CloudTrail use it)', title),
    safety: 'suggestion',
    preferred,
    changes: [...others, ...steps.flatMap(({ changes }) => changes), encrypt],
  };
}
