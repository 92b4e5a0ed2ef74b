import type { PolicyBlueprint, StatementBlueprint } from './policy';
import { cloudTrail, fromTrails } from './source';
import {
  accountOf,
  type BlueprintPart,
  type BlueprintText,
  bucketArn,
  ofTrail,
  organizationId,
  prefixedLogs,
} from './text';

export interface TrailInBucket {
  /** Whether the trail's name holds a wildcard. */
  readonly namesPattern: boolean;
  /** Whether the trail is for all accounts of an organization. */
  readonly organization: boolean;
  /** Whether the trail has a prefix for what it writes. */
  readonly prefix: boolean;
}

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export function trailBucketPolicy(trails: readonly TrailInBucket[]): PolicyBlueprint {
  const namesPattern = trails.some((trail) => trail.namesPattern);
  const all = [...trails.keys()];
  const ofOrganization = all.filter((index) => trails[index]?.organization);
  const mayWrite = (id: string, owner: BlueprintPart, who: readonly number[]): StatementBlueprint => ({
    why: undefined,
    id,
    principal: cloudTrail,
    action: 's3:PutObject',
    resources: who.map((index) => ofTrail(logsOf(owner, trails[index]?.prefix === true), index)),
    conditions: [
      { operator: 'StringEquals', key: 's3:x-amz-acl', values: [['bucket-owner-full-control']] },
      fromTrails(who, namesPattern),
    ],
  });
  return {
    statements: [
      {
        why: undefined,
        id: 'AWSCloudTrailAclCheck20150319',
        principal: cloudTrail,
        action: 's3:GetBucketAcl',
        resources: [[bucketArn]],
        conditions: [fromTrails(all, namesPattern)],
      },
      { ...mayWrite('AWSCloudTrailWrite20150319', accountOf('trail'), all), path: 'AWSLogs/ACCOUNT/*' },
      ...(ofOrganization.length > 0
        ? [
            {
              ...mayWrite('AWSCloudTrailOrganizationWrite20150319', organizationId, ofOrganization),
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
