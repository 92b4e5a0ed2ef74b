import { makeResults, memoize } from '../../memory/lazy';
import { type Kept, keep, use } from '../../memory/tracking';
import type { Origin, Value, WayStep } from '../../model/value';
import { along, choice, emptyIsAbsent, joinWays, literal, truth, unfinished, unknown } from '../../model/values';
import { type Data, findEntry, type Member, type Sequence } from '../../syntax/data/tree';
import { intrinsicOf, isNull, itemsOf, memberOf, textOf } from '../intrinsic';
import { conditionOf, placeOf, type Template, type TemplateResource } from '../template';
import { callFunction } from './functions';
import { type Given, impliedBy, nothingGiven } from './given';
import { equal, every, negate } from './logic';
import { partlyKnown, pseudoParameter, withText } from './texts';

/** Where data stands: what its names mean and whose place it has. */
export interface Scope {
  readonly template: Template;
  readonly loopVariable: string | undefined;
  /** The conditions that are being worked out, to end cycles. */
  readonly underWay: readonly string[];
  readonly given: Given;
}

/** Data nested deeper than this is not read: the call stack is finite. */
const deepest = 200;

export function scopeOf(template: Template, resource: TemplateResource): Scope {
  const condition = conditionOf(resource);
  return {
    ...scopeByDefault(template, resource),
    given: condition === '' ? nothingGiven : givenBy(template, condition),
  };
}

/** The same whether the resource is there or not. */
export function scopeByDefault(template: Template, { loopVariable }: TemplateResource): Scope {
  return { template, loopVariable, underWay: [], given: nothingGiven };
}

/** Whether what led to a value is not so, or may not be, wherever a resource is there. */
export function differsWhere(template: Template, resource: TemplateResource, way: readonly WayStep[]): boolean {
  const { holding, undecided } = scopeOf(template, resource).given;
  return way.some(
    ({ kind, name, value }) =>
      (kind === 'condition' && holding.has(name) && truth(value) !== true) ||
      (kind === 'parameter' && undecided.has(name)),
  );
}

function givenBy(template: Template, condition: string): Given {
  return givenIn(template)(condition, () => {
    const value = evaluateNamedCondition(condition, {
      template,
      loopVariable: undefined,
      underWay: [],
      given: nothingGiven,
    });
    const inputs = truth(value) === false ? value.origin.way.filter(({ kind }) => kind === 'parameter') : [];
    return { holding: impliedBy(template, condition), undecided: new Set(inputs.map(({ name }) => name)) };
  });
}

const givenIn = memoize((_template: Template) => makeResults<string, Given>());

/** A way down from the properties of a resource: names of entries and numbers of items. */
export type Path = readonly [string, ...(string | number)[]];

/** The value of a property under the declared defaults: `absent` where it is not written, null, `""` or `AWS::NoValue`. */
export function evaluateProperty(template: Template, resource: TemplateResource, ...path: Path): Value {
  const properties = findEntry(resource.entry.value, 'Properties');
  if (properties === 'unsure') return unfinishedText;
  const [name, ...rest] = path;
  if (properties !== 'absent' && (intrinsicOf(properties.value) || properties.value.tag !== undefined))
    return unknown('what it is part of is not known');
  const entry = properties === 'absent' ? 'absent' : findEntry(properties.value, name);
  if (entry === 'unsure') return unfinishedText;
  if (entry === 'absent') return whereNothingIsWritten(template, resource);
  return emptyIsAbsent(evaluateAt(entry.value, rest, scopeOf(template, resource), 0));
}

const unfinishedText = unfinished('the text around it is not finished');

/** What is not written may still come from a macro, or from text that is included. */
function whereNothingIsWritten(template: Template, resource: TemplateResource): Value {
  const included = [resource.entry.value, memberOf(resource.entry.value, 'Properties')].some((data) =>
    memberOf(data, 'Fn::Transform'),
  );
  if (template.hasMacro || included) return unknown('a macro may add it');
  return nothing;
}

const nothing: Value = { kind: 'absent', origin: { place: undefined, way: [] } };

/** The value of what is somewhere in data. Only what is on the way there is worked out. */
function evaluateAt(data: Data, path: readonly (string | number)[], scope: Scope, depth: number): Value {
  const [step, ...rest] = path;
  if (step === undefined) return evaluate(data, scope, depth);
  if (depth > deepest) return unknown('it is nested too deep');
  const intrinsic = intrinsicOf(data);
  if (intrinsic?.name === 'If') {
    const origin: Origin = { place: placeOf(scope.template, data), way: [] };
    return chooseArm(intrinsic.argument, origin, scope, (arm) => evaluateAt(arm, path, scope, depth + 1));
  }
  if (intrinsic || data.tag !== undefined) {
    const value = evaluate(data, scope, depth);
    return value.kind === 'absent' ? value : unknown('what it is part of is not known');
  }
  if (typeof step === 'number') {
    if (data.kind !== 'sequence' || data.broken) return unfinishedText;
    const item = data.items[step];
    return item ? evaluateAt(item, rest, scope, depth + 1) : nothing;
  }
  const entry = data.kind === 'mapping' ? findEntry(data, step) : 'unsure';
  if (entry === 'unsure') return unfinishedText;
  if (entry !== 'absent') return evaluateAt(entry.value, rest, scope, depth + 1);
  return memberOf(data, 'Fn::Transform') ? unknown('a macro may add it') : nothing;
}

/** The value of data under the declared defaults. Only as sure as what goes into it; never throws. */
export function evaluate(data: Data, scope: Scope, depth = 0): Value {
  // The same data may stand in many places, by aliases: each is worked out once.
  const values =
    scope.underWay.length > 0 || scope.loopVariable !== undefined ? undefined : valuesOf(scope.template)(scope.given);
  const known = values?.get(data);
  if (known) return use(known);
  if (!values) return evaluateOnce(data, scope, depth);
  const value = keep(() => evaluateOnce(data, scope, depth));
  values.set(data, value);
  return use(value);
}

const valuesOf = memoize((_template: Template) => memoize((_given: Given) => new WeakMap<Data, Kept<Value>>()));

function evaluateOnce(data: Data, scope: Scope, depth: number): Value {
  const origin: Origin = { place: placeOf(scope.template, data), way: [] };
  if (depth > deepest) return unknown('it is nested too deep');
  const intrinsic = intrinsicOf(data);
  if (intrinsic) return evaluateIntrinsic(intrinsic.name, intrinsic.argument, origin, scope, depth + 1);
  // A tag that is being typed.
  if (data.tag !== undefined) return unfinished('its function is not known');
  switch (data.kind) {
    case 'scalar':
      return scalar(data, origin);
    case 'sequence':
      return { kind: 'list', items: itemsIn(data, scope, depth + 1), origin };
    case 'mapping':
      if (data.lost.length > 0) return unfinishedText;
      return {
        kind: 'map',
        entries: new Map(data.entries.map((entry) => [entry.keyText, evaluate(entry.value, scope, depth + 1)])),
        origin,
      };
    case 'unreadable':
      return unfinished('it does not read as a value');
  }
}

/** Where some items do not read, there is one that nobody knows. */
function itemsIn({ items, broken }: Sequence, scope: Scope, depth: number): readonly Value[] {
  const values = items.map((item) => evaluate(item, scope, depth));
  return broken ? [...values, unfinishedText] : values;
}

function scalar(data: Extract<Data, { kind: 'scalar' }>, origin: Origin): Value {
  if (isNull(data)) return { kind: 'absent', origin };
  if (data.value === null) return unfinished('the value is not written yet');
  const text = textOf(data) ?? '';
  if (text.includes('{{resolve:')) return unknown('it is read when the stack is deployed');
  return literal(typeof data.value === 'boolean' ? data.value : text, origin);
}

function evaluateIntrinsic(name: string, argument: Data, origin: Origin, scope: Scope, depth: number): Value {
  const inner = (data: Data) => evaluate(withoutTag(data, argument), scope, depth);
  switch (name) {
    case 'Ref':
      return evaluateReference(textOf(argument) ?? '', origin, scope);
    case 'GetAtt':
      return evaluateAttribute(argument, origin, scope);
    case 'Sub':
      return evaluateSub(argument, origin, scope, depth);
    case 'If':
      return evaluateIf(argument, origin, scope, depth);
    case 'FindInMap':
      return evaluateFindInMap(argument, origin, scope, depth);
    default:
      return callFunction(name, (itemsOf(argument) ?? [argument]).map(inner), origin);
  }
}

/** The argument of a short form is the node with the tag: it is read as if the tag were not there. */
function withoutTag(data: Data, argument: Data): Data {
  return data === argument ? { ...data, tag: undefined } : data;
}

function evaluateReference(name: string, origin: Origin, scope: Scope): Value {
  if (name === 'AWS::NoValue') return { kind: 'absent', origin };
  if (name === scope.loopVariable) return unknown('{0} differs from one to the next', name);
  const parameter = scope.template.parameters.get(name);
  if (parameter) return withText(evaluateParameter(parameter.member, scope), [{ kind: 'other', name }]);
  if (scope.template.ids.has(name)) return { kind: 'reference', resource: name, attribute: 'Ref', origin };
  if (name.startsWith('AWS::'))
    return withText(unknown('{0} is known when the stack is deployed', name), [pseudoParameter(name)]);
  // There is no such name, or not yet.
  return unfinished('{0} is known when the stack is deployed', name);
}

/** A parameter's default; without one, one of its allowed values. */
function evaluateParameter({ name, value }: Member, scope: Scope): Value {
  const supposed = scope.template.supposed.get(name);
  if (supposed) return supposed;
  const parameter = value();
  const type = textOf(memberOf(parameter, 'Type')) ?? 'String';
  if (type.startsWith('AWS::SSM::')) return unknown('parameter {0} is read from Systems Manager', name);
  const given = findEntry(parameter, 'Default');
  if (scope.given.undecided.has(name)) return unknown('parameter {0} has another value where this is created', name);
  if (typeof given !== 'string') {
    if (given.value.kind === 'scalar' && given.value.value === null)
      return unknown('the default of {0} is not written yet', name);
    const text = textOf(given.value) ?? '';
    const whole = literal(text, { place: placeOf(scope.template, given.value), way: [] });
    const step: WayStep = { kind: 'parameter', name, place: placeOf(scope.template, given), value: whole };
    const origin: Origin = { ...whole.origin, way: [step] };
    if (type !== 'CommaDelimitedList' && !type.startsWith('List<')) return along([step], whole);
    return { kind: 'list', items: text.split(',').map((item) => literal(item.trim(), origin)), origin };
  }
  const allowed = itemsOf(memberOf(parameter, 'AllowedValues'))?.map((item) => literal(textOf(item) ?? ''));
  if (given === 'unsure' || !allowed || allowed.length === 0) return unknown('parameter {0} has no default', name);
  return choice(allowed, { place: placeOf(scope.template, parameter), way: [] });
}

function evaluateAttribute(argument: Data, origin: Origin, scope: Scope): Value {
  const text =
    textOf(argument) ??
    itemsOf(argument)
      ?.map((item) => textOf(item) ?? '')
      .join('.') ??
    '';
  const [resource = '', ...attribute] = text.split('.');
  // There is no such name, or not yet.
  if (!scope.template.ids.has(resource)) return unfinished('{0} is known when the stack is deployed', text);
  return { kind: 'reference', resource, attribute: attribute.join('.'), origin };
}

/** A text with `${Name}`, `${Name.Attribute}` and names of its own; `${!Name}` is the text `${Name}`. */
function evaluateSub(argument: Data, origin: Origin, scope: Scope, depth: number): Value {
  const [first, second] = itemsOf(argument) ?? [argument];
  const text = textOf(first);
  if (text === undefined) return unknown('the text is not known');
  const parts = text.split(/(\$\{[^}]*\})/).filter((part) => part !== '');
  const values = parts.map((part): Value => {
    const name = /^\$\{([^!}][^}]*)\}$/.exec(part)?.[1]?.trim();
    if (name === undefined) return literal(part.replace(/^\$\{!/, '${'));
    const own = memberOf(second, name);
    if (own) return evaluate(own, scope, depth);
    if (!name.includes('.')) return evaluateReference(name, origin, scope);
    const [resource = '', ...attribute] = name.split('.');
    if (!scope.template.ids.has(resource)) return unknown('{0} is known when the stack is deployed', name);
    return { kind: 'reference', resource, attribute: attribute.join('.'), origin };
  });
  const [only] = values;
  if (only && values.length === 1) return only;
  const way = joinWays(...values.map((value) => value.origin.way));
  if (values.some((value) => value.kind !== 'literal')) return partlyKnown(values);
  return literal(values.map((value) => (value.kind === 'literal' ? String(value.value) : '')).join(''), {
    ...origin,
    way,
  });
}

function evaluateIf(argument: Data, origin: Origin, scope: Scope, depth: number): Value {
  return chooseArm(argument, origin, scope, (arm) => evaluate(arm, scope, depth));
}

/** The value of the arm of an `Fn::If` that its condition chooses, or of either. */
function chooseArm(argument: Data, origin: Origin, scope: Scope, evaluateArm: (arm: Data) => Value): Value {
  const [condition, whenTrue, whenFalse] = itemsOf(argument) ?? [];
  if (!condition || !whenTrue || !whenFalse) return unfinished('Fn::If is not finished');
  const test = evaluateNamedCondition(textOf(condition) ?? '', scope);
  const holds = truth(test);
  if (holds !== undefined) return along(test.origin.way, evaluateArm(holds ? whenTrue : whenFalse));
  return choice([evaluateArm(whenTrue), evaluateArm(whenFalse)], { ...origin, way: test.origin.way });
}

/** Whether a condition of the template holds: a literal true or false, or unknown. */
export function evaluateNamedCondition(name: string, scope: Scope): Value {
  const condition = scope.template.conditions.get(name);
  if (!condition) return unknown('condition {0} is not declared', name);
  if (scope.underWay.includes(name)) return unknown('condition {0} refers to itself', name);
  const value = condition.member.value();
  const place = placeOf(scope.template, condition.member.entry().key);
  const inner = { ...scope, underWay: [...scope.underWay, name] };
  const result = scope.given.holding.has(name) ? literal(true) : evaluateCondition(value, inner, 0);
  return along([{ kind: 'condition', name, place, value: result }], result);
}

function evaluateCondition(data: Data, scope: Scope, depth: number): Value {
  const intrinsic = intrinsicOf(data);
  if (!intrinsic || depth > deepest) return unknown('the condition does not read as one');
  const items = itemsOf(intrinsic.argument) ?? [];
  const [first, second] = items;
  switch (intrinsic.name) {
    case 'Condition':
      return evaluateNamedCondition(textOf(intrinsic.argument) ?? '', scope);
    case 'Equals':
      return first && second
        ? equal(evaluate(first, scope), evaluate(second, scope))
        : unknown('Fn::Equals is not finished');
    case 'Not':
      return first ? negate(evaluateCondition(first, scope, depth + 1)) : unknown('Fn::Not is not finished');
    case 'And':
      return every(items.map((item) => evaluateCondition(item, scope, depth + 1)));
    case 'Or':
      return negate(every(items.map((item) => negate(evaluateCondition(item, scope, depth + 1)))));
    default:
      return unknown('{0} is not evaluated', `Fn::${intrinsic.name}`);
  }
}

/** An entry of a mapping of the template; where a key is not known, any of those that there are, or the default. */
function evaluateFindInMap(argument: Data, origin: Origin, scope: Scope, depth: number): Value {
  const [name, ...rest] = itemsOf(argument) ?? [];
  const mapping = scope.template.mappings.get(textOf(name) ?? '');
  if (!mapping) return unknown('the mapping is not declared');
  const keys = rest.slice(0, 2).map((key) => evaluate(key, scope, depth));
  let found: readonly Data[] = [mapping.member.value()];
  for (const wanted of keys) {
    found = found.flatMap((data) => {
      if (data.kind !== 'mapping') return [];
      return data.entries
        .filter((entry) => wanted.kind !== 'literal' || entry.keyText === String(wanted.value))
        .map((entry) => entry.value);
    });
  }
  const fallback = memberOf(rest[2], 'DefaultValue');
  const isSure = found.length > 0 && keys.every(({ kind }) => kind === 'literal');
  const candidates = fallback && !isSure ? [...found, fallback] : found;
  const place = placeOf(scope.template, mapping.member.entry().key);
  const values = candidates.map((data) => evaluate(data, scope, depth));
  const value = values.length > 0 ? choice(values, origin) : unknown('the mapping has no such entry');
  const step: WayStep = { kind: 'mapping', name: mapping.member.name, place, value };
  return along(joinWays(...keys.map((key) => key.origin.way), [step]), value);
}
