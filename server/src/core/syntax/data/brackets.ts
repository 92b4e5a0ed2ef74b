import { type Span, span } from '../../text/span';
import { isSpace } from './key';
import type { DataFormat } from './tree';

export interface Brackets {
  /** What the commas part, without white space and comments around it. */
  readonly items: readonly Span[];
  /** The bracket that closes the collection. */
  readonly close: number | undefined;
  /** Whether all quotes and brackets match. */
  readonly clean: boolean;
}

/**
 * Splits the inside of a flow collection by its commas, from after the bracket that opens it. A JSON string ends with its line; a
 * string and a colon on a line of their own start an item even where a comma before it is missing.
 */
export function scanBrackets(text: string, within: Span, format: DataFormat): Brackets {
  const { end } = within;
  const items: Span[] = [];
  const open: OpenBrackets = { closers: [], braces: 0 };
  let lastCommentEnd: number | undefined;
  let clean = true;
  let start = -1;
  let last = -1;
  let lineHasContent = true;
  for (let at = within.start; at < end; ) {
    let code = text.charCodeAt(at);
    if (open.closers.length > 0) {
      // Inside an item only what opens or closes something is of interest.
      while (at < end && (code > 127 || isPlain[code] === 1)) code = text.charCodeAt(++at);
      last = at;
      if (at >= end) break;
    }
    if (code === 32 || code === 9 || code === 13) {
      at++;
      continue;
    }
    if (code === newline) {
      lineHasContent = false;
      at++;
      continue;
    }
    if (code === comma && open.closers.length === 0) {
      if (start >= 0) items.push(span(start, last));
      start = -1;
      at++;
      continue;
    }
    let next = at + 1;
    if (code === hash || code === slash) {
      if (code === slash && text[next] === '*') lastCommentEnd ??= lastCommentEndIn(text, within);
      const comment = commentEnd(text, at, end, lastCommentEnd, format);
      if (comment !== undefined) {
        at = comment;
        continue;
      }
    } else if (code === doubleQuote || (code === singleQuote && format === 'yaml' && startsToken(text, at))) {
      const string = stringEnd(text, at, end, format);
      clean &&= string.closed;
      next = string.end;
      if (!lineHasContent && open.closers.length === 0 && start >= 0 && isColonAfter(text, next, end)) {
        clean = false;
        items.push(span(start, last));
        start = -1;
      }
    } else if (code === openBrace || code === openBracket) {
      pushBracket(open, code + 2);
    } else if (code === closeBrace || code === closeBracket) {
      if (open.closers.length === 0) {
        if (start >= 0) items.push(span(start, last));
        return { items, close: at, clean };
      }
      clean = closeBracketOf(open, code) && clean;
    }
    if (start < 0) start = at;
    lineHasContent = true;
    last = at = next;
  }
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  if (start >= 0) items.push(span(start, last));
  return { items, close: undefined, clean: clean && open.closers.length === 0 };
}

const [newline, doubleQuote, hash, singleQuote, comma, slash, colon] = [10, 34, 35, 39, 44, 47, 58] as const;
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125] as const;

const isPlain = Uint8Array.from({ length: 128 }, (_, code) =>
  '"\'{}[]#/\n'.includes(String.fromCharCode(code)) ? 0 : 1,
);

/** The brackets that are still to be closed, by the codes of their closers. */
interface OpenBrackets {
  readonly closers: number[];
  /** How many of them are braces: a bracket is searched only where there is one, so that each is passed once. */
  braces: number;
}

function pushBracket(open: OpenBrackets, closer: number): void {
  open.closers.push(closer);
  if (closer === closeBrace) open.braces++;
}

/** Closes the last bracket of the kind and what is open in it. Returns whether it was the last one of all. */
function closeBracketOf(open: OpenBrackets, closer: number): boolean {
  const { closers } = open;
  const matches = closers.at(-1) === closer;
  const count = closer === closeBrace ? open.braces : closers.length - open.braces;
  if (count === 0) return false;
  for (let closed = -1; closed !== closer; ) {
    closed = closers.pop() ?? closer;
    if (closed === closeBrace) open.braces--;
  }
  return matches;
}

function lastCommentEndIn(text: string, { start, end }: Span): number {
  return start + text.slice(start, end).lastIndexOf('*/');
}

function commentEnd(
  text: string,
  at: number,
  end: number,
  lastCommentEnd: number | undefined,
  format: DataFormat,
): number | undefined {
  const line = () => {
    const found = text.indexOf('\n', at);
    return found < 0 ? end : Math.min(found, end);
  };
  if (format === 'yaml') return text[at] === '#' && isSpace(text.charCodeAt(at - 1)) ? line() : undefined;
  if (text[at] === '#') return undefined;
  if (text[at + 1] === '/') return line();
  if (text[at + 1] !== '*') return undefined;
  // A comment that is open ends with its line.
  return at + 2 > (lastCommentEnd ?? -1) ? line() : text.indexOf('*/', at + 2) + 2;
}

function stringEnd(text: string, start: number, end: number, format: DataFormat): { end: number; closed: boolean } {
  const quote = text.charCodeAt(start);
  let firstLine = -1;
  for (let i = start + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === newline) {
      if (format === 'json') return { end: i, closed: false };
      if (firstLine < 0) firstLine = i;
    } else if (code === 92 && quote === doubleQuote) i++;
    else if (code === quote) {
      if (quote === singleQuote && text.charCodeAt(i + 1) === singleQuote) i++;
      else return { end: i + 1, closed: true };
    }
  }
  return { end: firstLine < 0 ? end : firstLine, closed: false };
}

/** Whether a quote at `at` opens a string: inside a plain scalar it is a letter. */
function startsToken(text: string, at: number): boolean {
  return /[\s{[,:]/.test(text[at - 1] ?? ' ');
}

function isColonAfter(text: string, at: number, end: number): boolean {
  let i = at;
  while (i < end && isSpace(text.charCodeAt(i))) i++;
  return text.charCodeAt(i) === colon;
}
