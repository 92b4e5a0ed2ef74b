import { message } from '../../model/message';
import type { Place } from '../../model/place';
import type { Origin, Value, WayStep } from '../../model/value';
import {
  along,
  fails,
  failure,
  isUnfinished,
  joinWays,
  literal,
  mapArms,
  unfinished,
  unknown,
} from '../../model/values';
import type { Expression, ForExpression, Step } from '../../syntax/hcl/tree';
import type { Span } from '../../text/span';
import { access } from './access';
import { distribute, oneOf } from './arms';
import { callFunction } from './functions';
import { waysWithin } from './inside';
import { binaryOperation, unaryOperation } from './operations';
import { textOf, truthOf } from './primitives';
import { joinTexts, knownText, withText } from './texts';
import { unify } from './unify';

/** Texts put together from others are not followed any longer than this. */
const longestText = 100_000;

/** The bodies of `for` expressions are not evaluated more often than this, however they are nested. */
const mostIterations = 10_000;

/** Where an expression stands: what its names mean and whose place it has. */
export interface Scope {
  readonly placeOf: (span: Span) => Place;
  /** What the start of a reference stands for, and how many of its steps that took: `root` is its first name. */
  readonly resolve: (root: string, steps: readonly Step[], origin: Origin) => Resolved;
  /** What a function that reads a file gives; undefined for any other function. */
  readonly readFile: (name: string, args: readonly Value[], origin: Origin) => Value | undefined;
  /** What names stand for that only the expression knows: variables of loops, `each`, `count`. */
  readonly bindings: Bindings;
  /** How often this is evaluated for the loops around it. */
  readonly iterations: number;
}

export type Bindings = ReadonlyMap<string, Value>;

export interface Resolved {
  readonly value: Value;
  readonly taken: number;
}

/** The value of an expression. Only as sure as what goes into it; never throws. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const origin: Origin = { place: scope.placeOf(expression.span), way: [] };
  const value = evaluateAt(expression, origin, scope);
  // So that one can be told where it is that something is not known.
  if (value.kind !== 'unknown' || value.origin.place) return value;
  return { ...value, origin: { ...value.origin, place: origin.place } };
}

function evaluateAt(expression: Expression, origin: Origin, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null ? { kind: 'absent', origin } : literal(expression.value, origin);
    case 'parentheses':
      return evaluate(expression.inner, scope);
    case 'template':
      return evaluateTemplate(expression.parts, origin, scope);
    case 'tuple': {
      const items = expression.items.map((item) => evaluate(item, scope));
      return items.find(fails) ?? { kind: 'list', items, origin };
    }
    case 'object':
      return evaluateObject(expression, origin, scope);
    case 'name':
      return evaluatePath(expression.name, [], origin, scope);
    case 'access':
      if (expression.of.kind === 'name') return evaluatePath(expression.of.name, expression.steps, origin, scope);
      return access(evaluate(expression.of, scope), expression.steps, (key) => evaluate(key, scope));
    case 'conditional':
      return evaluateConditional(expression, origin, scope);
    case 'call':
      return evaluateCall(expression, origin, scope);
    case 'unary': {
      const operand = evaluate(expression.operand, scope);
      return isUnfinished(operand) ? operand : unaryOperation(expression.operator, operand);
    }
    case 'binary': {
      const operands = [evaluate(expression.left, scope), evaluate(expression.right, scope)] as const;
      return operands.find(isUnfinished) ?? binaryOperation(expression.operator, ...operands);
    }
    case 'for':
      return mapArms(evaluate(expression.collection, scope), (collection) =>
        evaluateFor(expression, collection, origin, scope),
      );
    case 'unreadable':
      return unfinished('the expression is not finished');
  }
}

function evaluatePath(root: string, steps: readonly Step[], origin: Origin, scope: Scope): Value {
  const bound = scope.bindings.get(root);
  const { value, taken } = bound ? { value: bound, taken: 0 } : scope.resolve(root, steps, origin);
  return access(value, steps.slice(taken), (key) => evaluate(key, scope));
}

function evaluateTemplate(parts: readonly (string | Expression)[], origin: Origin, scope: Scope): Value {
  const values = parts.map((part) => (typeof part === 'string' ? literal(part) : evaluate(part, scope)));
  const [only] = values;
  // A template that is one interpolation is that value, whatever its type.
  if (only && values.length === 1) return only;
  const made = distribute(values, (each) => concatenate(each, origin), origin);
  // Where there are too many possibilities, a part that is one of several is not known.
  return made.kind === 'unknown' && !made.text ? withText(made, joinTexts(values.map(knownText))) : made;
}

function concatenate(values: readonly Value[], origin: Origin): Value {
  const failed = values.find(isUnfinished) ?? values.find(fails);
  if (failed) return failed;
  const wrong = values.find(isNothingOrMany);
  if (wrong) return failure('what is put into the text is no text', [], { ...origin, way: wrong.origin.way });
  const way = joinWays(...values.map((value) => value.origin.way));
  const texts = values.map((value) => (value.kind === 'literal' ? textOf(value.value) : undefined));
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (texts.includes(undefined) || length > longestText) {
    const reason = message('part of the text is not known');
    return withText({ kind: 'unknown', reason, origin: { ...origin, way } }, joinTexts(values.map(knownText)));
  }
  return literal(texts.join(''), { ...origin, way });
}

function evaluateObject(expression: Extract<Expression, { kind: 'object' }>, origin: Origin, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const ways: (readonly WayStep[])[] = [];
  for (const entry of expression.entries) {
    const key = entry.key.kind === 'name' ? literal(entry.key.name) : evaluate(entry.key, scope);
    if (key.kind !== 'literal') return whyNoKey(key);
    const value = evaluate(entry.value, scope);
    if (fails(value)) return value;
    entries.set(String(key.value), value);
    ways.push(key.origin.way);
  }
  return { kind: 'map', entries, origin: { ...origin, way: joinWays(...ways) } };
}

function evaluateConditional(
  expression: Extract<Expression, { kind: 'conditional' }>,
  origin: Origin,
  scope: Scope,
): Value {
  const test = evaluate(expression.test, scope);
  const refused = whyNoTest(test);
  if (refused) return refused;
  const holds = truthOf(test);
  const written = [evaluate(expression.whenTrue, scope), evaluate(expression.whenFalse, scope)];
  // The arms get one type, whichever is taken.
  const unified = written.some(fails) ? undefined : unify(written);
  if (unified?.kind === 'obstacle' && unified.obstacle)
    return along(joinWays(...written.map(waysWithin)), unified.obstacle);
  const arms = unified?.kind === 'unified' ? unified.values : written;
  const taken = holds === undefined ? undefined : arms[holds ? 0 : 1];
  return taken ? along(test.origin.way, taken) : oneOf(arms, { ...origin, way: test.origin.way });
}

/** What comes of a condition that is none, or not finished; undefined for one that may hold or not. */
function whyNoTest(test: Value): Value | undefined {
  if (fails(test) || isUnfinished(test)) return test;
  const isNone = isNothingOrMany(test) || (test.kind === 'literal' && truthOf(test) === undefined);
  return isNone ? failure('a bool is required', [], test.origin) : undefined;
}

/** What comes of a map one of whose keys is none, or is not known. */
function whyNoKey(key: Value | undefined): Value {
  if (key && fails(key)) return key;
  return key && isNothingOrMany(key)
    ? failure('a key of a map is a text', [], key.origin)
    : unknown('a key of the map is not known');
}

function isNothingOrMany({ kind }: Value): boolean {
  return kind === 'absent' || kind === 'list' || kind === 'map';
}

function evaluateCall(expression: Extract<Expression, { kind: 'call' }>, origin: Origin, scope: Scope): Value {
  const { name, expandsLast } = expression;
  const args = expression.arguments.map((argument) => evaluate(argument, scope));
  const open = args.find(isUnfinished);
  if (open) return open;
  const last = args.at(-1);
  if (!expandsLast || !last) return scope.readFile(name, args, origin) ?? callFunction(name, args, origin);
  return mapArms(last, (list) => {
    if (list.kind === 'list')
      return along(list.origin.way, callFunction(name, [...args.slice(0, -1), ...list.items], origin));
    if (fails(list)) return list;
    return list.kind === 'unknown' || list.kind === 'reference'
      ? unknown('how many arguments {0} has is not known', `${name}()`)
      : failure('a list is required', [], list.origin);
  });
}

function evaluateFor(expression: ForExpression, collection: Value, origin: Origin, scope: Scope): Value {
  if (fails(collection) || isUnfinished(collection)) return collection;
  if (collection.kind === 'absent' || collection.kind === 'literal')
    return failure('there is nothing to go through', [], { ...origin, way: collection.origin.way });
  const elements = elementsOf(collection);
  if (!elements) return unknown('what it goes through is not known');
  const iterations = scope.iterations * Math.max(1, elements.length);
  if (iterations > mostIterations) return unknown('it is too much to evaluate');
  const kept: Kept[] = [];
  const ways = [collection.origin.way];
  for (const [key, value] of elements) {
    const bindings = new Map(scope.bindings).set(expression.valueName, value);
    if (expression.keyName !== undefined) bindings.set(expression.keyName, key);
    const inner = { ...scope, bindings, iterations };
    const condition = expression.condition && evaluate(expression.condition, inner);
    const refused = condition && whyNoTest(condition);
    if (refused) return along(collection.origin.way, refused);
    const holds = condition ? truthOf(condition) : true;
    if (holds === undefined) return unknown('which elements are left is not known');
    if (condition) ways.push(condition.origin.way);
    if (!holds) continue;
    kept.push({ value: evaluate(expression.value, inner), key: expression.key && evaluate(expression.key, inner) });
  }
  const whole: Origin = { ...origin, way: joinWays(...ways) };
  const failed = kept.find(({ value }) => fails(value));
  if (failed) return along(whole.way, failed.value);
  if (!expression.key) return { kind: 'list', items: kept.map(({ value }) => value), origin: whole };
  return objectOf(kept, expression.groups, whole);
}

/** What a `for` makes of an element that it keeps. */
interface Kept {
  readonly value: Value;
  readonly key: Value | undefined;
}

function objectOf(elements: readonly Kept[], groups: boolean, from: Origin): Value {
  const entries = new Map<string, Value>();
  // The keys decide what there is.
  const way = joinWays(from.way, ...elements.map(({ key }) => key?.origin.way ?? []));
  const origin: Origin = { ...from, way };
  for (const { key, value } of elements) {
    if (key?.kind !== 'literal') return along(from.way, whyNoKey(key));
    const name = String(key.value);
    const known = entries.get(name);
    if (known && !groups) return failure('two elements have the key {0}', [name], origin);
    const items = known?.kind === 'list' ? [...known.items, value] : [value];
    entries.set(name, groups ? { kind: 'list', items, origin } : value);
  }
  return { kind: 'map', entries: new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1))), origin };
}

/** The keys and values of a list or map. */
export function elementsOf(collection: Value): readonly (readonly [Value, Value])[] | undefined {
  if (collection.kind === 'list') return collection.items.map((item, index) => [literal(index), item]);
  if (collection.kind !== 'map') return undefined;
  return [...collection.entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [literal(name), value] as const);
}
