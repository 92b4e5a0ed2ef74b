import { lineEnd, nextLine } from '../../text/lines';
import { type Span, span } from '../../text/span';
import { blockKeyAt, isDash, isSpace, skipSpace } from './key';

/**
 * The same text with each quoted scalar and flow collection on one line, and nothing moved: between quotes and brackets PyYAML takes any
 * indentation, but tree-sitter does not. What nothing closes, or what something follows on the line, stays as it is.
 */
export function joinLines(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  // What is open is searched for its end in vain, and many may be.
  let patience = 100_000 + 4 * text.length;
  for (let line = 0; line < text.length && patience > 0; ) {
    const value = valueOnLine(text, line, text.length);
    if (value && isBlockScalar(text, value.at)) {
      line = blockScalarEnd(text, nextLine(text, line), value.column);
      continue;
    }
    const flow = value && flowAt(text, value.at, text.length);
    patience -= (flow?.end ?? text.length) - line;
    if (!flow || !endsLine(text, flow.end)) {
      line = nextLine(text, line);
      continue;
    }
    for (const { start, end } of [...flow.comments, span(flow.end, flow.end)]) {
      // What stands between block collections before the value keeps its lines.
      const from = Math.max(copied, value.at);
      parts.push(text.slice(copied, from), text.slice(from, start).replace(/[\r\n]/g, ' '), ' '.repeat(end - start));
      copied = end;
    }
    line = nextLine(text, flow.end);
  }
  return parts.join('') + text.slice(copied);
}

/** How many lines above one are searched for what it may continue, and below it for where that ends. */
const farthest = 50;

/**
 * Where a quoted scalar or flow collection ends that is open at `line`, a line that is indented too little to belong to it. Undefined
 * where none is open, or a line of it from there on looks like one of something else: a quote may have just been typed.
 */
export function flowEndAcross(text: string, from: number, line: number, end: number): number | undefined {
  const limit = closingLine(text, line, end);
  if (limit === undefined) return undefined;
  let above = line;
  for (let count = 0; count < farthest && above > from; count++) {
    above = Math.max(from, text.lastIndexOf('\n', above - 2) + 1);
    const value = valueOnLine(text, above, line);
    const close = value && flowAt(text, value.at, limit)?.end;
    if (close !== undefined && close > line && endsLine(text, close)) return close;
  }
  return undefined;
}

/** The end of the lines from here on that are neither entries nor items, if any of them could close something. */
function closingLine(text: string, from: number, end: number): number | undefined {
  let closes: number | undefined;
  let line = from;
  for (let count = 0; count < farthest && line < end; count++) {
    const at = skipSpace(text, line, end);
    if (isDash(text, at, end) || blockKeyAt(text, at, end)) break;
    const last = Math.min(end, lineEnd(text, line));
    if (/["'}\]]/.test(text.slice(at, last))) closes = last;
    line = nextLine(text, line);
  }
  return closes;
}

/** The value that starts on a line behind dashes or a key, and the column of what it is the value of. */
function valueOnLine(text: string, line: number, end: number): { at: number; column: number } | undefined {
  const last = Math.min(end, lineEnd(text, line));
  let at = skipSpace(text, line, last);
  let column = at - line;
  while (isDash(text, at, last)) {
    column = at - line;
    at = skipSpace(text, at + 1, last);
  }
  const key = blockKeyAt(text, at, last);
  if (key) {
    column = at - line;
    at = skipSpace(text, key.end, last);
  }
  properties.lastIndex = at;
  properties.test(text);
  at = Math.min(last, properties.lastIndex);
  const starts = at < last && '"\'[{|>'.includes(text[at] ?? ' ');
  return starts ? { at, column } : undefined;
}

const properties = /(?:[!&][^\s,[\]{}]*[ \t]+)*/y;

function isBlockScalar(text: string, at: number): boolean {
  return text[at] === '|' || text[at] === '>';
}

/** The first line that is not indented further than the key or dash of a block scalar. */
function blockScalarEnd(text: string, from: number, column: number): number {
  let line = from;
  while (line < text.length) {
    const at = skipSpace(text, line, text.length);
    if (!isSpace(text.charCodeAt(at)) && at - line <= column) break;
    line = nextLine(text, line);
  }
  return line;
}

interface Flow {
  readonly end: number;
  readonly comments: readonly Span[];
}

/** The quoted scalar or flow collection that starts at `from`, where it is closed. */
function flowAt(text: string, from: number, end: number): Flow | undefined {
  const comments: Span[] = [];
  const closers: string[] = [];
  let at = from;
  while (at < end) {
    const character = text[at] ?? '';
    const before = text[at - 1] ?? ' ';
    if (character === '"' || (character === "'" && (at === from || /[\s{[,:]/.test(before)))) {
      const close = quoteEnd(text, at, end);
      if (close === undefined) return undefined;
      at = close;
    } else if (character === '#' && /\s/.test(before)) {
      const last = Math.min(end, lineEnd(text, at));
      comments.push(span(at, last));
      at = last;
      continue;
    } else {
      if (character === '{') closers.push('}');
      else if (character === '[') closers.push(']');
      else if ((character === '}' || character === ']') && closers.pop() !== character) return undefined;
      at++;
    }
    if (closers.length === 0) return { end: at, comments };
  }
  return undefined;
}

function quoteEnd(text: string, from: number, end: number): number | undefined {
  const quote = text[from];
  for (let at = from + 1; at < end; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === quote) at++;
      else return at + 1;
    }
  }
  return undefined;
}

/** Whether nothing but a comment follows on the line. */
function endsLine(text: string, at: number): boolean {
  return /^(?:[ \t]*|[ \t]+#.*)\r?$/.test(text.slice(at, lineEnd(text, at)));
}
