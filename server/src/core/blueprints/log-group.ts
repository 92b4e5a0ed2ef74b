import type { PolicyBlueprint, StatementBlueprint } from './policy';
import { cloudTrail } from './source';
import { accountOf, type BlueprintText, logGroupArn, organizationId, regionOf } from './text';

/** A year, as docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16 asks for. */
export const retentionDays = 365;

/** Who may assume the role by which CloudTrail writes to the log group. */
export const logRoleTrust: PolicyBlueprint = {
  statements: [
    {
      why: undefined,
      id: 'AllowCloudTrailAssumeRole',
      principal: cloudTrail,
      action: 'sts:AssumeRole',
      resources: [],
      conditions: [],
    },
  ],
};

/**
 * What the role may do. The streams are named by account and Region, those of an organization's trail by its id as well:
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
 */
export function logRolePolicy(organization: boolean): PolicyBlueprint {
  const ofAccount: BlueprintText = [
    logGroupArn,
    ':log-stream:',
    accountOf('trail'),
    '_CloudTrail_',
    regionOf('trail'),
    '*',
  ];
  const ofOrganization: BlueprintText = [logGroupArn, ':log-stream:', organizationId, '_*'];
  const may = (id: string, action: string, resource: BlueprintText): StatementBlueprint => ({
    why: undefined,
    id,
    principal: undefined,
    action,
    resources: [resource],
    conditions: [],
  });
  return {
    statements: [
      may('AWSCloudTrailCreateLogStream', 'logs:CreateLogStream', ofAccount),
      may('AWSCloudTrailPutLogEvents', 'logs:PutLogEvents', ofAccount),
      ...(organization
        ? [
            may('AWSCloudTrailCreateOrganizationLogStream', 'logs:CreateLogStream', ofOrganization),
            may('AWSCloudTrailPutOrganizationLogEvents', 'logs:PutLogEvents', ofOrganization),
          ]
        : []),
    ],
  };
}
