import type { Origin, Value } from '../../../model/value';
import { failure } from '../../../model/values';
import { convertPrimitive } from '../primitives';
import { makeSet } from '../set';
import { withoutText } from '../texts';
import { unify } from '../unify';
import { type Functions, type TerraformFunction, wrongCount } from './signature';

/** Functions that make a value of another type of one, and those that say who may see it. */
export const conversionFunctions: Functions = {
  tobool: toPrimitive('bool'),
  tonumber: toPrimitive('number'),
  tostring: toPrimitive('string'),
  tolist: ofOne((value, origin) => {
    if (value.kind !== 'list') return otherwise(value, 'list', origin);
    const unified = unify(value.items);
    if (unified.kind === 'obstacle') return unified.obstacle;
    const items = unified.values;
    // Terraform makes no list of objects of what has a null that is of no type.
    const isMixed =
      items.some(({ kind }) => kind === 'absent') && items.some(({ kind }) => kind === 'list' || kind === 'map');
    return isMixed ? undefined : { ...value, items };
  }),
  toset: ofOne((value, origin) => {
    if (value.kind !== 'list') return otherwise(value, 'set', origin);
    const unified = unify(value.items);
    return unified.kind === 'obstacle' ? unified.obstacle : makeSet({ ...value, items: unified.values });
  }),
  tomap: ofOne((value, origin) => {
    if (value.kind !== 'map') return otherwise(value, 'map', origin);
    const unified = unify([...value.entries.values()]);
    if (unified.kind === 'obstacle') return unified.obstacle;
    const entries = [...value.entries.keys()].map((key, index) => [key, unified.values[index] ?? value] as const);
    return { ...value, entries: new Map(entries) };
  }),
  nonsensitive: ofOne((value) => value),
  sensitive: ofOne((value) => value),
};

function ofOne(convert: (value: Value, origin: Origin) => Value | undefined): TerraformFunction {
  return ([value, ...others], origin) => (value && others.length === 0 ? convert(value, origin) : wrongCount());
}

function toPrimitive(type: 'string' | 'number' | 'bool'): TerraformFunction {
  return ofOne((value, origin) => {
    if (value.kind === 'literal') return convertPrimitive(value, type);
    // What comes from a resource is a string if it is to be used as one.
    return type !== 'string' && value.kind === 'reference' ? undefined : otherwise(value, type, origin);
  });
}

/** Null stays null, and what is not known is not known to be of the type. */
function otherwise(value: Value, type: string, origin: Origin): Value {
  const stays =
    value.kind === 'absent' || value.kind === 'unknown' || value.kind === 'reference' || value.kind === 'choice';
  // Of another type it may be written in another way.
  if (value.kind === 'unknown' && type !== 'string') return withoutText(value);
  return stays ? value : failure('{0} is required', [type], origin);
}
