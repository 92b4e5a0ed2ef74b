import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { lackingStatements, type PolicyBlueprint } from '../../blueprints/policy';
import { vocabulary } from '../../model/vocabulary';
import { call, entry, mapping } from '../../syntax/data/written';
import { conditionOf } from '../evaluation/conditions';
import { letsWrite } from '../reading/permissions';
import { policyOfBucket } from '../reading/policies';
import type { TemplateResource } from '../template';
import { dependOn } from './depend-on';
import { addResources, type Draft, idFor, plainName, statementIdFor } from './draft';
import { organizationInput } from './inputs';
import { isOfOrganization, nameOf } from './names';
import { addItems, type Operation } from './operation';
import { policyDocument, statements } from './policy';
import { prefixFor } from './prefix';

/**
 * The policy of a bucket gets the statements that it lacks to let CloudTrail write the trail's logs; where there is no policy, one is made.
 * The trail is made after it, as CloudTrail tests whether it may write.
 */
export function letTrailWrite(draft: Draft, bucket: TemplateResource, trail: TemplateResource): readonly Operation[] {
  const { template } = draft;
  const policy = policyOfBucket(template, bucket);
  if (policy === 'unclear') return [];
  const prefix = prefixFor(draft, trail);
  if (!prefix) return [];
  const organization = isOfOrganization(template, trail) ? organizationInput(draft) : undefined;
  const names = {
    trail: nameOf(trail),
    bucket: bucket.name,
    ...(prefix.insert === undefined ? {} : { prefix: prefix.insert }),
    ...(organization ? { organization: organization.name } : {}),
  };
  const blueprint = trailBucketPolicy({
    namesPattern: names.trail.includes('*'),
    organization: organization !== undefined,
    prefix: prefix.insert !== undefined,
  });
  const wanted =
    policy === 'none' ? blueprint : lackingStatements(blueprint, letsWrite(template, bucket, trail).lacking);
  const added: PolicyBlueprint = {
    statements: wanted.statements.map((statement) => ({
      ...statement,
      id: statementIdFor(draft, bucket.name, trail.name, statement.id, policy === 'none' ? [] : policy.ids),
    })),
  };
  if (added.statements.length === 0) return [];
  const inputs = [...(organization?.operations ?? []), ...prefix.operations];
  if (policy !== 'none') {
    const items = statements(added, names);
    return [...inputs, addItems(policy.statements, items), ...dependOn(draft, trail, policy.resource.name)];
  }
  const id = idFor(draft, `policy of ${bucket.name}`, [`${plainName(bucket)}Policy`]);
  const condition = conditionOf(bucket);
  const { attributes, cloudformation } = vocabulary.bucketPolicy;
  const resource = mapping([
    entry('Type', cloudformation),
    ...(condition === '' ? [] : [entry('Condition', condition)]),
    entry(
      'Properties',
      mapping([
        entry(attributes.bucket.cloudformation, call('Ref', bucket.name)),
        entry(attributes.policy.cloudformation, policyDocument(added, names)),
      ]),
    ),
  ]);
  return [...inputs, ...addResources(draft, bucket, [entry(id, resource)]), ...dependOn(draft, trail, id)];
}
