import type { Value } from '../../model/value';
import { oneOf } from './arms';
import { partsOf } from './inside';
import { type Obstacle, refusal, textOf, tooPrecise } from './primitives';

/** No types are looked at more closely: every level of them is gone through anew. */
const mostParts = 4000;
const deepest = 20;

/** Values converted to the one type that Terraform finds for all of them, as for the elements of a list: strings, if one of them is one. */
export function unify(values: readonly Value[]): Unified {
  return unifyAt(values, 0);
}

export type Unified =
  | { readonly kind: 'unified'; readonly values: readonly Value[] }
  /** There is no such type; without a reason where we do not know what Terraform finds. */
  | { readonly kind: 'obstacle'; readonly obstacle: Obstacle | undefined };

export function isSure(value: Value): boolean {
  return value.kind !== 'unknown' && value.kind !== 'choice' && value.kind !== 'reference';
}

const notFound: Unified = { kind: 'obstacle', obstacle: undefined };

const different: Unified = { kind: 'obstacle', obstacle: refusal('the values are of different types') };

function unifyAt(values: readonly Value[], depth: number): Unified {
  const kinds = new Set(values.filter((value) => isSure(value) && value.kind !== 'absent').map(({ kind }) => kind));
  if (kinds.size > 1) return different;
  if (kinds.size === 0) return { kind: 'unified', values };
  return kinds.has('literal') ? unifyPrimitives(values) : unifyCollections(values, depth);
}

function unifyPrimitives(values: readonly Value[]): Unified {
  const types = new Set(values.flatMap((value) => (value.kind === 'literal' ? [typeof value.value] : [])));
  const allSure = values.every(isSure);
  if (types.size === 1 && (allSure || types.has('string'))) return { kind: 'unified', values };
  if (types.has('string')) return { kind: 'unified', values: values.map(asText) };
  if (types.size > 1) return allSure ? different : notFound;
  // What is not known may be a string, and make strings of the others.
  const mayBeTexts = (value: Value) => (value.kind === 'literal' ? oneOf([value, asText(value)], value.origin) : value);
  return { kind: 'unified', values: values.map(mayBeTexts) };
}

function asText(value: Value): Value {
  if (value.kind !== 'literal') return value;
  const text = textOf(value.value);
  return text === undefined ? tooPrecise(value.origin) : { ...value, value: text };
}

/** Lists or maps: whether they are such, or tuples and objects, whose parts have each their type, only shows where it makes a difference. */
function unifyCollections(values: readonly Value[], depth: number): Unified {
  const parts = values.flatMap(partsOf);
  if (depth > deepest || parts.length > mostParts) return notFound;
  if (areAlike(values, depth)) return { kind: 'unified', values };
  const unified = unifyAt(parts, depth + 1);
  if (unified.kind === 'obstacle') return notFound;
  if (unified.values.every((part, index) => part === parts[index])) return { kind: 'unified', values };
  const mayBeTuples = values.some((value) => !isUniform(value)) && haveSameKeys(values);
  return mayBeTuples ? notFound : { kind: 'unified', values: rebuild(values, unified.values) };
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
    for (const [key, part] of pairsOf(value)) {
      const column = columns.get(key);
      if (column) column.push(part);
      else columns.set(key, [part]);
    }
  }
  return [...columns.values()].every((column) => areAlike(column, depth + 1));
}

function pairsOf(value: Value): readonly (readonly [string | number, Value])[] {
  return value.kind === 'map' ? [...value.entries] : partsOf(value).map((part, index) => [index, part]);
}
