import type { Value } from '../../../model/value';
import { along, fails, failure, joinWays, literal, missing } from '../../../model/values';
import { oneOf } from '../arms';
import { waysWithin } from '../inside';
import { compareTexts, convertPrimitive } from '../primitives';
import { collect } from './collections';
import {
  entriesOf,
  type Functions,
  firstObstacle,
  isObstacle,
  isUnknown,
  itemsOf,
  text,
  texts,
  wrongCount,
} from './signature';

/** Functions of maps and objects. */
export const mapFunctions: Functions = {
  keys: ([map, ...others], origin) => {
    const entries = entriesOf(map);
    if (!map || others.length > 0) return wrongCount();
    if (isUnknown(entries)) return entries;
    const way = map.origin.way;
    return collect(
      sorted(entries).map(([key]) => literal(key, { ...origin, way })),
      origin,
      [map],
    );
  },
  values: ([map, ...others], origin) => {
    const entries = entriesOf(map);
    if (!map || others.length > 0) return wrongCount();
    if (isUnknown(entries)) return entries;
    return collect(
      sorted(entries).map(([, value]) => value),
      origin,
      [map],
    );
  },
  lookup: ([map, key, standard, ...others], origin) => {
    const [entries, name] = [entriesOf(map), text(key)];
    if (!map || !key || others.length > 0) return wrongCount();
    if (isObstacle(name) && fails(name)) return name;
    if (isUnknown(entries)) return entries;
    const way = joinWays(key.origin.way, map.origin.way);
    const otherwise = standard ? asElement(standard, entries) : missing(map.origin);
    if (isObstacle(name)) return oneOf([...entries.values(), otherwise], { ...origin, way });
    return along(way, entries.get(name) ?? otherwise);
  },
  merge: (args, origin) => {
    const entries = new Map<string, Value>();
    const maps = args.filter((value) => value.kind !== 'absent').map(entriesOf);
    const wrong = maps.filter(isUnknown);
    if (wrong.length > 0) return wrong.find(fails) ?? wrong[0];
    for (const map of maps) {
      if (isUnknown(map)) continue;
      for (const [key, value] of map) entries.set(key, value);
    }
    return { kind: 'map', entries, origin: { ...origin, way: joinWays(...args.map((value) => value.origin.way)) } };
  },
  transpose: ([map, ...others], origin) => {
    const entries = entriesOf(map);
    if (!map || others.length > 0) return wrongCount();
    if (isUnknown(entries)) return entries;
    const lists = sorted(entries).map(([key, value]) => [key, texts(value)] as const);
    const wrong = firstObstacle(lists.map(([, list]) => list));
    if (wrong) return wrong;
    const turned = new Map<string, Value[]>();
    for (const [key, list] of lists) {
      if (isObstacle(list)) continue;
      for (const item of list) turned.set(item, [...(turned.get(item) ?? []), literal(key, origin)]);
    }
    return {
      kind: 'map',
      entries: new Map(sorted(turned).map(([key, items]) => [key, collect(items, origin)])),
      origin: { ...origin, way: waysWithin(map) },
    };
  },
  zipmap: ([keys, values, ...others], origin) => {
    const [names, items] = [texts(keys), itemsOf(values)];
    if (!keys || !values || others.length > 0) return wrongCount();
    if (isObstacle(names)) return names;
    if (isUnknown(items)) return items;
    if (names.length !== items.length) return failure('there are not as many values as keys', [], origin);
    const entries = new Map(names.map((name, index) => [name, items[index] ?? missing()]));
    return { kind: 'map', entries, origin: { ...origin, way: joinWays(waysWithin(keys), values.origin.way) } };
  },
};

/** A default, which Terraform makes a string for a map of strings, and leaves as it is for an object. */
function asElement(standard: Value, entries: ReadonlyMap<string, Value>): Value {
  const areStrings = [...entries.values()].every(
    (value) => value.kind === 'literal' && typeof value.value === 'string',
  );
  if (standard.kind !== 'literal' || entries.size === 0 || !areStrings) return standard;
  return oneOf([standard, convertPrimitive(standard, 'string')], standard.origin);
}

/** Terraform goes through maps in the order of their keys. */
export function sorted<T>(entries: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => compareTexts(a, b));
}
