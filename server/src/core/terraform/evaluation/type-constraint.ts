import type { Value } from '../../model/value';
import { fails, failure, unknown } from '../../model/values';
import type { Expression } from '../../syntax/hcl/tree';
import { oneOf } from './arms';
import { type Budget, deepest, mostInside } from './inside';
import { convertPrimitive } from './primitives';
import { makeSet } from './set';
import { type Unified, unify } from './unify';

/** The type of a variable: developer.hashicorp.com/terraform/language/expressions/type-constraints */
export type TypeConstraint =
  | { readonly kind: 'string' | 'number' | 'bool' | 'any' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: TypeConstraint }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, ObjectAttribute> }
  | { readonly kind: 'tuple'; readonly items: readonly TypeConstraint[] };

export interface ObjectAttribute {
  readonly type: TypeConstraint;
  readonly isOptional: boolean;
  /** What it is where it is not given, or null. */
  readonly default: Expression | undefined;
}

/** Undefined where it does not read as a type. */
export function readType(expression: Expression, depth = 0): TypeConstraint | undefined {
  if (depth > deepest) return undefined;
  if (expression.kind === 'name') return readName(expression.name);
  // Until Terraform 0.12 types stood in quotes.
  if (expression.kind === 'literal') {
    return ['string', 'list', 'map'].includes(String(expression.value))
      ? readName(String(expression.value))
      : undefined;
  }
  if (expression.kind !== 'call' || expression.arguments.length !== 1) return undefined;
  const [argument] = expression.arguments;
  if (!argument) return undefined;
  switch (expression.name) {
    case 'list':
    case 'set':
    case 'map': {
      const of = readType(argument, depth + 1);
      return of && { kind: expression.name, of };
    }
    case 'tuple': {
      const items = argument.kind === 'tuple' ? argument.items.map((item) => readType(item, depth + 1)) : [undefined];
      return items.every((item) => item !== undefined) ? { kind: 'tuple', items } : undefined;
    }
    case 'object':
      return readObject(argument, depth + 1);
    default:
      return undefined;
  }
}

/**
 * A value as Terraform converts it to the type of the variable that it is given to. What is not known stays what it is; what cannot be
 * converted is a failure. `evaluateDefault` gives the value of a default that the type declares.
 */
export function convert(value: Value, type: TypeConstraint, evaluateDefault: (expression: Expression) => Value): Value {
  return convertAt(value, type, { evaluateDefault, depth: 0, budget: { left: mostInside } });
}

interface Conversion {
  readonly evaluateDefault: (expression: Expression) => Value;
  readonly depth: number;
  readonly budget: Budget;
}

type Of<Kind extends Value['kind']> = Extract<Value, { kind: Kind }>;

function readName(name: string): TypeConstraint | undefined {
  if (name === 'string' || name === 'number' || name === 'bool' || name === 'any') return { kind: name };
  return name === 'list' || name === 'map' ? { kind: name, of: { kind: 'any' } } : undefined;
}

function readObject(argument: Expression, depth: number): TypeConstraint | undefined {
  if (argument.kind !== 'object') return undefined;
  const attributes = new Map<string, ObjectAttribute>();
  for (const { key, value } of argument.entries) {
    const name = key.kind === 'name' ? key.name : key.kind === 'literal' ? String(key.value) : undefined;
    const isOptional = value.kind === 'call' && value.name === 'optional';
    const [inner, standard, ...others] = isOptional ? value.arguments : [value];
    const type = inner && readType(inner, depth);
    if (name === undefined || !type || others.length > 0) return undefined;
    attributes.set(name, { type, isOptional, default: standard });
  }
  return { kind: 'object', attributes };
}

function convertAt(value: Value, type: TypeConstraint, conversion: Conversion): Value {
  if (conversion.budget.left-- <= 0 || conversion.depth > deepest) return unknown('the value is too large');
  if (value.kind === 'choice') {
    return oneOf(
      value.arms.map((arm) => convertAt(arm, type, { ...conversion, depth: conversion.depth + 1 })),
      value.origin,
    );
  }
  const stays = value.kind === 'absent' || value.kind === 'unknown' || value.kind === 'reference';
  if (stays || type.kind === 'any') return value;
  const inner = { ...conversion, depth: conversion.depth + 1 };
  const converted = convertSure(value, type, inner);
  return converted ?? failure('{0} is required', [type.kind], value.origin);
}

/** Undefined where Terraform has no such conversion. */
function convertSure(
  value: Of<'literal'> | Of<'list'> | Of<'map'>,
  type: Exclude<TypeConstraint, { kind: 'any' }>,
  conversion: Conversion,
): Value | undefined {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return value.kind === 'literal' ? convertPrimitive(value, type.kind) : undefined;
    case 'list':
    case 'set':
      return value.kind === 'list' ? convertList(value, type, conversion) : undefined;
    case 'tuple':
      if (value.kind !== 'list' || value.items.length !== type.items.length) return undefined;
      return withItems(
        value,
        value.items.map((item, index) => convertAt(item, type.items[index] ?? { kind: 'any' }, conversion)),
      );
    case 'map':
      return value.kind === 'map' ? convertMap(value, type.of, conversion) : undefined;
    case 'object':
      return value.kind === 'map' ? convertObject(value, type.attributes, conversion) : undefined;
    default:
      return undefined;
  }
}

function convertList(
  value: Of<'list'>,
  type: Extract<TypeConstraint, { kind: 'list' | 'set' | 'map' }>,
  conversion: Conversion,
): Value {
  const items = convertElements(value.items, type.of, conversion);
  if (items.kind === 'obstacle') return items.obstacle ?? unknown('the type of the elements is not known');
  const list = withItems(value, items.values);
  if (list.kind !== 'list' || type.kind === 'list') return list;
  // Terraform sorts objects in a set by a hash. For what goes through all of them, as a `for_each` does, one order is as good as another.
  return makeSet(list) ?? (list.items.every(({ kind }) => kind === 'map') ? list : unknown('the set is not known'));
}

function convertMap(value: Of<'map'>, type: TypeConstraint, conversion: Conversion): Value {
  const values = convertElements([...value.entries.values()], type, conversion);
  if (values.kind === 'obstacle') return values.obstacle ?? unknown('the type of the elements is not known');
  const keys = [...value.entries.keys()];
  return withEntries(value, new Map(values.values.map((entry, index) => [keys[index] ?? '', entry])));
}

/** All of one type, which is found among them where any would do. */
function convertElements(values: readonly Value[], type: TypeConstraint, conversion: Conversion): Unified {
  const converted = values.map((value) => convertAt(value, type, conversion));
  return holdsAny(type) ? unify(converted) : { kind: 'unified', values: converted };
}

function holdsAny(type: TypeConstraint): boolean {
  switch (type.kind) {
    case 'any':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return holdsAny(type.of);
    case 'tuple':
      return type.items.some(holdsAny);
    case 'object':
      return [...type.attributes.values()].some((attribute) => holdsAny(attribute.type));
    default:
      return false;
  }
}

/** Attributes that the type does not name are dropped. */
function convertObject(
  value: Of<'map'>,
  attributes: ReadonlyMap<string, ObjectAttribute>,
  conversion: Conversion,
): Value | undefined {
  const entries = new Map<string, Value>();
  for (const [name, attribute] of attributes) {
    const given = value.entries.get(name);
    if (!given && !attribute.isOptional) return failure('{0} is required', [name], value.origin);
    entries.set(name, convertAttribute(given, attribute, value, conversion));
  }
  return withEntries(value, entries);
}

function convertAttribute(
  given: Value | undefined,
  attribute: ObjectAttribute,
  object: Value,
  conversion: Conversion,
): Value {
  const none: Value = { kind: 'absent', origin: object.origin };
  const standard = () => {
    const value = attribute.default && conversion.evaluateDefault(attribute.default);
    return value ? convertAt(value, attribute.type, conversion) : none;
  };
  if (!given) return standard();
  const converted = convertAt(given, attribute.type, conversion);
  if (!attribute.default) return converted;
  if (given.kind === 'absent') return standard();
  // What may be null may be the default.
  const mayBeNull = given.kind === 'unknown' && !fails(given);
  if (mayBeNull) return oneOf([converted, standard()], given.origin);
  if (given.kind !== 'choice') return converted;
  const arms = given.arms.map((arm) => convertAttribute(arm, attribute, object, conversion));
  return oneOf(arms, given.origin);
}

function withItems(list: Of<'list'>, items: readonly Value[]): Value {
  return items.find(fails) ?? { ...list, items };
}

function withEntries(map: Of<'map'>, entries: ReadonlyMap<string, Value>): Value {
  return [...entries.values()].find(fails) ?? { ...map, entries };
}
