import type { Value } from '../../model/value';
import { type Budget, deepest, mostInside } from './inside';
import { isWellKept } from './primitives';

/** Whether two values are the same in type and content, with lists compared as lists; undefined where it is not known. */
export function same(left: Value, right: Value): boolean | undefined {
  return compare(left, right, 0, { left: mostInside });
}

export function sameText(left: string, right: string): boolean {
  // Terraform keeps all strings in this form.
  return left === right || left.normalize() === right.normalize();
}

function compare(left: Value, right: Value, depth: number, budget: Budget): boolean | undefined {
  if (depth > deepest || budget.left-- <= 0) return undefined;
  if (!isSure(left) || !isSure(right)) return differsAnyway(left, right) ? false : undefined;
  if (left.kind === 'literal' && right.kind === 'literal') {
    const [a, b] = [left.value, right.value];
    if (typeof a === 'string' && typeof b === 'string') return sameText(a, b);
    return a === b && typeof a === 'number' && !isWellKept(a) ? undefined : a === b;
  }
  if (left.kind === 'list' && right.kind === 'list') {
    if (left.items.length !== right.items.length) return false;
    return compareEach(left.items, right.items, depth, budget);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const [keys, others] = [[...left.entries.keys()], right.entries];
    if (keys.length !== others.size || !keys.every((key) => others.has(key))) return false;
    return compareEach(
      [...left.entries.values()],
      keys.map((key) => others.get(key) ?? left),
      depth,
      budget,
    );
  }
  return left.kind === right.kind;
}

/** One sure difference is enough, whatever the others are. */
function compareEach(left: readonly Value[], right: readonly Value[], depth: number, budget: Budget) {
  let result: boolean | undefined = true;
  for (const [index, item] of left.entries()) {
    const other = right[index];
    const equal = other && compare(item, other, depth + 1, budget);
    if (equal === false) return false;
    if (equal === undefined) result = undefined;
  }
  return result;
}

/** Of what is sure in itself. */
function isSure(value: Value): boolean {
  return value.kind !== 'unknown' && value.kind !== 'choice' && value.kind !== 'reference';
}

/** What exists once a resource does is neither null nor `""`. */
function differsAnyway(left: Value, right: Value): boolean {
  const [known, reference] = left.kind === 'reference' ? [right, left] : [left, right];
  return (
    reference.kind === 'reference' && (known.kind === 'absent' || (known.kind === 'literal' && known.value === ''))
  );
}
