import type { Origin, Value } from '../../../model/value';
import { joinWays } from '../../../model/values';
import { waysWithin } from '../inside';
import { compareTexts } from '../primitives';
import { same } from '../sameness';
import { makeSet } from '../set';
import { isSure, type Unified, unify } from '../unify';
import { collect, unifiedItems } from './collections';
import { type Functions, isUnknown, itemsOf, plain, refuse, texts, wrongCount } from './signature';

/** Functions that compare the elements of collections with each other. */
export const setFunctions: Functions = {
  distinct: ([list, ...others], origin) => {
    const unified = unifiedItems(list);
    if (!list || others.length > 0) return wrongCount();
    if (unified.kind === 'obstacle') return unified.obstacle;
    const items = unified.values;
    const kept: Value[] = [];
    // Two resources may have the same name: of what is not known, only one alone is sure to be distinct.
    if (items.length > 1 && !items.every(isSure)) return undefined;
    for (const item of items) {
      const equal = kept.map((other) => same(other, item));
      if (equal.includes(true)) continue;
      if (equal.includes(undefined) || kept.length > mostCompared) return undefined;
      kept.push(item);
    }
    return collect(kept, { ...origin, way: waysWithin(list) });
  },
  matchkeys: ([values, keys, wanted, ...others], origin) => {
    const unified = unifiedItems(values);
    if (!values || !keys || !wanted || others.length > 0) return wrongCount();
    if (unified.kind === 'obstacle') return unified.obstacle;
    const items = unified.values;
    const both = unifySets([keys, wanted]);
    if (both.kind === 'obstacle') return both.obstacle;
    const [names = [], searched = []] = both.sets;
    if (names.length !== items.length) return refuse('there are not as many values as keys');
    if (names.length * searched.length > mostCompared ** 2) return undefined;
    const found = names.map((name) => holds(searched, name));
    if (found.includes(undefined)) return undefined;
    const way = joinWays(values.origin.way, waysWithin(keys), waysWithin(wanted));
    return collect(
      items.filter((_, index) => found[index]),
      { ...origin, way },
    );
  },
  setintersection: (args, origin) =>
    ofSets(args, origin, (sets) => keep(sets, (item, [, ...others]) => and(others.map((other) => holds(other, item))))),
  setsubtract: (args, origin) =>
    args.length !== 2
      ? wrongCount()
      : ofSets(args, origin, (sets) => keep(sets, (item, [, other = []]) => negate(holds(other, item)))),
  setunion: (args, origin) => ofSets(args, origin, (sets) => sets.flat()),
  sort: plain([texts], (items) => [...items].sort(compareTexts)),
};

const mostCompared = 500;

type Items = readonly Value[];

function ofSets(
  args: Items,
  origin: Origin,
  compute: (sets: readonly Items[]) => Items | undefined,
): Value | undefined {
  if (args.length === 0) return wrongCount();
  const unified = unifySets(args);
  if (unified.kind === 'obstacle') return unified.obstacle;
  const items = compute(unified.sets);
  const way = joinWays(...args.map(waysWithin));
  return items && makeSet({ kind: 'list', items, origin: { ...origin, way } });
}

/** The items of several collections, all of one type. */
function unifySets(
  args: Items,
): { readonly kind: 'unified'; readonly sets: readonly Items[] } | Extract<Unified, { kind: 'obstacle' }> {
  const items = args.map(itemsOf);
  const wrong = items.filter(isUnknown);
  if (wrong.length > 0) return { kind: 'obstacle', obstacle: wrong.find((one) => one.fails) ?? wrong[0] };
  const known = items.map((set) => (isUnknown(set) ? [] : set));
  const unified = unify(known.flat());
  if (unified.kind === 'obstacle') return unified;
  let at = 0;
  const sets = known.map(({ length }) => {
    at += length;
    return unified.values.slice(at - length, at);
  });
  return { kind: 'unified', sets };
}

function keep(
  sets: readonly Items[],
  isKept: (item: Value, sets: readonly Items[]) => boolean | undefined,
): Items | undefined {
  const [first = []] = sets;
  if (first.length * sets.flat().length > mostCompared ** 2) return undefined;
  const kept = first.map((item) => isKept(item, sets));
  return kept.includes(undefined) ? undefined : first.filter((_, index) => kept[index]);
}

function holds(items: Items, wanted: Value): boolean | undefined {
  const equal = items.map((item) => same(item, wanted));
  return equal.includes(true) || (equal.includes(undefined) ? undefined : false);
}

function and(all: readonly (boolean | undefined)[]): boolean | undefined {
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}

function negate(holding: boolean | undefined): boolean | undefined {
  return holding === undefined ? undefined : !holding;
}
