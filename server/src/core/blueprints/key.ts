import type { ConditionBlueprint, PolicyBlueprint, StatementBlueprint } from './policy';
import { cloudTrail, fromTrails } from './source';
import { accountOf, type BlueprintText, ofTrail, partitionOf, trailName } from './text';

/** A customer managed key for what one trail or event data store records. */
export interface KeyBlueprint {
  readonly description: BlueprintText;
  readonly rotates: true;
  /** Days between the request to delete the key and its deletion: the longest that KMS has, as lost keys are lost logs. */
  readonly deletionWindow: 30;
  readonly policy: PolicyBlueprint;
}

/**
 * `namesPattern` says that the trail's name holds a wildcard, because one block makes several trails.
 * The statements are those of the CloudTrail user guide: docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function trailKey(namesPattern: boolean): KeyBlueprint {
  return keyWith(
    namesPattern
      ? ['Encrypts the log and digest files of CloudTrail trails']
      : ['Encrypts the log and digest files of CloudTrail trail ', trailName],
    trailKeyPolicy(1, namesPattern),
  );
}

/** Its policy names no store, so `namesPattern` matters to its description only. */
export function storeKey(namesPattern: boolean): KeyBlueprint {
  return keyWith(
    namesPattern
      ? ['Encrypts the events of CloudTrail event data stores']
      : ['Encrypts the events of CloudTrail event data store ', trailName],
    storeKeyPolicy(),
  );
}

/** `count` is the number of trails that it is for. */
export function trailKeyPolicy(count: number, namesPattern: boolean): PolicyBlueprint {
  const trails = Array.from({ length: count }, (_, index) => index);
  const source = fromTrails(trails, namesPattern);
  const context: ConditionBlueprint = {
    operator: 'StringLike',
    key: 'kms:EncryptionContext:aws:cloudtrail:arn',
    values: trails.map((trail) => ofTrail(trailsOfAccount, trail)),
  };
  return {
    statements: [
      administration,
      cloudTrailMay('AllowCloudTrailEncryptLogs', 'kms:GenerateDataKey*', [source, context]),
      cloudTrailMay('AllowCloudTrailDescribeKey', 'kms:DescribeKey', [source]),
      cloudTrailMay(
        'AllowCloudTrailDecrypt',
        'kms:Decrypt',
        [source],
        'Needed as soon as the log bucket uses an S3 Bucket Key.',
      ),
    ],
  };
}

const trailsOfAccount: BlueprintText = ['arn:', partitionOf('trail'), ':cloudtrail:*:', accountOf('trail'), ':trail/*'];

/**
 * Without conditions: the ARN of an event data store is not known before there is one, and not every version of the guide lets policies for
 * them use `aws:SourceArn` and `aws:SourceAccount`:
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html#create-kms-key-policy-for-cloudtrail-encrypt-eds
 */
export function storeKeyPolicy(): PolicyBlueprint {
  return {
    statements: [
      administration,
      cloudTrailMay('AllowCloudTrailEncryptEventDataStore', 'kms:GenerateDataKey', []),
      cloudTrailMay('AllowCloudTrailDecryptEventDataStore', 'kms:Decrypt', []),
      cloudTrailMay('AllowCloudTrailDescribeKey', 'kms:DescribeKey', []),
    ],
  };
}

const administration: StatementBlueprint = {
  why: 'IAM policies of this account administer the key, and let people who read the logs decrypt them.',
  id: 'EnableIAMUserPermissions',
  principal: { kind: 'AWS', value: ['arn:', partitionOf('key'), ':iam::', accountOf('key'), ':root'] },
  action: 'kms:*',
  resources: [['*']],
  conditions: [],
};

function cloudTrailMay(
  id: string,
  action: string,
  conditions: readonly ConditionBlueprint[],
  why?: string,
): StatementBlueprint {
  return { why, id, principal: cloudTrail, action, resources: [['*']], conditions };
}

function keyWith(description: BlueprintText, policy: PolicyBlueprint): KeyBlueprint {
  return { description, rotates: true, deletionWindow: 30, policy };
}
