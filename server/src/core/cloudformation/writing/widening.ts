import { type Additions, additionsTo, type PolicyBlueprint } from '../../blueprints/policy';
import { type BlueprintText, trailOf } from '../../blueprints/text';
import type { Statement } from '../../model/policy/statement';
import { takesPatterns, trailsOf } from '../../model/policy/widening';
import type { Data, Entry } from '../../syntax/data/tree';
import { sequence, type Written } from '../../syntax/data/written';
import { intrinsicOf } from '../intrinsic';
import { ownEntry, ownMapping } from '../reading/own';
import type { WrittenPolicy } from '../reading/policies';
import { placeOf, type TemplateResource } from '../template';
import { type Draft, statementIdFor } from './draft';
import { addItems, type Operation } from './operation';
import { type NamesOfEach, statements, textWith } from './policy';
import { replaceByList } from './replace';
import { toWritten } from './rewrite';

/** By what a policy lacks for a trail, the statement that lacks nothing for it but the trail. */
export type StatementFor = (lacking: string) => Statement | undefined;

/** What the policy of a key or bucket lacks to let CloudTrail in for its users. */
export interface Lack {
  readonly of: TemplateResource;
  readonly users: readonly TemplateResource[];
  readonly names: NamesOfEach;
  readonly blueprint: PolicyBlueprint;
  /** For each user. */
  readonly lacking: readonly (readonly string[])[];
  /** For each user; none where they are no trails. */
  readonly statementsFor: readonly StatementFor[];
}

/** A policy gets what it lacks. */
export function addTo(
  draft: Draft,
  policy: WrittenPolicy,
  lack: Lack,
): Additions<Entry> & { readonly operations: readonly Operation[] } {
  const { of, users, names, blueprint, lacking } = lack;
  const { widened, appended } = additionsTo(blueprint, lacking, trailsToName(draft, policy, lack));
  const purpose = users.map(({ name }) => name);
  const added: PolicyBlueprint = {
    statements: appended.statements.map((statement) => ({
      ...statement,
      id: statementIdFor(draft, of.name, purpose, statement.id, policy.ids),
    })),
  };
  const operations = [
    ...[...widened].map(([named, trails]) => nameAsWell(draft, named, trails, names)),
    ...(added.statements.length === 0 ? [] : [addItems(policy.statements, statements(added, names))]),
  ];
  return { widened, appended: added, operations };
}

/** Where the policy names trails that may do what another one lacks, by the name of that and the number of the trail. */
function trailsToName(
  { template }: Draft,
  policy: WrittenPolicy,
  { statementsFor, names }: Lack,
): (lacking: string, trail: number) => Entry | undefined {
  const namesPattern = names.some(({ trail }) => trail.includes('*'));
  return (lacking, trail) => {
    const statement = statementsFor[trail]?.(lacking);
    const trails = statement && trailsOf(statement);
    if (!trails || (namesPattern && !takesPatterns(trails))) return undefined;
    const item = policy.items.find((each) => placeOf(template, each).span.start === statement.place?.span.start);
    const named = ownEntry(within(within(item, 'Condition'), trails.operator), trails.key);
    return typeof named !== 'string' && takesOthers(named.value) ? named : undefined;
  };
}

function within(data: Data | undefined, name: string): Data | undefined {
  const found = ownMapping(data, name);
  return typeof found === 'string' ? undefined : found;
}

/** A list of its own, or a value that is sure to be one text. */
function takesOthers(value: Data): boolean {
  const intrinsic = intrinsicOf(value);
  if (intrinsic) return (intrinsic.name === 'Sub' || intrinsic.name === 'Join') && toWritten(value) !== undefined;
  if (value.kind === 'sequence') return !value.broken && value.items.length > 0;
  return value.kind === 'scalar' && typeof value.value === 'string';
}

/** The trails are named beside those that are. */
function nameAsWell(
  { document }: Draft,
  named: Entry,
  trails: readonly BlueprintText[],
  names: NamesOfEach,
): Operation {
  const { value } = named;
  const texts = trails.map((trail) => textWith(trail, names[trailOf(trail)] ?? names[0]));
  const others: readonly Written[] = [...new Map(texts.map((each) => [JSON.stringify(each), each])).values()];
  if (value.kind === 'sequence' && value.tag === undefined) return { kind: 'add-items', to: value, items: others };
  return replaceByList(document, named, sequence([toWritten(value) ?? sequence([]), ...others]));
}
