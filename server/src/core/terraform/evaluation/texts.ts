import type { Text, TextSymbol } from '../../model/text';
import type { Value } from '../../model/value';
import { fails, isUnfinished } from '../../model/values';
import { longestResult } from './functions/longest';
import { type Obstacle, textOf } from './primitives';

/** What is known of a value that becomes part of a text. */
export function knownText(value: Value): Text {
  switch (value.kind) {
    case 'literal': {
      const text = textOf(value.value);
      return text === undefined ? [nameless] : [text];
    }
    case 'reference':
      return [symbolOf(value)];
    case 'unknown':
      if (value.text || !value.json) return value.text ?? [nameless];
      return [symbolOfJson(value.json)];
    default:
      return [nameless];
  }
}

/** A part of a text that is the JSON of a value: in a text of JSON it is that value again. */
export interface JsonSymbol extends TextSymbol {
  readonly json: Value;
}

export function standsForJson(symbol: TextSymbol): symbol is JsonSymbol {
  return 'json' in symbol;
}

/** What is the same as nothing else. */
export const nameless: TextSymbol = { kind: 'other', name: '' };

/** Texts as one; undefined where it is too long to be worth knowing. */
export function joinTexts(texts: readonly Text[]): Text | undefined {
  const joined: (string | TextSymbol)[] = [];
  let size = 0;
  for (const part of texts.flat()) {
    size += typeof part === 'string' ? part.length : sizeOfSymbol;
    if (size > longestResult) return undefined;
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined;
}

/** A value that is not known, with what is known of it as a text. What fails, or is being typed, is none. */
export function withText(value: Value, text: Text | undefined): Value {
  if (!text || value.kind !== 'unknown' || fails(value) || isUnfinished(value)) return value;
  return { ...value, text };
}

/** The same of which the one thing known is what it is called. */
export function named(value: Value, symbol: TextSymbol): Value {
  return withText(value, [symbol]);
}

/** The same with a name for each part that has none: those of one value are the same wherever it is. */
export function withNames(value: Value, name: string): Value {
  if (value.kind !== 'unknown' || (value.json && !value.text)) return value;
  const { text = [nameless] } = value;
  const nameOf = (index: number) => (text.length === 1 ? name : `${name}#${index}`);
  return withText(
    value,
    text.map((part, index) => (part === nameless ? { kind: 'other', name: nameOf(index) } : part)),
  );
}

/** What is not known either where something else is made of it. */
export function withoutText(value: Obstacle): Obstacle {
  if (!value.text && !value.json) return value;
  const { text: _text, json: _json, ...rest } = value;
  return rest;
}

/** What is at a key of something that has a name. */
export function below(value: Obstacle, key: Value): Obstacle {
  const [symbol, ...others] = value.text ?? [];
  const rest = withoutText(value);
  if (typeof symbol !== 'object' || symbol.kind !== 'other' || symbol.name === '' || others.length > 0) return rest;
  return key.kind === 'literal' ? { ...rest, text: [{ kind: 'other', name: `${symbol.name}.${key.value}` }] } : rest;
}

function symbolOfJson(json: Value): JsonSymbol {
  return { ...nameless, json };
}

/** Symbols are counted as if they were as long as this. */
const sizeOfSymbol = 20;

/** An attribute of several resources, or of several parts of one, is not always the same. */
function symbolOf({ resource, attribute }: Extract<Value, { kind: 'reference' }>): TextSymbol {
  const isSeveral = attribute === '' || attribute.includes('[]') || attribute.split('.').includes('*');
  return isSeveral ? nameless : { kind: 'attribute', name: `${resource}.${attribute}` };
}
