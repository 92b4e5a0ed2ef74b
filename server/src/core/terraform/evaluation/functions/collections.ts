import type { Origin, Value } from '../../../model/value';
import { along, joinWays, literal } from '../../../model/values';
import { oneOf } from '../arms';
import { partsOf, waysWithin } from '../inside';
import { booleanOf, type Obstacle } from '../primitives';
import { same } from '../sameness';
import { isSure, type Unified, unify } from '../unify';
import { countCharacters } from './characters';
import {
  type Functions,
  firstObstacle,
  integer,
  isObstacle,
  isUnknown,
  itemsOf,
  plain,
  refuse,
  type TerraformFunction,
  text,
  wrongCount,
} from './signature';

/** Functions of lists: what they keep of them stays as it is, with its origin, known or not. */
export const collectionFunctions: Functions = {
  alltrue: decideBy(false),
  anytrue: decideBy(true),
  chunklist: (args, origin) => {
    const [list, size] = [unifiedItems(args[0]), integer(args[1])];
    if (args.length !== 2) return wrongCount();
    if (list.kind === 'obstacle') return list.obstacle;
    if (isObstacle(size)) return size;
    if (size < 0) return refuse('the size must not be negative');
    const items = list.values;
    if (size === 0 || items.length === 0)
      return collect(items.length === 0 ? [] : [collect(items, origin)], origin, args);
    const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
    return collect(
      starts.map((start) => collect(items.slice(start, start + size), origin)),
      origin,
      args,
    );
  },
  compact: ([list, ...others]) => {
    const items = itemsOf(list);
    if (!list || others.length > 0) return wrongCount();
    if (isUnknown(items)) return items;
    if (items.some((item) => item.kind === 'list' || item.kind === 'map'))
      return refuse('a list of strings is required');
    if (items.some(mayBeEmpty)) return undefined;
    const kept = unify([...items.filter((item) => item.kind !== 'absent'), literal('')]);
    if (kept.kind === 'obstacle') return kept.obstacle;
    // What an item comes to decides whether it is there.
    const found = kept.values.filter((item) => item.kind !== 'literal' || item.value !== '');
    return collect(found, { ...list.origin, way: waysWithin(list) });
  },
  concat: (args, origin) => {
    const lists = args.map(itemsOf);
    const wrong = lists.find(isUnknown);
    if (args.length === 0) return wrongCount();
    if (wrong) return lists.filter(isUnknown).find((one) => one.fails) ?? wrong;
    const items = lists.flatMap((list) => (isUnknown(list) ? [] : list));
    return oneOf([collect(items, origin, args), ...mayBeUnified(args, items, origin)], origin);
  },
  contains: ([list, wanted, ...others], origin) => {
    const found = compareItems([list, wanted, ...others]);
    if (isUnknown(found)) return found;
    if (found.includes(true)) return literal(true, wayOf(origin, [list, wanted]));
    return found.includes(undefined) ? undefined : literal(false, wayOf(origin, [list, wanted]));
  },
  index: ([list, wanted, ...others], origin) => {
    const found = compareItems([list, wanted, ...others]);
    if (isUnknown(found)) return found;
    const at = found.findIndex((equal) => equal !== false);
    if (at < 0) return refuse('the list does not hold the value');
    return found[at] ? literal(at, wayOf(origin, [list, wanted])) : undefined;
  },
  element: ([list, index, ...others], origin) => {
    const items = itemsOf(list);
    if (!list || !index || others.length > 0) return wrongCount();
    if (isUnknown(items)) return items;
    const at = integer(index);
    if (isObstacle(at)) return at.fails || items.length === 0 ? at : oneOf(items, wayOf(origin, [index, list], false));
    if (items.length === 0 || at < 0) return refuse('there is no such element');
    const item = items[at % items.length];
    return item && along(joinWays(index.origin.way, list.origin.way), item);
  },
  flatten: ([list, ...others], origin) => {
    if (!list || others.length > 0) return wrongCount();
    const items = itemsOf(list);
    if (isUnknown(items)) return items;
    const into: Value[] = [];
    const ways: Origin['way'][] = [];
    return flattenInto(into, ways, list, 0) ? collect(into, { ...origin, way: joinWays(...ways) }) : undefined;
  },
  length: ([value, ...others], origin) => {
    if (!value || others.length > 0) return wrongCount();
    if (value.kind === 'list') return literal(value.items.length, wayOf(origin, [value], false));
    if (value.kind === 'map') return literal(value.entries.size, wayOf(origin, [value], false));
    if (value.kind !== 'literal' || typeof value.value === 'string') return characterCount([value], origin);
    return refuse('a string or a collection is required');
  },
  one: ([list, ...others]) => {
    const items = itemsOf(list);
    if (!list || others.length > 0) return wrongCount();
    if (isUnknown(items)) return items;
    if (items.length > 1) return refuse('there is more than one element');
    return items[0] ? along(list.origin.way, items[0]) : { kind: 'absent', origin: list.origin };
  },
  reverse: ([list, ...others], origin) => {
    const items = itemsOf(list);
    if (!list || others.length > 0) return wrongCount();
    return isUnknown(items) ? items : collect([...items].reverse(), origin, [list]);
  },
  slice: (args, origin) => {
    const [items, start, end] = [itemsOf(args[0]), integer(args[1]), integer(args[2])];
    if (args.length !== 3) return wrongCount();
    if (isUnknown(items)) return items;
    const wrong = firstObstacle([start, end]);
    if (isObstacle(start) || isObstacle(end)) return wrong;
    if (start < 0 || end < start || end > items.length) return refuse('the list has no such part');
    return collect(items.slice(start, end), origin, args);
  },
};

/** What is the JSON of something is no empty text. */
function mayBeEmpty(value: Value): boolean {
  return value.kind === 'choice' || (value.kind === 'unknown' && !value.json);
}

const characterCount = plain([text], countCharacters);

/** A list of these, come by the ways of the arguments themselves: what is inside of them has its own. */
export function collect(items: readonly Value[], origin: Origin, args: readonly Value[] = []): Value {
  const way = joinWays(origin.way, ...args.map((value) => value.origin.way));
  return { kind: 'list', items, origin: { ...origin, way } };
}

/** Lists get one type for all of their elements, tuples do not: which they are only shows where they are mixed. */
function mayBeUnified(args: readonly Value[], items: readonly Value[], origin: Origin): readonly Value[] {
  const mayBeLists = args.every((value) => {
    const unified = unifiedItems(value);
    return unified.kind === 'unified' && partsOf(value).every((item, index) => item === unified.values[index]);
  });
  if (!mayBeLists || !items.every(({ kind }) => kind === 'literal')) return [];
  const unified = unify(items);
  if (unified.kind === 'obstacle' || unified.values.every((item, index) => item === items[index])) return [];
  return [collect(unified.values, origin, args)];
}

/** The items of what Terraform first makes a list of one type of. */
export function unifiedItems(value: Value | undefined): Unified {
  const items = itemsOf(value);
  return isUnknown(items) ? { kind: 'obstacle', obstacle: items } : unify(items);
}

function wayOf(origin: Origin, args: readonly (Value | undefined)[], within = true): Origin {
  const ways = args.map((value) => (value ? (within ? waysWithin(value) : value.origin.way) : []));
  return { ...origin, way: joinWays(...ways) };
}

/** For each item whether it is the value that is looked for; undefined where it is not known. */
function compareItems([list, wanted, ...others]: readonly (Value | undefined)[]):
  | readonly (boolean | undefined)[]
  | Obstacle {
  const items = itemsOf(list);
  if (!wanted || others.length > 0) return wrongCount();
  if (isUnknown(items)) return items;
  if (wanted.kind === 'absent') return refuse('the value must not be null');
  return items.map((item) => {
    const equal = same(item, wanted);
    // A list is not equal to a tuple, which we do not tell from it.
    return equal && wanted.kind !== 'literal' ? undefined : equal;
  });
}

/** One item is enough to decide. One that is null is as good as false. */
function decideBy(decisive: boolean): TerraformFunction {
  return ([list, ...others], origin) => {
    const items = itemsOf(list);
    if (!list || others.length > 0) return wrongCount();
    if (isUnknown(items)) return items;
    const holds = items.map((item) => {
      if (item.kind === 'absent') return false;
      return item.kind === 'literal' ? (booleanOf(item.value) ?? 'fails') : isSure(item) ? 'fails' : undefined;
    });
    if (holds.includes('fails')) return refuse('a list of bools is required');
    const deciding = items.filter((_, index) => holds[index] === decisive);
    if (deciding.length > 0) {
      const way = joinWays(list.origin.way, ...deciding.slice(0, 1).map((item) => item.origin.way));
      return literal(decisive, { ...origin, way });
    }
    return holds.includes(undefined) ? undefined : literal(!decisive, wayOf(origin, [list]));
  };
}

/** No more lists than this are looked into: one may be found very often inside of another. */
const mostItems = 2000;

/** False where it is not known what is a list. */
function flattenInto(into: Value[], ways: Origin['way'][], list: Value, depth: number): boolean {
  if (list.kind !== 'list' || depth > 50) return false;
  ways.push(list.origin.way);
  return list.items.every((item) => {
    if (into.length > mostItems || ways.length > mostItems) return false;
    if (item.kind === 'list') return flattenInto(into, ways, item, depth + 1);
    into.push(item);
    return isSure(item) || (item.kind === 'reference' && isText(item.attribute));
  });
}

/** Attributes that are strings in every resource: no list hides behind them. */
function isText(attribute: string): boolean {
  return /(^|[._])(arn|id|name)$/.test(attribute);
}
