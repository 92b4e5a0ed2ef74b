import { lineEnd, nextLine } from '../../text/lines';
import { type Span, span } from '../../text/span';

/**
 * One attribute or block of a body, found without reading its expression or its own body.
 * `broken` says that the text of the item does not end as HCL asks for.
 */
export type Item =
  | {
      readonly kind: 'attribute';
      readonly span: Span;
      readonly name: Span;
      readonly value: Span;
      readonly broken: boolean;
    }
  | {
      readonly kind: 'block';
      readonly span: Span;
      readonly type: Span;
      readonly labels: readonly Span[];
      /** Between the braces. */
      readonly body: Span;
      readonly broken: boolean;
    }
  /** A line that is neither: it is being typed, or it is wrong. */
  | { readonly kind: 'stray'; readonly span: Span; readonly broken: true };

/**
 * The items of a body, in order. Made for text that is being typed: an item that does not end takes as little as it can of what
 * follows it. A line that starts with the header of a top-level block always ends what came before, an open quote ends with its line,
 * and so on. On text that HashiCorp's parser accepts the items are that parser's.
 * (HCL native syntax specification: github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md)
 */
export function* scanItems(text: string, within: Span): Iterable<Item> {
  const scan = scanOf(text, within);
  if (text.charCodeAt(scan.at) === 0xfeff) scan.at++;
  for (;;) {
    const start = scan.at;
    scan.broken = false;
    skipBlank(scan);
    // A comment that is open.
    if (scan.broken) yield { kind: 'stray', span: span(start, scan.at), broken: true };
    if (scan.at >= scan.end) return;
    yield scanItem(scan);
  }
}

/** The `${ … }` of a template without quotes around it, in order. Undefined where one is open, or there is a `%{`. */
export function scanInterpolations(text: string): readonly Span[] | undefined {
  const found: Span[] = [];
  const scan = scanOf(text, span(0, text.length));
  while (scan.at < text.length) {
    const mark = text.slice(scan.at).search(/[$%]\{/);
    if (mark < 0) return found;
    scan.at += mark;
    const start = scan.at;
    // A doubled mark stands for itself.
    if (text[start - 1] === text[start]) scan.at += 2;
    else if (text[start] === '%' || !skipInterpolation(scan) || scan.broken) return undefined;
    else found.push(span(start, scan.at));
  }
  return found;
}

/** The comments of a text, in order, with what opens and closes them. One that nothing closes ends with its line. */
export function scanComments(text: string): readonly Span[] {
  const found: Span[] = [];
  const scan = scanOf(text, span(0, text.length));
  while (scan.at < scan.end) {
    const start = scan.at;
    if (matchAt(plainText, text, start)) scan.at = plainText.lastIndex;
    else if (skipComment(scan)) found.push(span(start, scan.at));
    else skipToken(scan, []);
  }
  return found;
}

interface Scan {
  readonly text: string;
  readonly end: number;
  at: number;
  broken: boolean;
  /** The offsets from which on a terminator (of a comment or heredoc) does not come any more: no text is searched twice for it. */
  readonly missing: Map<string, number>;
  /** How many characters may still be read in vain, looking for the end of what turns out to have none. */
  patience: number;
  /** How many interpolations lie around. */
  depth: number;
}

function scanOf(text: string, { start, end }: Span): Scan {
  const patience = 1_000_000 + 16 * (end - start);
  return { text, end, at: start, broken: false, missing: new Map(), patience, depth: 0 };
}

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const heredocStart = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy;
const topLevelHeader =
  /(?:(?:resource|data|ephemeral)[ \t]+"[^"\n]*"[ \t]+"[^"\n]*"|(?:variable|output|module|provider|check)[ \t]+"[^"\n]*"|locals|terraform|moved|import|removed)[ \t]*\{/y;
const lineWithTopLevelHeader = new RegExp(`^${topLevelHeader.source}`, 'm');
/** Text that opens and closes nothing. */
const plainText = /[^\n"<{}[\]()#/]+/y;
const closerOf: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** Interpolations nested deeper than this are not read: the call stack is finite. */
const deepest = 100;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function scanItem(scan: Scan): Item {
  const { text } = scan;
  const start = scan.at;
  scan.broken = false;
  const name = matchAt(identifier, text, start);
  if (!name || start + name[0].length > scan.end) return stray(scan, start);
  const nameSpan = span(start, start + name[0].length);
  scan.at = nameSpan.end;
  skipSpace(scan);
  if (text[scan.at] === '=' && text[scan.at + 1] !== '=' && scan.at < scan.end) {
    scan.at++;
    const value = skipExpression(scan);
    const broken = scan.broken || value.start === value.end;
    return { kind: 'attribute', span: span(start, value.end), name: nameSpan, value, broken };
  }
  const labels: Span[] = [];
  for (let label = scanLabel(scan); label; label = scanLabel(scan)) labels.push(label);
  const isOpened = text[scan.at] === '{' && scan.at < scan.end;
  if (!isOpened && !isFollowedByBody(scan, labels)) return stray(scan, start);
  const open = isOpened ? ++scan.at : scan.at;
  const close = skipBlockBody(scan);
  return {
    kind: 'block',
    span: span(start, scan.at),
    type: nameSpan,
    labels,
    body: span(open, close),
    broken: scan.broken || !isOpened,
  };
}

function stray(scan: Scan, start: number): Item {
  const rest = span(start, Math.min(scan.end, lineEnd(scan.text, start)));
  // Stop before a quote or comment that the line opens is no concern here: the next item starts on the next line.
  scan.at = Math.max(rest.end, start + 1);
  return { kind: 'stray', span: rest, broken: true };
}

/** Whether only the brace is missing after two labels: what is indented on the next line is then the body. */
function isFollowedByBody({ text, at, end }: Scan, labels: readonly Span[]): boolean {
  const next = nextLine(text, at);
  return (
    labels.length === 2 && lineEnd(text, at) === at && next < end && /^[ \t]+[^\s]/.test(text.slice(next, next + 200))
  );
}

function scanLabel(scan: Scan): Span | undefined {
  skipSpace(scan);
  const start = scan.at;
  if (start >= scan.end) return undefined;
  if (scan.text[start] === '"') {
    skipQuoted(scan);
    return span(start, scan.at);
  }
  const name = matchAt(identifier, scan.text, start);
  if (!name) return undefined;
  scan.at = start + name[0].length;
  return span(start, scan.at);
}

/** White space, line breaks and comments between items. */
function skipBlank(scan: Scan): void {
  for (; scan.at < scan.end; ) {
    const character = scan.text[scan.at];
    if (character === ' ' || character === '\t' || character === '\r' || character === '\n') scan.at++;
    else if (!skipComment(scan)) return;
  }
}

function skipSpace(scan: Scan): void {
  while (scan.at < scan.end && (scan.text[scan.at] === ' ' || scan.text[scan.at] === '\t')) scan.at++;
}

/** Whether a comment stood here. A line comment ends before its line break. */
function skipComment(scan: Scan): boolean {
  const { text, at } = scan;
  if (text[at] === '#' || (text[at] === '/' && text[at + 1] === '/')) {
    scan.at = Math.min(scan.end, lineEnd(text, at));
    return true;
  }
  if (text[at] !== '/' || text[at + 1] !== '*') return false;
  const close = isMissing('*/', scan, at) ? -1 : text.indexOf('*/', at + 2);
  if (close < 0 && scan.patience > 0) noteMissing('*/', scan, at);
  const inside = close < 0 ? '' : text.slice(at + 2, close);
  // A comment that runs over a block up to the end of another comment has only just been opened.
  const open = close < 0 || close + 2 > scan.end || (inside.includes('/*') && lineWithTopLevelHeader.test(inside));
  scan.at = open ? at + inside.length : close + 2;
  if (open) retreat(scan, Math.min(scan.end, lineEnd(text, at)));
  return true;
}

function isMissing(terminator: string, scan: Scan, from: number): boolean {
  return scan.patience <= 0 || from >= (scan.missing.get(terminator) ?? Number.POSITIVE_INFINITY);
}

function noteMissing(terminator: string, scan: Scan, from: number): void {
  scan.missing.set(terminator, Math.min(from, scan.missing.get(terminator) ?? from));
}

/** From after `=` to the end of the expression. Returns what lies between, without white space and comments at either end. */
function skipExpression(scan: Scan): Span {
  skipSpace(scan);
  const start = scan.at;
  const firstLineEnd = Math.min(scan.end, lineEnd(scan.text, start));
  const end = scan.patience > 0 ? scan.end : firstLineEnd;
  const closers: string[] = [];
  let last = start;
  let lastOfFirstLine = start;
  while (scan.at < end) {
    const character = scan.text[scan.at] ?? '';
    if (character === '\n') {
      if (closers.length === 0) break;
      scan.at++;
    } else if (character === ' ' || character === '\t' || character === '\r') scan.at++;
    else if (closers.length === 0 && character === '}') break;
    else if (!skipComment(scan)) {
      skipToken(scan, closers);
      last = scan.at;
      if (last <= firstLineEnd) lastOfFirstLine = last;
    }
  }
  if (closers.length === 0) return span(start, last);
  // A bracket that is never closed: what follows on other lines is not part of this.
  retreat(scan, firstLineEnd);
  return span(start, lastOfFirstLine);
}

/** Goes back to where something ends that is not closed. */
function retreat(scan: Scan, to: number): void {
  scan.broken = true;
  scan.patience -= Math.max(0, scan.at - to);
  scan.at = to;
}

/** From after `{` to after its `}`. Returns the offset of that `}`, or the end of the body where it is missing. */
function skipBlockBody(scan: Scan): number {
  const closers = ['}'];
  while (scan.at < scan.end) {
    if (scan.text[scan.at] === '\n') {
      scan.at++;
      if (!matchAt(topLevelHeader, scan.text, scan.at)) continue;
      scan.broken = true;
      return scan.at;
    }
    if (matchAt(plainText, scan.text, scan.at)) scan.at = Math.min(scan.end, plainText.lastIndex);
    else if (!skipComment(scan)) {
      skipToken(scan, closers);
      if (closers.length === 0) return scan.at - 1;
    }
  }
  scan.broken = true;
  return scan.at;
}

/** One token: a quoted template, a heredoc, a bracket, or a single character. Keeps the brackets that are still to be closed. */
function skipToken(scan: Scan, closers: string[]): void {
  const { text } = scan;
  const character = text[scan.at] ?? '';
  if (character === '"') {
    skipQuoted(scan);
    return;
  }
  if (character === '<' && skipHeredoc(scan)) return;
  scan.at++;
  const closer = closerOf[character];
  if (closer) closers.push(closer);
  else if (character === '}' || character === ']' || character === ')') {
    const match = closers.lastIndexOf(character);
    if (match !== closers.length - 1) scan.broken = true;
    if (match >= 0) closers.length = match;
  }
}

/** A quoted template. One that its line does not close ends with the line. */
function skipQuoted(scan: Scan): void {
  const { text } = scan;
  const start = scan.at;
  scan.at++;
  while (scan.at < scan.end) {
    const character = text[scan.at];
    if (character === '"') {
      scan.at++;
      return;
    }
    if (character === '\n') break;
    if (character === '\\' && text[scan.at + 1] !== '\n') scan.at += 2;
    else if ((character === '$' || character === '%') && text[scan.at + 1] === '{') {
      if (!skipInterpolation(scan)) break;
    } else if ((character === '$' || character === '%') && text[scan.at + 1] === character && text[scan.at + 2] === '{')
      scan.at += 3;
    else scan.at++;
  }
  retreat(scan, Math.min(scan.end, lineEnd(text, start)));
}

/** From `${` to after its `}`. Returns whether it is closed. */
function skipInterpolation(scan: Scan): boolean {
  if (scan.patience <= 0 || scan.depth >= deepest) return false;
  scan.depth++;
  scan.at += 2;
  let open = 1;
  while (scan.at < scan.end && open > 0) {
    const character = scan.text[scan.at];
    if (character === '"') skipQuoted(scan);
    else scan.at++;
    if (character === '{') open++;
    else if (character === '}') open--;
  }
  scan.depth--;
  return open === 0;
}

/** A heredoc with its closing line. One that is not closed ends with the line it starts on. */
function skipHeredoc(scan: Scan): boolean {
  const { text } = scan;
  const opening = matchAt(heredocStart, text, scan.at);
  const marker = opening?.[1];
  if (!opening || marker === undefined) return false;
  const start = scan.at + opening[0].length;
  const close = isMissing(marker, scan, start) ? undefined : lineOf(marker, scan, start);
  if (!close && scan.patience > 0) noteMissing(marker, scan, start);
  const inside = text.slice(start, close?.start ?? start);
  // A heredoc that runs over a block up to the end of another heredoc has only just been opened.
  const open = !close || (new RegExp(`<<-?${marker}\\s*$`, 'm').test(inside) && lineWithTopLevelHeader.test(inside));
  const line = Math.min(scan.end, lineEnd(text, scan.at));
  scan.at = open ? start + inside.length : close.end;
  if (open) retreat(scan, line);
  return true;
}

/** The first line from `from` on that holds the marker and nothing else. */
function lineOf(marker: string, scan: Scan, from: number): Span | undefined {
  for (let line = from; line < scan.end; line = nextLine(scan.text, line)) {
    const end = lineEnd(scan.text, line);
    if (scan.text.slice(line, end).trim() === marker) return span(line, end);
  }
  return undefined;
}
