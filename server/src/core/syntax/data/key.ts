import { type Span, span } from '../../text/span';
import { decodeDouble, decodeSingle } from './scalar';

/** The key that an entry starts with, before its colon. */
export interface Key {
  readonly name: string;
  readonly span: Span;
  /** After the colon. */
  readonly end: number;
}

/** No parser takes a longer key on one line. (YAML 1.1, section 9.3.1: an implicit key has at most 1024 characters.) */
const longest = 1024;
const notFirst = new Set('-?:,[]{}#&*!|>\'"%@`');
const property = /[&!][^\s,[\]{}]*[ \t]+/y;

/** A key of a block mapping. */
export function blockKeyAt(text: string, at: number, end: number): Key | undefined {
  let start = at;
  property.lastIndex = at;
  while (property.test(text) && property.lastIndex <= end) start = property.lastIndex;
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const close = quotedEnd(text, start, end);
    const colon = close === undefined ? end : skipSpace(text, close, end);
    if (close === undefined || !isBlockColon(text, colon, end)) return undefined;
    return { name: unquoted(text.slice(start, close)), span: span(start, close), end: colon + 1 };
  }
  if (!startsPlain(text, start, end)) return undefined;
  const limit = Math.min(end, start + longest);
  for (let i = start; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 35 && isSpace(text.charCodeAt(i - 1)))) return undefined;
    if (code !== 58 || !isBlockColon(text, i, end)) continue;
    const name = text.slice(start, i).trimEnd();
    return { name, span: span(start, start + name.length), end: i + 1 };
  }
  return undefined;
}

/** A key of a flow mapping or of a JSON object: quoted or, in YAML, plain. It may lie several lines before its colon. */
export function flowKeyAt(text: string, at: number, end: number): Key | undefined {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const close = quotedEnd(text, at, end);
    if (close === undefined) return undefined;
    let colon = close;
    while (colon < end && isSpace(text.charCodeAt(colon))) colon++;
    if (text[colon] !== ':' || colon >= end) return undefined;
    return { name: unquoted(text.slice(at, close)), span: span(at, close), end: colon + 1 };
  }
  return blockKeyAt(text, at, end);
}

/** The end of a quoted scalar that closes on its line. */
export function quotedEnd(text: string, start: number, end: number): number | undefined {
  const quote = text.charCodeAt(start);
  for (let i = start + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return undefined;
    if (code === 92 && quote === 34) i++;
    else if (code === quote) {
      if (quote === 39 && text.charCodeAt(i + 1) === 39) i++;
      else return i + 1;
    }
  }
  return undefined;
}

export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

export function skipSpace(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i++;
  return i;
}

/** Whether a sequence item starts here. */
export function isDash(text: string, at: number, end: number): boolean {
  return text.charCodeAt(at) === 45 && (at + 1 >= end || isSpace(text.charCodeAt(at + 1)));
}

function isBlockColon(text: string, at: number, end: number): boolean {
  return text.charCodeAt(at) === 58 && at < end && (at + 1 >= end || isSpace(text.charCodeAt(at + 1)));
}

function startsPlain(text: string, at: number, end: number): boolean {
  const first = text[at];
  if (first === undefined || at >= end) return false;
  if (!notFirst.has(first)) return true;
  return '-?:'.includes(first) && at + 1 < end && !isSpace(text.charCodeAt(at + 1));
}

function unquoted(source: string): string {
  const inside = source.slice(1, -1);
  return source.startsWith('"') ? decodeDouble(inside) : decodeSingle(inside);
}
