import { memoize } from '../../memory/lazy';
import { message } from '../../model/message';
import type { Text, TextSymbol } from '../../model/text';
import type { Origin, Value } from '../../model/value';
import { literal, unknown } from '../../model/values';
import { deepest } from './inside';
import { isWellKept } from './primitives';
import { joinTexts, nameless, standsForJson } from './texts';

/**
 * What a text is the JSON of, as far as the text is known; undefined where it is not JSON, or nothing is known of it. What has been made
 * as a value keeps its places; all else has that of the text.
 */
export const jsonOf: (value: Value) => Value | undefined = memoize((value) => {
  switch (value.kind) {
    case 'literal':
      return value.json ?? (typeof value.value === 'string' ? readJson([value.value], value.origin) : undefined);
    case 'unknown':
      return value.json ?? (value.text && readJson(value.text, value.origin));
    case 'choice': {
      const arms = value.arms.map((arm) => (arm.kind === 'absent' ? arm : jsonOf(arm)));
      if (arms.every((arm) => arm === undefined || arm.kind === 'absent')) return undefined;
      return { ...value, arms: arms.map((arm) => arm ?? unknown('part of the text is not known')) };
    }
    default:
      return undefined;
  }
});

/** A value of what JSON holds. `asText` gives that of its strings. */
export function fromJson(json: unknown, origin: Origin, asText: (text: string) => Value, depth = 0): Value {
  if (depth > deepest) return unknown('the JSON is too deep');
  if (json === null) return { kind: 'absent', origin };
  // Go puts this in place of half a pair.
  if (typeof json === 'string') return asText(json.replace(/\p{Surrogate}/gu, '\ufffd').normalize());
  if (typeof json === 'boolean') return literal(json, origin);
  if (typeof json === 'number')
    return isWellKept(json) ? literal(json, origin) : unknown('the number has too many digits');
  if (Array.isArray(json))
    return { kind: 'list', items: json.map((item) => fromJson(item, origin, asText, depth + 1)), origin };
  const entries = new Map<string, Value>();
  for (const [key, value] of Object.entries(json as object)) {
    const name = asText(key);
    if (name.kind !== 'literal') return unknown('a key of the map is not known');
    entries.set(String(name.value), fromJson(value, origin, asText, depth + 1));
  }
  return { kind: 'map', entries, origin };
}

function readJson(text: Text, origin: Origin): Value | undefined {
  const whole = joinTexts([text]);
  const [only] = whole ?? [];
  if (whole?.length === 1 && typeof only === 'object') return standsForJson(only) ? only.json : undefined;
  const mark = whole && unusedCharacter(whole);
  if (!whole || mark === undefined) return undefined;
  try {
    return fromJson(JSON.parse(withMarks(whole, mark)), origin, (one) => textOfMarked(one, mark, whole, origin));
  } catch {
    return undefined;
  }
}

/** One of those that Unicode gives no meaning. */
function unusedCharacter(text: Text): string | undefined {
  const strings = text.filter((part) => typeof part === 'string');
  // An escape may stand for any character.
  const isEscaped = (code: number) => strings.some((part) => part.toLowerCase().includes(`\\u${code.toString(16)}`));
  for (let code = 0xe000; code < 0xe010; code++) {
    const character = String.fromCharCode(code);
    if (!isEscaped(code) && !strings.some((part) => part.includes(character))) return character;
  }
  return undefined;
}

/** The text with the number of each symbol between marks, in a string of its own where it does not stand in one. */
function withMarks(text: Text, mark: string): string {
  let isInString = false;
  const marked = text.map((part, index) => {
    if (typeof part !== 'string') return isInString ? `${mark}${index}${mark}` : `"${mark}${mark}${index}${mark}"`;
    for (const [token] of part.matchAll(/\\(?:.|\n)?|"/g)) if (token === '"') isInString = !isInString;
    return part;
  });
  return marked.join('');
}

/** What a string comes to with its symbols back in their places. One that is all of a value may be anything, and more than one of them. */
function textOfMarked(content: string, mark: string, text: Text, origin: Origin): Value {
  if (!content.includes(mark)) return literal(content, origin);
  const notKnown = { kind: 'unknown', reason: message('part of the text is not known'), origin } as const;
  if (content.startsWith(mark + mark)) {
    const symbol = text[Number(content.slice(2, -1))];
    return typeof symbol === 'object' && standsForJson(symbol) ? symbol.json : notKnown;
  }
  const parts = content.split(mark).map((part, index) => (index % 2 === 0 ? part : text[Number(part)]));
  const known = joinTexts([parts.filter((part) => part !== undefined).map(asPlainSymbol)]);
  return known ? { ...notKnown, text: known } : notKnown;
}

/** Inside of a string, JSON is no more than a text. */
function asPlainSymbol(part: string | TextSymbol): string | TextSymbol {
  return typeof part === 'object' && standsForJson(part) ? nameless : part;
}
