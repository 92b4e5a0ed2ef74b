import type { Origin, Value } from '../model/value';
import { along, choice, fails, isLiteral, joinWays, literal, mapArms, missing, unknown } from '../model/values';

/** The result of one of Terraform's functions (developer.hashicorp.com/terraform/language/functions); unknown for the rest of them. */
export function callFunction(name: string, args: readonly Value[], origin: Origin): Value {
  const call = functions[name];
  const result = call?.(args, origin);
  return result ?? unknown('{0} is not known', `${name}()`);
}

/** Undefined where the result is not known. */
type TerraformFunction = (args: readonly Value[], origin: Origin) => Value | undefined;

const functions: Readonly<Record<string, TerraformFunction>> = {
  coalesce: (args, origin) => firstThat(args, (value) => value.kind !== 'absent' && !isLiteral(value, ''), origin),
  try: (args, origin) => firstThat(args, (value) => !fails(value), origin),
  join: ([separator, list]) => {
    const items = itemsOf(list);
    if (separator?.kind !== 'literal' || !items || !list) return undefined;
    const parts = items.map((item) => (item.kind === 'literal' ? String(item.value) : undefined));
    // The one part of a text that comes from a resource is all of it.
    if (items.length === 1 && items[0]?.kind === 'reference') return items[0];
    if (parts.includes(undefined)) return undefined;
    const way = joinWays(list.origin.way, ...items.map((item) => item.origin.way));
    return literal(parts.join(String(separator.value)), { ...list.origin, way });
  },
  one: ([list]) => {
    const items = itemsOf(list);
    if (!items || !list || items.length > 1) return undefined;
    return items[0] ?? { kind: 'absent', origin: list.origin };
  },
  element: ([list, index]) => {
    const items = itemsOf(list);
    if (!items || !list || index?.kind !== 'literal') return undefined;
    if (items.length === 0) return missing(list.origin);
    const at = Number(index.value) % items.length;
    const item = items[at < 0 ? at + items.length : at];
    return item && along(joinWays(index.origin.way, list.origin.way), item);
  },
  length: ([list]) => {
    if (list?.kind === 'map') return literal(list.entries.size, list.origin);
    if (list?.kind === 'literal' && typeof list.value === 'string')
      return literal(charactersIn(list.value), list.origin);
    const items = itemsOf(list);
    return items && list ? literal(items.length, list.origin) : undefined;
  },
  concat: (args, origin) => {
    const lists = args.map(itemsOf);
    if (lists.includes(undefined)) return undefined;
    const way = joinWays(...args.map((value) => value.origin.way));
    return { kind: 'list', items: lists.flatMap((items) => items ?? []), origin: { ...origin, way } };
  },
  compact: ([list]) => {
    const items = itemsOf(list);
    if (!items || !list || items.some((item) => item.kind === 'unknown' || item.kind === 'choice')) return undefined;
    const kept = items.filter((item) => item.kind !== 'absent' && !isLiteral(item, ''));
    // What an item comes to decides whether it is there.
    const way = joinWays(list.origin.way, ...items.map((item) => item.origin.way));
    return { kind: 'list', items: kept, origin: { ...list.origin, way } };
  },
  lookup: ([map, key, standard]) => {
    if (map?.kind !== 'map' || key?.kind !== 'literal') return undefined;
    const found = map.entries.get(String(key.value)) ?? standard ?? missing(map.origin);
    return along(joinWays(key.origin.way, map.origin.way), found);
  },
  // What comes from a resource stays what it is: an ARN or a name has no white space around it.
  trimspace: ([value]) =>
    value &&
    mapArms(value, (arm) => {
      if (arm.kind === 'literal') return literal(String(arm.value).trim(), arm.origin);
      return arm.kind === 'reference' || arm.kind === 'unknown' ? arm : unknown('{0} is not known', 'trimspace()');
    }),
  tolist: ([list]) => list,
  tostring: ([value]) => value,
  nonsensitive: ([value]) => value,
};

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** As Terraform counts them: developer.hashicorp.com/terraform/language/functions/length */
function charactersIn(text: string): number {
  return [...characters.segment(text)].length;
}

function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  return value?.kind === 'list' ? value.items : undefined;
}

/** The first argument that is `wanted`; one of several where that of an earlier one is not known. */
function firstThat(args: readonly Value[], wanted: (value: Value) => boolean, origin: Origin): Value | undefined {
  const passed = args.findIndex(
    (value) => value.kind === 'choice' || (value.kind === 'unknown' && !fails(value)) || wanted(value),
  );
  const value = args[passed];
  if (!value) return undefined;
  const way = joinWays(...args.slice(0, passed).map((earlier) => earlier.origin.way));
  if (value.kind !== 'choice' && value.kind !== 'unknown') return along(way, value);
  const rest = firstThat(args.slice(passed + 1), wanted, origin);
  return rest ? choice([value, rest], { ...origin, way }) : undefined;
}
