import type { Origin, Value, WayStep } from '../value';
import { joinWays, unknown } from '../values';
import { equals, textOf } from './text';

/** The value that a document stands for: one that is a text is the JSON of it. */
export function meant(document: Value): Value {
  const value = withoutJson(document);
  if (value.kind !== 'choice') return value;
  const arms = armsOf(value)?.map(withoutJson);
  const [first, ...others] = arms ?? [];
  return first ? { ...value, arms: [first, ...others] } : value;
}

/** What a value is, whichever of its choices is made; undefined where they differ. */
export function settled(value: Value): Value | undefined {
  if (value.kind !== 'choice') return value;
  const [first, ...others] = armsOf(value) ?? [];
  const left = { comparisons: most };
  return first && others.every((other) => areSame(first, other, left)) ? first : undefined;
}

/** All the steps of a value and of what is in it. */
export function wayOf(document: Value): readonly WayStep[] {
  const ways = new Set<readonly WayStep[]>();
  const seen = new Set<Value>();
  const waiting = [document];
  for (let value = waiting.pop(); value && seen.size < most; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.origin.way.length > 0) ways.add(value.origin.way);
    // The last one waiting is the next: the order of the document is kept.
    for (const child of [...childrenOf(value)].reverse()) waiting.push(child);
  }
  return joinWays(...ways);
}

const deepest = 40;
const most = 20_000;

function childrenOf(value: Value): Iterable<Value> {
  switch (value.kind) {
    case 'list':
      return value.items;
    case 'map':
      return value.entries.values();
    case 'choice':
      return value.arms;
    case 'literal':
    case 'unknown':
      return value.json ? [value.json] : [];
    default:
      return [];
  }
}

/** The values that are no choice themselves, each once; undefined where there are too many. */
function armsOf(choice: Value): readonly Value[] | undefined {
  const arms: Value[] = [];
  const seen = new Set<Value>();
  const waiting = [choice];
  for (let value = waiting.pop(); value; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (seen.size > 100) return undefined;
    if (value.kind !== 'choice') arms.push(value);
    else for (const arm of value.arms) waiting.push(arm);
  }
  // In the order in which they are written.
  return arms.reverse();
}

/** Whether two values are sure to be the same to a policy. Values may share parts, so comparisons are counted. */
function areSame(a: Value, b: Value, left: { comparisons: number }): boolean {
  left.comparisons--;
  if (left.comparisons < 0) return false;
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind;
  if (a.kind === 'list' && b.kind === 'list')
    return (
      a.items.length === b.items.length && a.items.every((item, index) => areSame(item, b.items[index] ?? item, left))
    );
  if (a.kind === 'map' && b.kind === 'map')
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([name, item]) => {
        const other = b.entries.get(name);
        return other !== undefined && areSame(item, other, left);
      })
    );
  return isText(a) && isText(b) && equals(textOf(a), textOf(b)) === true;
}

function isText({ kind }: Value): boolean {
  return kind === 'literal' || kind === 'reference' || kind === 'unknown';
}

function withoutJson(document: Value): Value {
  let value = document;
  for (let depth = 0; depth < deepest; depth++) {
    const json: Value | undefined = value.kind === 'literal' || value.kind === 'unknown' ? value.json : undefined;
    if (!json)
      return value.kind === 'literal' && typeof value.value === 'string' ? parsed(value.value, value.origin) : value;
    value = json;
  }
  return unknown('the policy is not known');
}

function parsed(json: string, origin: Origin): Value {
  // To both languages an empty text is no policy.
  if (json.trim() === '') return { kind: 'absent', origin };
  try {
    return asValue(JSON.parse(json), origin, 0);
  } catch {
    return unknown('the policy is no JSON');
  }
}

function asValue(json: unknown, origin: Origin, depth: number): Value {
  if (depth > deepest) return unknown('the policy is nested too deep');
  const inner = (item: unknown) => asValue(item, origin, depth + 1);
  if (Array.isArray(json)) return { kind: 'list', items: json.map(inner), origin };
  if (typeof json === 'object' && json !== null)
    return { kind: 'map', entries: new Map(Object.entries(json).map(([name, item]) => [name, inner(item)])), origin };
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
    return { kind: 'literal', value: json, origin };
  return { kind: 'absent', origin };
}
