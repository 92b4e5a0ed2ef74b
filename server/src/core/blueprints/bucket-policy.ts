import type { PolicyBlueprint, StatementBlueprint } from './policy';
import { cloudTrail, fromTrail } from './source';
import { accountOf, type BlueprintPart, type BlueprintText, bucketArn, organizationId, prefixedLogs } from './text';

export interface TrailInBucket {
  /** Whether the trail's name holds a wildcard. */
  readonly namesPattern: boolean;
  /** Whether the trail is for all accounts of an organization. */
  readonly organization: boolean;
  /** Whether the trail has a prefix for what it writes. */
  readonly prefix: boolean;
}

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export function trailBucketPolicy({ namesPattern, organization, prefix }: TrailInBucket): PolicyBlueprint {
  const source = fromTrail(namesPattern);
  const mayWrite = (id: string, owner: BlueprintPart): StatementBlueprint => ({
    why: undefined,
    id,
    principal: cloudTrail,
    action: 's3:PutObject',
    resource: logsOf(owner, prefix),
    conditions: [{ operator: 'StringEquals', key: 's3:x-amz-acl', value: ['bucket-owner-full-control'] }, source],
  });
  return {
    statements: [
      {
        why: undefined,
        id: 'AWSCloudTrailAclCheck20150319',
        principal: cloudTrail,
        action: 's3:GetBucketAcl',
        resource: [bucketArn],
        conditions: [source],
      },
      { ...mayWrite('AWSCloudTrailWrite20150319', accountOf('trail')), path: 'AWSLogs/ACCOUNT/*' },
      ...(organization
        ? [
            {
              ...mayWrite('AWSCloudTrailOrganizationWrite20150319', organizationId),
              path: 'AWSLogs/ORGANIZATION/*',
            },
          ]
        : []),
    ],
  };
}

function logsOf(owner: BlueprintPart, prefix: boolean): BlueprintText {
  return [bucketArn, '/', prefix ? prefixedLogs : 'AWSLogs', '/', owner, '/*'];
}
