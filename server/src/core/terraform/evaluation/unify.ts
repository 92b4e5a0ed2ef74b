import type { Value } from '../../model/value';
import { failure } from '../../model/values';
import { oneOf } from './arms';
import { partsOf } from './inside';
import { type Obstacle, textOf, tooPrecise } from './primitives';

/** No types are looked at more closely: every level of them is gone through anew. */
const mostParts = 4000;
const deepest = 20;

/**
 * Values converted to the one type that Terraform finds for all of them, as for the elements of a list: strings, if one of them is one.
 * Undefined where we do not know what it finds.
 */
export function unify(values: readonly Value[]): readonly Value[] | Obstacle | undefined {
  return unifyAt(values, 0);
}

export function isSure(value: Value): boolean {
  return value.kind !== 'unknown' && value.kind !== 'choice' && value.kind !== 'reference';
}

function unifyAt(values: readonly Value[], depth: number): readonly Value[] | Obstacle | undefined {
  const kinds = new Set(values.filter((value) => isSure(value) && value.kind !== 'absent').map(({ kind }) => kind));
  if (kinds.size > 1) return failure('the values are of different types') as Obstacle;
  if (kinds.size === 0) return values;
  return kinds.has('literal') ? unifyPrimitives(values) : unifyCollections(values, depth);
}

function unifyPrimitives(values: readonly Value[]): readonly Value[] | Obstacle | undefined {
  const types = new Set(values.flatMap((value) => (value.kind === 'literal' ? [typeof value.value] : [])));
  const allSure = values.every(isSure);
  if (types.size === 1 && (allSure || types.has('string'))) return values;
  if (types.has('string')) return values.map(asText);
  if (types.size > 1) return allSure ? (failure('the values are of different types') as Obstacle) : undefined;
  // What is not known may be a string, and make strings of the others.
  return values.map((value) => (value.kind === 'literal' ? oneOf([value, asText(value)], value.origin) : value));
}

function asText(value: Value): Value {
  if (value.kind !== 'literal') return value;
  const text = textOf(value.value);
  return text === undefined ? tooPrecise(value.origin) : { ...value, value: text };
}

/** Lists or maps: whether they are such, or tuples and objects, whose parts have each their type, only shows where it makes a difference. */
function unifyCollections(values: readonly Value[], depth: number): readonly Value[] | undefined {
  const parts = values.flatMap(partsOf);
  if (depth > deepest || parts.length > mostParts) return undefined;
  if (areAlike(values, depth)) return values;
  const unified = unifyAt(parts, depth + 1);
  if (!unified || 'kind' in unified) return undefined;
  if (unified.every((part, index) => part === parts[index])) return values;
  const mayBeTuples = values.some((value) => !isUniform(value)) && haveSameKeys(values);
  return mayBeTuples ? undefined : rebuild(values, unified);
}

function rebuild(values: readonly Value[], parts: readonly Value[]): readonly Value[] {
  let at = 0;
  return values.map((value) => {
    const start = at;
    at += partsOf(value).length;
    const own = parts.slice(start, at);
    if (value.kind === 'list') return { ...value, items: own };
    if (value.kind !== 'map') return value;
    return { ...value, entries: new Map([...value.entries.keys()].map((key, index) => [key, own[index] ?? value])) };
  });
}

function isUniform(value: Value): boolean {
  const parts = partsOf(value);
  return parts.every((part) => part.kind === 'literal') && new Set(parts.map(typeName)).size <= 1;
}

function typeName(value: Value): string {
  return value.kind === 'literal' ? typeof value.value : value.kind;
}

function haveSameKeys(values: readonly Value[]): boolean {
  const keys = values.map((value) => (value.kind === 'map' ? [...value.entries.keys()].sort() : partsOf(value).length));
  return new Set(keys.map((one) => JSON.stringify(one))).size <= 1;
}

/** Whether all are surely of one type as they are. */
function areAlike(values: readonly Value[], depth: number): boolean {
  const present = values.filter((value) => value.kind !== 'absent');
  if (!present.every(isSure) || depth > deepest || new Set(present.map(typeName)).size > 1) return false;
  if (present[0]?.kind === 'literal') return true;
  if (!haveSameKeys(present)) return false;
  const columns = new Map<string | number, Value[]>();
  for (const value of present) {
    const pairs = value.kind === 'map' ? value.entries : partsOf(value).entries();
    for (const [key, part] of pairs as Iterable<[string | number, Value]>) {
      const column = columns.get(key);
      if (column) column.push(part);
      else columns.set(key, [part]);
    }
  }
  return [...columns.values()].every((column) => areAlike(column, depth + 1));
}
