import type { Value } from '../../model/value';
import { waysWithin } from './inside';
import { compareTexts, isWellKept } from './primitives';
import { same } from './sameness';
import { isSure } from './unify';

/** The set of the items of a list, which are of one type: sorted, each once. Undefined where order or number are not known. */
export function makeSet(list: Extract<Value, { kind: 'list' }>): Value | undefined {
  if (list.items.length < 2) return list;
  const different: Value[] = [];
  const seen = new Set<string>();
  for (const item of list.items) {
    const id = identify(item);
    if (id === undefined) {
      // Terraform sorts what is not a string, a number or a bool by a hash.
      const equal = different.map((other) => same(other, item));
      if (!isSure(item) || (!equal.includes(true) && different.length > 0)) return undefined;
      if (different.length === 0) different.push(item);
    } else if (!seen.has(id)) {
      seen.add(id);
      different.push(item);
    }
  }
  if (seen.size > 0 && different.length > seen.size) return undefined;
  // Which there are, and in which order, all of them decide.
  return { ...list, items: different.sort(compareItems), origin: { ...list.origin, way: waysWithin(list) } };
}

/** The same for what is the same; undefined for what is no string, number, bool or null. */
function identify(item: Value): string | undefined {
  if (item.kind === 'absent') return 'null';
  if (item.kind !== 'literal' || (typeof item.value === 'number' && !isWellKept(item.value))) return undefined;
  return typeof item.value === 'string' ? `"${item.value.normalize()}` : String(item.value);
}

/** False before true, and null after all else. */
function compareItems(left: Value, right: Value): number {
  if (left.kind !== 'literal' || right.kind !== 'literal')
    return Number(left.kind !== 'literal') - Number(right.kind !== 'literal');
  const [a, b] = [left.value, right.value];
  return typeof a === 'string' && typeof b === 'string'
    ? compareTexts(a.normalize(), b.normalize())
    : Number(a) - Number(b);
}
