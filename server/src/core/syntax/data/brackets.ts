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
 * string and a colon on a line of their own start an item even where the comma before is missing.
 */
export function scanBrackets(text: string, within: Span, format: DataFormat): Brackets {
  const items: Span[] = [];
  const closers: number[] = [];
  let clean = true;
  let start = -1;
  let last = -1;
  let hasColon = false;
  let lineHasContent = true;
  let at = within.start;
  const open = new Map<number, number>();
  const count = (closer: number, by: number) => open.set(closer, (open.get(closer) ?? 0) + by);
  const lastCommentEnd = format === 'json' ? text.lastIndexOf('*/', within.end) : -1;
  const finish = () => {
    if (start >= 0) items.push(span(start, last));
    start = -1;
    hasColon = false;
  };
  const take = (end: number) => {
    if (start < 0) start = at;
    lineHasContent = true;
    last = at = end;
  };
  while (at < within.end) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      if (code === newline) lineHasContent = false;
      at++;
      continue;
    }
    const comment = commentEnd(text, at, within.end, lastCommentEnd, format);
    if (comment !== undefined) {
      at = comment;
      continue;
    }
    switch (code) {
      case doubleQuote:
      case singleQuote: {
        if (code === singleQuote && (format === 'json' || !startsToken(text, at))) {
          take(at + 1);
          break;
        }
        const close = stringEnd(text, at, within.end, format);
        const opens = !lineHasContent && closers.length === 0 && start >= 0 && hasColon;
        if (opens && isColonAfter(text, close.end, within.end)) {
          clean = false;
          finish();
        }
        clean &&= close.closed;
        take(close.end);
        break;
      }
      case openBrace:
      case openBracket:
        closers.push(code + 2);
        count(code + 2, 1);
        take(at + 1);
        break;
      case closeBrace:
      case closeBracket: {
        if (closers.length === 0) {
          finish();
          return { items, close: at, clean };
        }
        clean &&= closers.at(-1) === code;
        // Searched only where there is one, so that each bracket is passed once.
        if ((open.get(code) ?? 0) > 0)
          for (let closed = -1; closed !== code; ) {
            closed = closers.pop() ?? code;
            count(closed, -1);
          }
        take(at + 1);
        break;
      }
      case comma:
        if (closers.length === 0) finish();
        at++;
        break;
      default:
        if (code === colon && closers.length === 0) hasColon = true;
        take(at + 1);
    }
  }
  finish();
  return { items, close: undefined, clean: clean && closers.length === 0 };
}

const [newline, doubleQuote, singleQuote, comma, colon] = [10, 34, 39, 44, 58] as const;
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125] as const;

function commentEnd(
  text: string,
  at: number,
  end: number,
  lastCommentEnd: number,
  format: DataFormat,
): number | undefined {
  const code = text.charCodeAt(at);
  if (code !== 35 && code !== 47) return undefined;
  const line = () => {
    const found = text.indexOf('\n', at);
    return found < 0 ? end : Math.min(found, end);
  };
  if (format === 'yaml') return code === 35 && isSpace(text.charCodeAt(at - 1)) ? line() : undefined;
  if (code !== 47) return undefined;
  if (text[at + 1] === '/') return line();
  if (text[at + 1] !== '*') return undefined;
  // A comment that is open ends with its line.
  return at + 2 > lastCommentEnd ? line() : text.indexOf('*/', at + 2) + 2;
}

function stringEnd(text: string, start: number, end: number, format: DataFormat): { end: number; closed: boolean } {
  const quote = text.charCodeAt(start);
  let lineStop = -1;
  for (let i = start + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === newline) {
      if (format === 'json') return { end: i, closed: false };
      if (lineStop < 0) lineStop = i;
    } else if (code === 92 && quote === doubleQuote) i++;
    else if (code === quote) {
      if (quote === singleQuote && text.charCodeAt(i + 1) === singleQuote) i++;
      else return { end: i + 1, closed: true };
    }
  }
  return { end: lineStop < 0 ? end : lineStop, closed: false };
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
