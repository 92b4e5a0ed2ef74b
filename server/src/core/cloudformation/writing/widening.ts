import { type Additions, additionsTo, type PolicyBlueprint } from '../../blueprints/policy';
import { type BlueprintText, trailOf } from '../../blueprints/text';
import type { Statement } from '../../model/policy/statement';
import { takesPatterns, trailsOf } from '../../model/policy/widening';
import { mayBecomeItem } from '../../syntax/data/become-list';
import type { Data, Mapping, Scalar, Sequence } from '../../syntax/data/tree';
import type { Written } from '../../syntax/data/written';
import { intrinsicOf } from '../intrinsic';
import { ownEntry, ownMapping } from '../reading/own';
import type { WrittenPolicy } from '../reading/policies';
import { placeOf, type TemplateResource } from '../template';
import { type Draft, statementIdFor } from './draft';
import { addItems, type Operation } from './operation';
import { type NamesOfEach, statements, textWith } from './policy';

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
): Additions<Texts> & { readonly operations: readonly Operation[] } {
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
    ...[...widened].map(([texts, trails]) => addItems(texts, textsOf(trails, names))),
    ...(added.statements.length === 0 ? [] : [addItems(policy.statements, statements(added, names))]),
  ];
  return { widened, appended: added, operations };
}

/** Where the policy names trails that may do what another one lacks, by the name of that and the number of the trail. */
function trailsToName(
  { template }: Draft,
  policy: WrittenPolicy,
  { statementsFor, names }: Lack,
): (lacking: string, trail: number) => Texts | undefined {
  const namesPattern = names.some(({ trail }) => trail.includes('*'));
  return (lacking, trail) => {
    const statement = statementsFor[trail]?.(lacking);
    const trails = statement && trailsOf(statement);
    if (!trails || (namesPattern && !takesPatterns(trails))) return undefined;
    const item = policy.items.find((each) => placeOf(template, each).span.start === statement.place?.span.start);
    const named = ownEntry(within(within(item, 'Condition'), trails.operator), trails.key);
    if (typeof named === 'string' || !isTexts(named.value)) return undefined;
    return named.value.kind === 'sequence' || mayBecomeItem(named) ? named.value : undefined;
  };
}

function within(data: Data | undefined, name: string): Data | undefined {
  const found = ownMapping(data, name);
  return typeof found === 'string' ? undefined : found;
}

/** A list of its own, or a value that is sure to be one text. */
type Texts = Sequence | Mapping | Scalar;

function isTexts(value: Data): value is Texts {
  const intrinsic = intrinsicOf(value);
  if (intrinsic) return intrinsic.name === 'Sub' && value.kind !== 'sequence';
  if (value.kind === 'sequence') return !value.broken && value.items.length > 0;
  return value.kind === 'scalar' && typeof value.value === 'string';
}

/** Those that come to the same once. */
function textsOf(contents: readonly BlueprintText[], names: NamesOfEach): readonly Written[] {
  const texts = contents.map((content) => textWith(content, names[trailOf(content)] ?? names[0]));
  return [...new Map(texts.map((each) => [JSON.stringify(each), each])).values()];
}
