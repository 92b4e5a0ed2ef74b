import { nextLine } from '../../text/lines';
import type { Span } from '../../text/span';
import { flowEndAcross } from './join-lines';
import { blockKeyAt, isDash, isSpace, type Key, quotedEnd, skipSpace } from './key';

/** A run of lines that belong to one entry or item of a collection that is laid out by indentation. */
export interface Chunk {
  /** Of its first character, after the indentation. */
  readonly start: number;
  /** Without white space at the end. */
  readonly end: number;
  readonly column: number;
  /** Missing in a sequence, and where the line is only becoming an entry. */
  readonly key: Key | undefined;
  /** Whether lines of it may have been taken for another chunk, as one at a wrong indentation follows. */
  readonly cut: boolean;
}

export interface Lines {
  readonly chunks: readonly Chunk[];
  /** Where lines start that belong to nobody. */
  readonly strays: readonly number[];
}

/** What may stand at the indentation of the collection. */
export type LineStyle = 'mapping' | 'sequence' | 'json';

/**
 * Splits lines by their indentation alone, whatever quotes and brackets they open: so what is wrong in one chunk stays in it. The
 * first line may start within a line, at `column`. Comments at the indentation of the collection, and blank lines, belong to nobody.
 */
export function scanLines(text: string, within: Span, column: number, style: LineStyle): Lines {
  const chunks: { -readonly [K in keyof Chunk]: Chunk[K] }[] = [];
  const strays: number[] = [];
  let own = -1;
  let firstColumn = column;
  for (let line = within.start; line < within.end; ) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 || newline >= within.end ? within.end : newline + 1;
    const at = skipSpace(text, line, next);
    const indentation = firstColumn + at - line;
    firstColumn = 0;
    const from = line;
    line = next;
    if (at >= next || isSpace(text.charCodeAt(at))) continue;
    const current = chunks.at(-1);
    if (current && (indentation > own || (style !== 'json' && text.slice(from, at).includes('\t')))) {
      current.end = trimmedEnd(text, next);
      continue;
    }
    const across = current && style !== 'json' ? flowEndAcross(text, current.start, from, within.end) : undefined;
    if (current && across !== undefined) {
      current.end = across;
      line = Math.min(within.end, nextLine(text, across));
      continue;
    }
    if (isComment(text, at, style)) continue;
    const closes = text[at] === '}' || text[at] === ']';
    if (closes && style === 'json' && (!current || indentation < own)) continue;
    if (own < 0) own = indentation;
    const key = keyAt(text, at, next, style);
    const chunk = { start: at, end: trimmedEnd(text, next), column: indentation, key, cut: false };
    if (current && closes) current.end = chunk.end;
    else if (current && style === 'mapping' && indentation === own && isDash(text, at, next)) current.end = chunk.end;
    else if (indentation === own && (key || style === 'sequence')) chunks.push(chunk);
    else {
      const following = contentAfter(text, next, within.end, style);
      const continues = following !== undefined && following.column > own;
      if (indentation === own) {
        if (current && continues) current.cut ||= !repeats(text, current, following);
        chunks.push(chunk);
        continue;
      }
      if (key && current) {
        // The first line was the one that stood wrong.
        if (chunks.length === 1 && following?.column === own) own = indentation;
        current.cut ||= own === indentation || (continues && !repeats(text, current, following));
        chunks.push(chunk);
      } else if (current && continues) current.end = chunk.end;
      else strays.push(at);
    }
  }
  return { chunks, strays };
}

/** The first word of a line, without its quotes. */
export function wordAt(text: string, at: number): string {
  return /^["']?([\w-]*(?:::[\w-]+)*)/.exec(text.slice(at, at + 200))?.[1] ?? '';
}

function keyAt(text: string, at: number, end: number, style: LineStyle): Key | undefined {
  switch (style) {
    case 'mapping':
      return blockKeyAt(text, at, end);
    case 'json': {
      const close = text[at] === '"' ? quotedEnd(text, at, end) : undefined;
      if (close === undefined) return undefined;
      const colon = skipSpace(text, close, end);
      if (text[colon] !== ':') return undefined;
      return { name: text.slice(at + 1, close - 1), span: { start: at, end: close }, end: colon + 1 };
    }
    case 'sequence':
      return undefined;
  }
}

/** Whether the line after a key starts as one of the chunk before it does: then that key has lines of its own, and took none. */
function repeats(text: string, chunk: Chunk, { at, column }: Content): boolean {
  const word = wordAt(text, at);
  const lines = text.slice(chunk.start, chunk.end);
  return word !== '' && new RegExp(`\\n[ \\t]{${column}}["']?${word}\\b`).test(lines);
}

interface Content {
  readonly at: number;
  readonly column: number;
}

function contentAfter(text: string, from: number, end: number, style: LineStyle): Content | undefined {
  for (let line = from; line < end; ) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? end : newline + 1;
    const at = skipSpace(text, line, next);
    if (at < next && !isSpace(text.charCodeAt(at)) && !isComment(text, at, style)) return { at, column: at - line };
    line = next;
  }
  return undefined;
}

function isComment(text: string, at: number, style: LineStyle): boolean {
  if (style === 'json') return text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*');
  return text[at] === '#';
}

function trimmedEnd(text: string, end: number): number {
  let last = end;
  while (last > 0 && isSpace(text.charCodeAt(last - 1))) last--;
  return last;
}
