import { vocabulary } from '../../model/vocabulary';
import { entry, mapping, type WrittenEntry } from '../../syntax/data/written';
import { memberOf, textOf } from '../intrinsic';
import type { TemplateResource } from '../template';
import { addParameter, type Draft, idFor } from './draft';
import type { Operation } from './operation';

/** A parameter that is referred to, and what adds it where it is not there yet. */
export interface Input {
  readonly name: string;
  readonly operations: readonly Operation[];
}

/** A parameter without a default for the key of a trail or event data store. */
export function keyInput(draft: Draft, owner: TemplateResource): Input {
  const isStore = owner.type === vocabulary.store.cloudformation;
  const wanted = isStore ? ['KmsKeyArn', 'EventDataStoreKmsKeyArn'] : ['KmsKeyArn', 'TrailKmsKeyArn'];
  return newInput(draft, `key of ${owner.name}`, wanted, [
    entry(
      'Description',
      isStore
        ? 'ARN of the KMS key that encrypts the events of the event data store. Its key policy must let CloudTrail use it.'
        : 'ARN of the KMS key that encrypts the log files of the trail. Its key policy must let CloudTrail use it.',
    ),
    entry('AllowedPattern', '^arn:[^:]+:kms:[^:]+:[0-9]+:key/.+$'),
    entry('ConstraintDescription', 'Must be the ARN of a KMS key.'),
  ]);
}

/** The id of the organization, which no pseudo parameter tells: a parameter that looks like it, or a new one. */
export function organizationInput(draft: Draft): Input {
  const { parameters } = draft.template;
  const existing = [...parameters.values()].find(
    ({ member }) =>
      /^(?:p|param|parameter)?(?:aws)?org(?:ani[sz]ations?)?id$/i.test(member.name) &&
      isText(textOf(memberOf(member.value(), 'Type'))),
  );
  if (existing) return { name: existing.member.name, operations: [] };
  return newInput(
    draft,
    'organization',
    ['OrganizationId', 'TrailOrganizationId'],
    [
      entry('Description', 'Id of the organization whose accounts the trail is for.'),
      // docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
      entry('AllowedPattern', '^o-[a-z0-9]{10,32}$'),
      entry('ConstraintDescription', 'Must be the id of an organization, such as o-exampleorgid.'),
    ],
  );
}

/** A parameter without a default. */
export function newInput(
  draft: Draft,
  purpose: string,
  wanted: readonly string[],
  entries: readonly WrittenEntry[],
): Input {
  const name = idFor(draft, `input for ${purpose}`, wanted);
  return { name, operations: [addParameter(entry(name, mapping([entry('Type', 'String'), ...entries])))] };
}

function isText(type: string | undefined): boolean {
  return type === undefined || type === 'String' || type.startsWith('AWS::SSM::Parameter::Value<String>');
}
