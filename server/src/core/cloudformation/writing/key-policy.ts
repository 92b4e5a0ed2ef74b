import { storeKeyPolicy, trailKeyPolicy } from '../../blueprints/key';
import type { ConditionBlueprint, PolicyBlueprint } from '../../blueprints/policy';
import { accountOf, partitionOf } from '../../blueprints/text';
import { vocabulary } from '../../model/vocabulary';
import type { Mapping } from '../../syntax/data/tree';
import { entry, mapping } from '../../syntax/data/written';
import { ownEntry, ownMapping } from '../reading/own';
import { isOpen, letsUse, statementToUse } from '../reading/permissions';
import { policyOfKey } from '../reading/policies';
import { reaches } from '../references';
import type { TemplateResource } from '../template';
import { type Draft, statementIdFor } from './draft';
import { nameOf } from './names';
import type { Operation } from './operation';
import { type Names, type NamesOfEach, policyDocument, textWith } from './policy';
import { replaceValue } from './replace';
import { setProperty } from './set-property';
import { addTo, type StatementFor } from './widening';

/** The key's policy gets the statements that it lacks to let CloudTrail use the key for the trails. */
export function letTrailsUse(
  draft: Draft,
  key: TemplateResource,
  trails: TemplateResources,
  forBucketKey: boolean,
): readonly Operation[] {
  // What needs the key cannot be there before it.
  const namesOf = (trail: TemplateResource) => ({
    trail: nameOf(trail, (id) => !reaches(draft.template, id, key.name)),
  });
  const [first, ...others] = trails;
  const names: NamesOfEach = [namesOf(first), ...others.map(namesOf)];
  const namesPattern = names.some(({ trail }) => trail.includes('*'));
  const blueprint = trailKeyPolicy(trails.length, namesPattern);
  const lacking = () => trails.map((trail) => letsUse(draft.template, key, trail, forBucketKey).lacking);
  const statementsFor = () => trails.map((trail) => statementToUse(draft.template, key, trail));
  return letUse(draft, key, trails, blueprint, names, lacking, statementsFor);
}

export type TemplateResources = readonly [TemplateResource, ...TemplateResource[]];

export function letStoreUse(draft: Draft, key: TemplateResource, store: TemplateResource): readonly Operation[] {
  const names = [{ trail: nameOf(store) }] as const;
  return letUse(
    draft,
    key,
    [store],
    storeKeyPolicy(),
    names,
    () => [letsUse(draft.template, key, store).lacking],
    () => [],
  );
}

function letUse(
  draft: Draft,
  key: TemplateResource,
  users: TemplateResources,
  blueprint: PolicyBlueprint,
  names: NamesOfEach,
  lacking: () => readonly (readonly string[])[],
  statementsFor: () => readonly StatementFor[],
): readonly Operation[] {
  const policy = policyOfKey(draft.template, key);
  if (policy === 'unclear') return [];
  if (policy !== 'none') {
    const lack = { of: key, users, names, blueprint, lacking: lacking(), statementsFor: statementsFor() };
    return addTo(draft, policy, lack).operations;
  }
  const whole: PolicyBlueprint = {
    statements: blueprint.statements.map((statement) => {
      const purpose = statement.principal?.kind === 'AWS' ? [] : users.map(({ name }) => name);
      return { ...statement, id: statementIdFor(draft, key.name, purpose, statement.id, []) };
    }),
  };
  const property = vocabulary.key.attributes.policy.cloudformation;
  return setProperty(draft, key, property, policyDocument(whole, names), []);
}

/**
 * The statements that let CloudTrail use the key for trails of any account get the condition that it is one of this account: others of it may
 * use the key as well.
 */
export function closeKey(draft: Draft, key: TemplateResource, trail: TemplateResource): readonly Operation[] {
  const policy = policyOfKey(draft.template, key);
  if (typeof policy === 'string') return [];
  const open = isOpen(draft.template, key).because;
  return policy.items.flatMap((item) => {
    const { start, end } = draft.document.inFile(item);
    const isAmong = open.some(({ span }) => span.start === start && span.end === end);
    return isAmong && item.kind === 'mapping' ? addCondition(draft, item, ofThisAccount, { trail: nameOf(trail) }) : [];
  });
}

const ofThisAccount: ConditionBlueprint = {
  operator: 'StringLike',
  key: 'aws:SourceArn',
  values: [['arn:', partitionOf('trail'), ':cloudtrail:*:', accountOf('trail'), ':trail/*']],
};

/** A wider condition of the same kind gives way to it. */
function addCondition(
  { document }: Draft,
  statement: Mapping,
  { operator, key, values: [value = []] }: ConditionBlueprint,
  names: Names,
): readonly Operation[] {
  const test = entry(key, textWith(value, names));
  const tests = entry(operator, mapping([test]));
  const conditions = ownMapping(statement, 'Condition');
  if (conditions === 'shared') return [];
  if (conditions === 'absent')
    return [{ kind: 'add-entries', to: statement, entries: [entry('Condition', mapping([tests]))], after: [] }];
  const same = ownMapping(conditions, operator);
  if (same === 'shared') return [];
  if (same === 'absent') return [{ kind: 'add-entries', to: conditions, entries: [tests], after: [] }];
  // The names of condition keys are not case-sensitive: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
  const written = same.entries.find(({ keyText }) => keyText.toLowerCase() === key.toLowerCase());
  if (!written) return [{ kind: 'add-entries', to: same, entries: [test], after: [] }];
  const own = ownEntry(same, written.keyText);
  return typeof own === 'string' ? [] : [replaceValue(document, own, test.value)];
}
