import { lineStart } from '../../text/lines';
import { type Span, span } from '../../text/span';
import { scanBrackets } from './brackets';
import { flowKeyAt, isSpace, type Key, skipSpace } from './key';
import { type Chunk, scanLines } from './lines';
import type { DataFormat } from './tree';

/** The entries of a flow mapping or JSON object, or the items of a sequence. */
export interface FlowEntries {
  readonly entries: readonly FlowEntry[];
  readonly strays: readonly number[];
  /** Whether they have been told apart by their indentation. */
  readonly byLines: boolean;
  /** Whether brackets that do not match had to tell them apart: any name may be missing. */
  readonly torn: boolean;
}

export type FlowEntry = Omit<Chunk, 'key'> & { readonly key: Key | undefined };

/**
 * The entries between brackets, `within` being from after the one that opens up to the end of what may belong to it. Where the brackets
 * match they decide. Where they do not, and the keys stand on lines of their own, the indentation does.
 * `outer` is the column that the entries have to stand right of, to be laid out by indentation.
 */
export function flowEntries(text: string, within: Span, format: DataFormat, outer: number): FlowEntries {
  const brackets = scanBrackets(text, within, format);
  const first = brackets.items[0];
  const column = first ? columnOnLine(text, first.start) : undefined;
  const matches = brackets.clean && brackets.close !== undefined && isBlank(text, brackets.close + 1, within.end);
  if (matches || !first || column === undefined || column <= outer || !flowKeyAt(text, first.start, within.end)) {
    return {
      entries: brackets.items.map((item) => flowEntry(text, item, columnOf(text, item.start))),
      strays: [],
      byLines: false,
      torn: !matches,
    };
  }
  const lines = scanLines(text, span(lineStart(text, first.start), within.end), 0, 'json');
  return {
    entries: lines.chunks.flatMap((chunk) => splitChunk(text, chunk, format)),
    strays: lines.strays,
    byLines: true,
    torn: false,
  };
}

/** The entries that lie in one chunk of lines: usually one, and the comma after it is no part of it. */
function splitChunk(text: string, chunk: Chunk, format: DataFormat): readonly FlowEntry[] {
  const { start } = chunk;
  if (isPlainBlock(text, chunk)) {
    const end = text[chunk.end - 1] === ',' ? chunk.end - 1 : chunk.end;
    return [{ ...flowEntry(text, span(start, end), chunk.column), cut: chunk.cut }];
  }
  const { items, close, clean } = scanBrackets(text, chunk, format);
  if (clean && close === undefined && items.length > 0)
    return items.map((item) => ({ ...flowEntry(text, item, chunk.column), cut: chunk.cut }));
  let end = chunk.end;
  while (end > start && (text[end - 1] === ',' || isSpace(text.charCodeAt(end - 1)))) end--;
  return [{ ...flowEntry(text, span(start, end), chunk.column), cut: chunk.cut }];
}

/** Whether it is a key and a bracket on its first line, and the bracket that closes on its last: nothing there to be split. */
function isPlainBlock(text: string, { start, end }: Chunk): boolean {
  const first = text.indexOf('\n', start);
  if (first < 0 || first >= end) return false;
  const last = text.slice(lineStart(text, end), end);
  return /^"[^"\\]*"\s*:\s*[{[]\r?$/.test(text.slice(start, first)) && /^\s*[}\]],?$/.test(last);
}

function flowEntry(text: string, { start, end }: Span, column: number): FlowEntry {
  return { start, end, column, key: flowKeyAt(text, start, end), cut: false };
}

/** The column, if only white space stands before it. */
function columnOnLine(text: string, offset: number): number | undefined {
  const start = lineStart(text, offset);
  return skipSpace(text, start, offset) === offset ? offset - start : undefined;
}

/** The indentation of the line. */
function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return skipSpace(text, start, offset) - start;
}

function isBlank(text: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (!isSpace(text.charCodeAt(i))) return false;
  return true;
}
