import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { type PolicyBlueprint, textsOf } from '../../blueprints/policy';
import { type BlueprintPart, partsOf } from '../../blueprints/text';
import { vocabulary } from '../../model/vocabulary';
import { call, entry, mapping } from '../../syntax/data/written';
import { letsWrite, statementToWrite } from '../reading/permissions';
import { policyOfBucket } from '../reading/policies';
import { conditionOf, type TemplateResource } from '../template';
import { dependOn } from './depend-on';
import { addResources, type Draft, idFor, plainName, statementIdFor } from './draft';
import { organizationInput } from './inputs';
import { isOfOrganization, nameOf } from './names';
import type { Operation } from './operation';
import { type Names, type NamesOfEach, policyDocument } from './policy';
import { prefixFor } from './prefix';
import { addTo } from './widening';

/**
 * The policy of a bucket gets the statements that it lacks to let CloudTrail write the logs of the trails; where there is no policy, one is
 * made. The trails are made after it, as CloudTrail tests whether it may write.
 */
export function letTrailsWrite(
  draft: Draft,
  bucket: TemplateResource,
  trails: readonly TemplateResource[],
): readonly Operation[] {
  const { template } = draft;
  const policy = policyOfBucket(template, bucket);
  if (policy === 'unclear') return [];
  const said = trails.flatMap((trail) => sayIn(draft, bucket, trail) ?? []);
  const [first, ...others] = said.map(({ names }) => names);
  if (!first || said.length < trails.length) return [];
  const names: NamesOfEach = [first, ...others];
  const blueprint = trailBucketPolicy(
    names.map(({ trail, organization, prefix }) => ({
      namesPattern: trail.includes('*'),
      organization: organization !== undefined,
      prefix: prefix !== undefined,
    })),
  );
  const users = trails.map(({ name }) => name);
  // What no statement names is not asked for.
  const inputsOf = (policyToBe: PolicyBlueprint) => {
    const named = new Set(partsOf(textsOf(policyToBe)).map(({ kind }) => kind));
    return said.flatMap(({ inputs }) => inputs.flatMap((input) => (named.has(input.names) ? input.operations : [])));
  };
  const after = (id: string, condition: string) => trails.flatMap((trail) => dependOn(draft, trail, id, condition));
  if (policy !== 'none') {
    const lacking = trails.map((trail) => letsWrite(template, bucket, trail).lacking);
    const statementsFor = trails.map((trail) => statementToWrite(template, bucket, trail));
    const added = addTo(draft, policy, { of: bucket, users: trails, names, blueprint, lacking, statementsFor });
    if (added.operations.length === 0) return [];
    return [
      ...inputsOf(added.appended),
      ...added.operations,
      ...after(policy.resource.name, conditionOf(policy.resource)),
    ];
  }
  const whole: PolicyBlueprint = {
    statements: blueprint.statements.map((statement) => ({
      ...statement,
      id: statementIdFor(draft, bucket.name, users, statement.id, []),
    })),
  };
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
        entry(attributes.policy.cloudformation, policyDocument(whole, names)),
      ]),
    ),
  ]);
  return [...inputsOf(whole), ...addResources(draft, bucket, [entry(id, resource)]), ...after(id, condition)];
}

/** What a policy of the bucket calls a trail and what is of it, and what it takes to say so; undefined where nothing could say it. */
function sayIn(draft: Draft, bucket: TemplateResource, trail: TemplateResource): Said | undefined {
  const prefix = prefixFor(draft, trail);
  if (!prefix) return undefined;
  const organization = isOfOrganization(draft.template, trail) ? organizationInput(draft) : undefined;
  const names = {
    trail: nameOf(trail),
    bucket: bucket.name,
    ...(prefix.insert === undefined ? {} : { prefix: prefix.insert }),
    ...(organization ? { organization: organization.name } : {}),
  };
  return {
    names,
    inputs: [
      { names: 'organization', operations: organization?.operations ?? [] },
      { names: 'prefixed-logs', operations: prefix.operations },
    ],
  };
}

interface Said {
  readonly names: Names;
  readonly inputs: readonly { readonly names: BlueprintPart['kind']; readonly operations: readonly Operation[] }[];
}
