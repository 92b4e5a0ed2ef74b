import type { Origin, Value } from '../../../model/value';
import { along, fails, literal, unknown } from '../../../model/values';
import { type Budget, deepest, mostInside, waysWithin } from '../inside';
import { fromJson, jsonOf } from '../json-text';
import { notKnown, type Obstacle, textOf } from '../primitives';
import { bytesOf, fromBase64, textOfBytes, toBase64 } from './bytes';
import { longestResult } from './longest';
import { sorted } from './maps';
import { asValue, type Functions, isObstacle, plain, refuse, text, wrongCount } from './signature';

export const encodingFunctions: Functions = {
  base64decode: plain([text], (value) => {
    const bytes = fromBase64(value);
    return (bytes && textOfBytes(bytes)) ?? refuse('it is no text in Base64');
  }),
  base64encode: plain([text], (value) => toBase64(bytesOf(value.normalize()))),
  jsondecode: (args, origin) => {
    const [value, ...others] = args;
    const json = text(value);
    if (!value || others.length > 0) return wrongCount();
    const known = value.kind === 'unknown' ? jsonOf(value) : undefined;
    if (known) return along(value.origin.way, known);
    return isObstacle(json) ? json : decode(json, { ...origin, way: waysWithin(value) });
  },
  jsonencode: (args, origin) => {
    const [value, ...others] = args;
    if (!value || others.length > 0) return wrongCount();
    const json = encode(value, 0, { left: mostInside });
    if (isObstacle(json)) return json.fails ? json : { ...json, json: value };
    const made = asValue(json, args, origin);
    return made?.kind === 'literal' ? { ...made, json: value } : made;
  },
  urlencode: plain([text], (value) =>
    bytesOf(value.normalize())
      .map((byte) => {
        const character = String.fromCharCode(byte);
        if (/[\w.~-]/.test(character)) return character;
        return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
      })
      .join(''),
  ),
};

/** JSON as Terraform writes it: without spaces, sorted by key. */
export function encode(value: Value, depth: number, budget: Budget): string | Obstacle {
  if (depth > deepest || budget.left-- <= 0) return unclear();
  switch (value.kind) {
    case 'absent':
      return 'null';
    case 'literal':
      if (typeof value.value === 'string') return quote(value.value);
      return textOf(value.value) ?? unclear();
    case 'list':
      return surround(
        '[',
        value.items.map((item) => encode(item, depth + 1, budget)),
        ']',
      );
    case 'map':
      return surround(
        '{',
        sorted(value.entries).map(([key, entry]) => {
          const json = encode(entry, depth + 1, budget);
          return isObstacle(json) ? json : `${quote(key)}:${json}`;
        }),
        '}',
      );
    default:
      return value.kind === 'unknown' && value.fails ? value : unclear();
  }
}

function surround(start: string, parts: readonly (string | Obstacle)[], end: string): string | Obstacle {
  const wrong = parts.filter(isObstacle);
  if (wrong.length > 0) return wrong.find(fails) ?? unclear();
  const size = parts.reduce((sum, part) => sum + (isObstacle(part) ? 0 : part.length), 0);
  return size > longestResult ? unclear() : `${start}${parts.join(',')}${end}`;
}

/** Go escapes for HTML too. */
function quote(value: string): string {
  return JSON.stringify(value.normalize()).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function unclear(): Obstacle {
  return notKnown('part of what is to be written is not known');
}

function decode(json: string, origin: Origin): Value {
  if (json.length > longestResult) return unknown('the JSON is too long');
  try {
    return fromJson(JSON.parse(json), origin, (content) => literal(content, origin));
  } catch {
    return refuse('it is no JSON');
  }
}
