import { nowhere, type Value, type WayStep } from '../../model/value';
import { isLiteral, joinWays, literal, mapArms, unknown } from '../../model/values';
import { type LocatedBlock, placeOf } from '../module';
import type { Context } from './context';
import type { Bindings } from './evaluate';
import { waysWithin } from './inside';
import {
  argumentOf,
  type BlockReading,
  blockReading,
  levelsOf,
  type MadeBlock,
  madeBlocks,
  madeInLevels,
} from './made-blocks';
import { mergeStatements, statementsIn } from './policy-statements';
import { withoutText, withText } from './texts';

/**
 * What a document of IAM's data source is the JSON of. Where there may be other statements than those that are known, one of them is unknown.
 * registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocument(owner: LocatedBlock, context: Context, bindings: Bindings): Value {
  const reading = blockReading(context);
  const levels = levelsOf(owner, bindings);
  const argument = (name: string) => argumentIn(levels, name, reading);
  const source = argument('source_json');
  // All of these have statements of different names, and replace none of each other.
  const sources = argument('source_policy_documents');
  const overrides = [argument('override_policy_documents'), argument('override_json')];
  const own = madeInLevels(levels, 'statement', reading);
  const written = own.blocks.map((block) => statementOf(block, reading));
  const documents = [
    ...statementsIn(source),
    statementsIn(sources).flat(),
    [...written, ...(own.isComplete ? [] : [notKnown()])],
    ...overrides.flatMap(statementsIn),
  ];
  const way = joinWays(own.way, ...[source, sources, ...overrides].map((value) => value.origin.way));
  const origin = { place: placeOf(owner, owner.block.header), way };
  const entries = new Map([['Version', orElse(argument('version'), literal('2012-10-17'))]]);
  const id = argument('policy_id');
  if (id.kind !== 'absent') entries.set('Id', id);
  entries.set('Statement', { kind: 'list', items: documents.reduce(mergeStatements, []), origin });
  return { kind: 'map', entries, origin };
}

function argumentIn(levels: readonly MadeBlock[], name: string, reading: BlockReading): Value {
  const values = levels.map((level) => argumentOf(level, name, reading));
  return values.findLast(({ kind }) => kind !== 'absent') ?? { kind: 'absent', origin: nowhere };
}

function statementOf(made: MadeBlock, reading: BlockReading): Value {
  const entries = new Map<string, Value>();
  const argument = (name: string) => argumentOf(made, name, reading);
  const add = (name: string, value: Value | undefined) => {
    if (value && !isNothing(value)) entries.set(name, value);
  };
  add('Sid', argument('sid'));
  add('Effect', orElse(argument('effect'), literal('Allow')));
  add('Principal', principalsOf(made, 'principals', reading));
  add('NotPrincipal', principalsOf(made, 'not_principals', reading));
  add('Action', listOf(made, 'actions', reading));
  add('NotAction', listOf(made, 'not_actions', reading));
  add('Resource', listOf(made, 'resources', reading));
  add('NotResource', listOf(made, 'not_resources', reading));
  add('Condition', conditionsOf(made, reading));
  return mapOf(entries, made, made.way);
}

function principalsOf(made: MadeBlock, type: string, reading: BlockReading): Value | undefined {
  const { blocks, isComplete, way } = madeBlocks(made, type, reading);
  if (blocks.length === 0 && isComplete) return undefined;
  const identifiers = new Map<string, Value[]>();
  let isKnown = isComplete;
  for (const block of blocks) {
    const kind = argumentOf(block, 'type', reading);
    if (kind.kind === 'literal') push(identifiers, String(kind.value), listOf(block, 'identifiers', reading));
    else isKnown = false;
  }
  if (identifiers.size === 0) return notKnown();
  // One that is not known says that there may be others, of this type or another.
  if (!isKnown) for (const values of identifiers.values()) values.push(notKnown());
  return mapOf(asLists(identifiers), made, way);
}

/** A condition that there may be makes all of them unknown. */
function conditionsOf(made: MadeBlock, reading: BlockReading): Value | undefined {
  const { blocks, isComplete, way } = madeBlocks(made, 'condition', reading);
  if (!isComplete) return notKnown();
  if (blocks.length === 0) return undefined;
  const tests = new Map<string, Map<string, Value[]>>();
  for (const block of blocks) {
    const [test, variable] = [argumentOf(block, 'test', reading), argumentOf(block, 'variable', reading)];
    if (test.kind !== 'literal' || variable.kind !== 'literal') return notKnown();
    const variables = tests.get(String(test.value)) ?? new Map<string, Value[]>();
    push(variables, String(variable.value), listOf(block, 'values', reading));
    tests.set(String(test.value), variables);
  }
  const entries = [...tests].map(([test, variables]) => [test, mapOf(asLists(variables), made, [])] as const);
  return mapOf(new Map(entries), made, way);
}

/** A list of texts, in which `&{aws:username}` is written for what is `${aws:username}` in a policy. */
function listOf(made: MadeBlock, name: string, reading: BlockReading): Value {
  const value = argumentOf(made, name, reading);
  // What is known of it as a text has no meaning in place of a list.
  return value.kind === 'unknown' ? withoutText(value) : changeTexts(value, withVariables, 0);
}

function withVariables(text: string): string {
  return text.replaceAll('&{', '${');
}

function changeTexts(value: Value, change: (text: string) => string, depth: number): Value {
  if (depth > 2) return value;
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? literal(change(value.value), value.origin) : value;
    case 'unknown':
      return withText(
        value,
        value.text?.map((part) => (typeof part === 'string' ? change(part) : part)),
      );
    case 'list':
      return { ...value, items: value.items.map((item) => changeTexts(item, change, depth + 1)) };
    case 'choice':
      return { ...value, arms: value.arms.map((arm) => changeTexts(arm, change, depth + 1)) };
    default:
      return value;
  }
}

function push(into: Map<string, Value[]>, name: string, value: Value): void {
  into.set(name, [...(into.get(name) ?? []), value]);
}

/** Several lists under one name are one. */
function asLists(lists: ReadonlyMap<string, readonly Value[]>): ReadonlyMap<string, Value> {
  const entries = [...lists].map(([name, [first = notKnown(), ...others]]): readonly [string, Value] => {
    if (others.length === 0) return [name, first];
    const items = [first, ...others].flatMap((list) => (list.kind === 'list' ? list.items : [notKnown()]));
    return [name, { kind: 'list', items, origin: first.origin }];
  });
  return new Map(entries);
}

function mapOf(entries: ReadonlyMap<string, Value>, { place }: MadeBlock, way: readonly WayStep[]): Value {
  const ways = [...entries.values()].map(waysWithin);
  return { kind: 'map', entries, origin: { place, way: joinWays(way, ...ways) } };
}

/** The provider writes nothing for an empty list or text. */
function isNothing(value: Value): boolean {
  return value.kind === 'absent' || isLiteral(value, '') || (value.kind === 'list' && value.items.length === 0);
}

function orElse(value: Value, standard: Value): Value {
  return mapArms(value, (arm) => (isNothing(arm) ? standard : arm));
}

function notKnown(): Value {
  return unknown('part of the policy is not known');
}
