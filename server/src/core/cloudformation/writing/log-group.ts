import { logRolePolicy, logRoleTrust, retentionDays } from '../../blueprints/log-group';
import { vocabulary } from '../../model/vocabulary';
import { bare, call, entry, mapping, sequence } from '../../syntax/data/written';
import { conditionOf, type Template, type TemplateResource } from '../template';
import { addResources, type Draft, idFor } from './draft';
import { organizationInput } from './inputs';
import { isOfOrganization, nameOf } from './names';
import type { Operation } from './operation';
import { policyDocument } from './policy';
import { setProperty, takesValue } from './set-property';

const { name, bucket, prefix, key, logGroup, logRole } = vocabulary.trail.attributes;

/** Whether `sendToNewLogGroup` can do it. */
export function takesLogGroup(template: Template, trail: TemplateResource): boolean {
  return [logGroup, logRole].every(({ cloudformation }) => takesValue(template, trail, cloudformation));
}

/** A log group, the role by which CloudTrail writes to it, and both given to the trail. */
export function sendToNewLogGroup(draft: Draft, trail: TemplateResource): readonly Operation[] {
  if (!takesLogGroup(draft.template, trail)) return [];
  const group = idFor(draft, `log group of ${trail.name}`, ['CloudTrailLogGroup']);
  const role = idFor(draft, `log role of ${trail.name}`, ['CloudTrailLogGroupRole']);
  const organization = isOfOrganization(draft.template, trail) ? organizationInput(draft) : undefined;
  const names = {
    trail: nameOf(trail),
    logGroup: group,
    ...(organization ? { organization: organization.name } : {}),
  };
  const condition = conditionOf(trail);
  const conditions = condition === '' ? [] : [entry('Condition', condition)];
  const groupResource = mapping([
    entry('Type', vocabulary.logGroup.cloudformation),
    ...conditions,
    // As for the trail's key: what has been recorded outlives the stack.
    entry('DeletionPolicy', 'Retain'),
    entry('UpdateReplacePolicy', 'Retain'),
    entry(
      'Properties',
      mapping([entry(vocabulary.logGroup.attributes.retention.cloudformation, bare(String(retentionDays)))]),
    ),
  ]);
  const policy = mapping([
    entry('PolicyName', 'WriteTrailEvents'),
    entry('PolicyDocument', policyDocument(logRolePolicy(organization !== undefined), [names])),
  ]);
  const roleResource = mapping([
    entry('Type', 'AWS::IAM::Role'),
    ...conditions,
    entry(
      'Properties',
      mapping([
        entry('AssumeRolePolicyDocument', policyDocument(logRoleTrust, [names])),
        entry('Policies', sequence([policy])),
      ]),
    ),
  ]);
  const neighbours = [name, bucket, prefix, key, logGroup].map(({ cloudformation }) => cloudformation);
  const set = (property: string, id: string) =>
    setProperty(draft, trail, property, call('GetAtt', `${id}.Arn`), neighbours);
  return [
    ...(organization?.operations ?? []),
    ...set(logGroup.cloudformation, group),
    ...set(logRole.cloudformation, role),
    ...addResources(draft, trail, [entry(group, groupResource), entry(role, roleResource)]),
  ];
}
