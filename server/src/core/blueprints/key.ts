import type { ConditionBlueprint, PolicyBlueprint, StatementBlueprint } from './policy';
import { accountOf, type BlueprintText, partitionOf, regionOf, trailName } from './text';

/** A customer managed key for the log and digest files of one trail. */
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
  return {
    description: namesPattern
      ? ['Encrypts the log and digest files of CloudTrail trails']
      : ['Encrypts the log and digest files of CloudTrail trail ', trailName],
    rotates: true,
    deletionWindow: 30,
    policy: trailKeyPolicy(namesPattern),
  };
}

export function trailKeyPolicy(namesPattern: boolean): PolicyBlueprint {
  // The ARN is built from its parts: a reference to the trail, which needs the key first, would be a cycle.
  const trailArn: BlueprintText = [
    'arn:',
    partitionOf('trail'),
    ':cloudtrail:',
    regionOf('trail'),
    ':',
    accountOf('trail'),
    ':trail/',
    trailName,
  ];
  const anyTrailOfTheAccount: BlueprintText = [
    'arn:',
    partitionOf('trail'),
    ':cloudtrail:*:',
    accountOf('trail'),
    ':trail/*',
  ];
  const source: ConditionBlueprint = {
    operator: namesPattern ? 'StringLike' : 'StringEquals',
    key: 'aws:SourceArn',
    value: trailArn,
  };
  const context: ConditionBlueprint = {
    operator: 'StringLike',
    key: 'kms:EncryptionContext:aws:cloudtrail:arn',
    value: anyTrailOfTheAccount,
  };
  const cloudTrailMay = (
    id: string,
    action: string,
    conditions: readonly ConditionBlueprint[],
    why?: string,
  ): StatementBlueprint => ({
    why,
    id,
    principal: { kind: 'Service', value: ['cloudtrail.amazonaws.com'] },
    action,
    conditions,
  });
  return {
    statements: [
      {
        why: 'IAM policies of this account administer the key, and let people who read the logs decrypt them.',
        id: 'EnableIAMUserPermissions',
        principal: { kind: 'AWS', value: ['arn:', partitionOf('key'), ':iam::', accountOf('key'), ':root'] },
        action: 'kms:*',
        conditions: [],
      },
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

/** What a key's policy must let CloudTrail do. Decryption matters to it only where the bucket uses an S3 Bucket Key. */
export function actionsForTrails(usesBucketKey: boolean): readonly string[] {
  const actions = trailKeyPolicy(false).statements.filter(({ principal }) => principal.kind === 'Service');
  return actions.map(({ action }) => action).filter((action) => usesBucketKey || action !== 'kms:Decrypt');
}

/** The part of a policy that adds the lacking actions. */
export function lackingStatements(policy: PolicyBlueprint, lacking: readonly string[]): PolicyBlueprint {
  return { statements: policy.statements.filter(({ action }) => lacking.includes(action)) };
}
