import type { Value, WayStep } from '../../model/value';
import { fails, joinWays } from '../../model/values';

/** No value is looked at any deeper: the call stack is finite. */
export const deepest = 100;

/** No more values are looked at inside of one: what is shared may be found inside of it very often. */
export const mostInside = 10_000;

/** What is left to look at. */
export interface Budget {
  left: number;
}

/** Whether some part of a value fails, and so all of it; `perhaps` where some part of it is unknown. */
export function failsWithin(value: Value): boolean | 'perhaps' {
  return look(value, 0, { left: mostInside });
}

/** The steps of a value and of all that is inside of it. */
export function waysWithin(value: Value): readonly WayStep[] {
  const ways: (readonly WayStep[])[] = [];
  gather(value, 0, { left: mostInside }, ways);
  return joinWays(...ways);
}

export function partsOf(value: Value): readonly Value[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'map') return [...value.entries.values()];
  return value.kind === 'choice' ? value.arms : [];
}

function look(value: Value, depth: number, budget: Budget): boolean | 'perhaps' {
  if (value.kind === 'unknown') return fails(value) || 'perhaps';
  if (depth > deepest || budget.left-- <= 0) return 'perhaps';
  let result: boolean | 'perhaps' = false;
  for (const part of partsOf(value)) {
    const failing = look(part, depth + 1, budget);
    // One arm that fails is one possibility.
    if (failing === true && value.kind !== 'choice') return true;
    if (failing) result = 'perhaps';
  }
  return result;
}

function gather(value: Value, depth: number, budget: Budget, into: (readonly WayStep[])[]): void {
  if (depth > deepest || budget.left-- <= 0) return;
  if (value.origin.way.length > 0) into.push(value.origin.way);
  for (const part of partsOf(value)) gather(part, depth + 1, budget, into);
}
