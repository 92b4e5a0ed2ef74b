import type { TextEdit } from '../../text/edit';
import { lineEnd, lineStart, nextLine } from '../../text/lines';
import { slice, span } from '../../text/span';

/**
 * What it takes to keep the comments aligned when edits that each stay on a line change its length: `terraform fmt` has the comments at
 * the ends of neighbouring lines in one column, one space after the longest line. Nothing where they are not like that.
 */
export function realignComments(text: string, changes: readonly TextEdit[]): readonly TextEdit[] {
  const handled = new Set<number>();
  return changes.flatMap((change) => {
    const own = commentedLine(text, lineStart(text, change.span.end), change.span.end);
    if (!own || handled.has(own.start)) return [];
    const lines = [...neighbours(text, own, previousLine), own, ...neighbours(text, own, followingLine)];
    for (const { start } of lines) handled.add(start);
    return realign(lines, (line) => line.width + growth(text, line, changes));
  });
}

/** Whether the comment at the end of a line is aligned with one on the line after it. */
export function isAlignedWithNext(text: string, offset: number): boolean {
  const own = commentedLine(text, lineStart(text, offset));
  return own !== undefined && neighbours(text, own, followingLine).length > 0;
}

function realign(lines: readonly CommentedLine[], widthAfter: (line: CommentedLine) => number): readonly TextEdit[] {
  const [first] = lines;
  if (!first || first.column !== longest(lines.map(({ width }) => width)) + 1) return [];
  const column = longest(lines.map(widthAfter)) + 1;
  return lines
    .filter((line) => column - widthAfter(line) !== line.comment - line.end)
    .map((line) => ({ span: span(line.end, line.comment), text: ' '.repeat(column - widthAfter(line)) }));
}

function longest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

/** How much longer the line is after the changes. */
function growth(text: string, line: CommentedLine, changes: readonly TextEdit[]): number {
  const own = changes.filter(({ span: { start, end } }) => start >= line.start && end <= line.end);
  return own.reduce((sum, change) => sum + widthOf(change.text) - widthOf(slice(text, change.span)), 0);
}

/** A line that holds something and a comment after it. */
interface CommentedLine {
  readonly start: number;
  /** The end of what stands before the comment. */
  readonly end: number;
  /** Where the comment starts. */
  readonly comment: number;
  /** How wide what stands before the comment is. */
  readonly width: number;
  /** How far from the start of the line the comment is. */
  readonly column: number;
}

function previousLine(text: string, { start }: CommentedLine): number | undefined {
  return start === 0 ? undefined : lineStart(text, start - 1);
}

function followingLine(text: string, { start }: CommentedLine): number | undefined {
  const next = nextLine(text, start);
  return next >= text.length ? undefined : next;
}

/** The lines next to one, in one direction, whose comments are in its column. */
function neighbours(
  text: string,
  own: CommentedLine,
  step: (text: string, line: CommentedLine) => number | undefined,
): readonly CommentedLine[] {
  const found: CommentedLine[] = [];
  for (let line = own; ; ) {
    const start = step(text, line);
    const neighbour = start === undefined ? undefined : commentedLine(text, start);
    if (neighbour?.column !== own.column) return found;
    found.push(neighbour);
    line = neighbour;
  }
}

/** The line that starts somewhere, with the comment that comes after an offset of it. */
function commentedLine(text: string, start: number, from = start): CommentedLine | undefined {
  const comment = findComment(text, from, lineEnd(text, start));
  if (comment === undefined) return undefined;
  const before = text.slice(start, comment);
  const content = before.trimEnd();
  if (content === '' || !/^ +$/.test(before.slice(content.length))) return undefined;
  return { start, end: start + content.length, comment, width: widthOf(content), column: widthOf(before) };
}

function findComment(text: string, from: number, end: number): number | undefined {
  for (const { 0: token, index } of text.slice(from, end).matchAll(/"(?:[^"\\]|\\.)*"?|#|\/\/|\/|[^"#/]+/g))
    if (token === '#' || token === '//') return from + index;
  return undefined;
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function widthOf(text: string): number {
  return [...characters.segment(text)].length;
}
