import { scanInterpolations } from '../../syntax/hcl/scan';
import type { Expression } from '../../syntax/hcl/tree';
import { type Span, span } from '../../text/span';

/** A piece of JSON and where it stands. */
export type JsonNode = { readonly span: Span } & (
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  /** `text` of a string, with what is interpolated in it as it is written. */
  | { readonly kind: 'scalar'; readonly text: string }
);

export interface JsonEntry {
  readonly key: string;
  readonly value: JsonNode;
}

/** The JSON that a heredoc is, which may have interpolations in it; undefined where it is something else. Spans are those of `text`. */
export function jsonInHeredoc(text: string, heredoc: Expression): JsonNode | undefined {
  const source = text.slice(heredoc.span.start, heredoc.span.end);
  const [opening] = /^<<-?\s*[\w-]+[ \t]*\r?\n/.exec(source) ?? [];
  if (opening === undefined || source.includes('%{')) return undefined;
  const interpolations = scanInterpolations(source);
  if (!interpolations) return undefined;
  let masked = source;
  for (const { start, end } of interpolations)
    masked = masked.slice(0, start) + 'x'.repeat(end - start) + masked.slice(end);
  return readNode({ masked, source, offset: heredoc.span.start }, opening.length, 0);
}

export function memberOf(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

/** Nobody nests a policy as deep as this. */
const deepest = 50;

interface Source {
  /** With nothing but letters in place of interpolations. */
  readonly masked: string;
  readonly source: string;
  readonly offset: number;
}

function readNode(from: Source, at: number, depth: number): JsonNode | undefined {
  const start = skipBlank(from, at);
  if (depth > deepest) return undefined;
  if (from.masked[start] === '{') return readObject(from, start, depth);
  if (from.masked[start] === '[') return readArray(from, start, depth);
  const [token = ''] = matchAt(/"(?:[^"\\\n]|\\.)*"|[\w.+-]+/y, from.masked, start);
  if (token === '') return undefined;
  const text = from.source.slice(start, start + token.length).replace(/^"|"$/g, '');
  return { kind: 'scalar', text, span: placed(from, start, start + token.length) };
}

function readObject(from: Source, start: number, depth: number): JsonNode | undefined {
  const entries: JsonEntry[] = [];
  const end = readItems(from, start, '}', (at) => {
    const key = readNode(from, at, depth + 1);
    const colon = key ? skipBlank(from, key.span.end - from.offset) : at;
    if (key?.kind !== 'scalar' || from.masked[colon] !== ':') return undefined;
    const value = readNode(from, colon + 1, depth + 1);
    if (value) entries.push({ key: key.text, value });
    return value;
  });
  return end === undefined ? undefined : { kind: 'object', entries, span: placed(from, start, end) };
}

function readArray(from: Source, start: number, depth: number): JsonNode | undefined {
  const items: JsonNode[] = [];
  const end = readItems(from, start, ']', (at) => {
    const item = readNode(from, at, depth + 1);
    if (item) items.push(item);
    return item;
  });
  return end === undefined ? undefined : { kind: 'array', items, span: placed(from, start, end) };
}

/** The end of what is in brackets, parted by commas. */
function readItems(
  from: Source,
  start: number,
  close: string,
  readItem: (at: number) => JsonNode | undefined,
): number | undefined {
  let at = skipBlank(from, start + 1);
  if (from.masked[at] === close) return at + 1;
  for (;;) {
    const item = readItem(at);
    if (!item) return undefined;
    at = skipBlank(from, item.span.end - from.offset);
    if (from.masked[at] === close) return at + 1;
    if (from.masked[at] !== ',') return undefined;
    at = skipBlank(from, at + 1);
  }
}

function skipBlank({ masked }: Source, at: number): number {
  const [blank = ''] = matchAt(/\s*/y, masked, at);
  return at + blank.length;
}

function matchAt(pattern: RegExp, text: string, at: number): readonly string[] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [];
}

function placed({ offset }: Source, start: number, end: number): Span {
  return span(offset + start, offset + end);
}
