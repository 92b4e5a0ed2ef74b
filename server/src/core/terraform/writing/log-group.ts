import { freeName } from '../../blueprints/free-name';
import { logRolePolicy, logRoleTrust, retentionDays } from '../../blueprints/log-group';
import { textsOf } from '../../blueprints/policy';
import { vocabulary } from '../../model/vocabulary';
import { isCalledSeveralTimes } from '../callers';
import { creationCondition } from '../sites/creation';
import type { Site } from '../sites/site';
import { deploymentOfTrail, placementAt } from './deployment';
import { groupName, namePrefix } from './names';
import { documentName } from './new-key';
import { addBlocks, addDependencies, type Part, setArgument, writerFor } from './parts';
import { attribute, blank, block, type Item } from './print';

const { terraform: groupType, attributes: groupAttributes } = vocabulary.logGroup;
const [roleType, policyType] = ['aws_iam_role', 'aws_iam_role_policy'] as const;

/**
 * The trail sends its events to a log group of its own, by a role of its own:
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
 */
export function sendToNewLogGroup(site: Site): readonly Part[] {
  const { instance, block: maker } = site;
  const { module } = instance;
  const { logGroup, logRole } = vocabulary.trail.attributes;
  const [groupArgument, roleArgument] = [site.argumentFor(logGroup.terraform), site.argumentFor(logRole.terraform)];
  const label = freeName(['cloudtrail', `cloudtrail_${site.label}`], '_', (taken) =>
    [groupType, roleType, policyType].some((type) => module.resources.has(`${type}.${taken}`)),
  );
  const condition = creationCondition(maker);
  const index = condition === undefined ? '' : '[0]';
  const group = `${groupType}.${label}${index}`;
  const role = `${roleType}.${label}${index}`;
  const deployment = deploymentOfTrail(site, { 'log-group-arn': `\${${group}.arn}` });
  const place = site.trailPlace();
  if (!deployment || !groupArgument || !roleArgument || typeof place === 'string') return [];
  const count = condition === undefined ? [] : [attribute('count', condition)];
  const parted = (items: readonly Item[]) => (items.length === 0 ? [] : [...items, blank]);
  const lead = parted([...count, ...placementAt(place)]);
  // Roles are of no Region.
  const leadOfRole = parted([...count, ...placementAt({ ...place, region: undefined })]);
  const blueprint = logRolePolicy(site.isForOrganization());
  const documentOf = (name: string) => documentName(module, `${label}_${name}`);
  const repetition = condition === undefined ? undefined : { items: count, index };
  const { policy: policyOf } = writerFor(maker);
  const trust = policyOf(logRoleTrust, documentOf('logs_trust'), deployment.sourceOf, repetition);
  const policy = policyOf(blueprint, documentOf('logs'), deployment.sourceOf, repetition);
  const { namesPattern, trailName } = deployment;
  const name = `/aws/cloudtrail/${namesPattern ? site.label : trailName}`;
  const isForSeveral = namesPattern && isCalledSeveralTimes(instance);
  const beforePolicy = typeof policy.value === 'string' ? [] : [blank];
  return [
    setArgument(maker, groupArgument.name, `"\${${group}.arn}:*"`, groupArgument.after),
    setArgument(maker, roleArgument.name, `${role}.arn`, [...roleArgument.after, groupArgument.name]),
    // CloudTrail tries the role when the trail is made.
    ...addDependencies(maker, [`${policyType}.${label}`]),
    ...addBlocks(maker, [
      ...deployment.dataSources(textsOf(blueprint)),
      ...trust.blocks,
      ...policy.blocks,
      block(
        'resource',
        [groupType, label],
        [
          ...lead,
          isForSeveral ? namePrefix(name) : attribute('name', `"${groupName(instance, name)}"`),
          attribute(groupAttributes.retention.terraform, String(retentionDays)),
        ],
      ),
      block(
        'resource',
        [roleType, label],
        [...leadOfRole, namePrefix('cloudtrail-logs'), ...beforePolicy, attribute('assume_role_policy', trust.value)],
      ),
      block(
        'resource',
        [policyType, label],
        [
          ...leadOfRole,
          attribute('name', '"cloudwatch-logs"'),
          attribute('role', `${role}.id`),
          ...beforePolicy,
          attribute('policy', policy.value),
        ],
      ),
    ]),
  ];
}
