import type { TextEdit } from '../text/edit';
import { lineEnd, lineStart, nextLine } from '../text/lines';
import { type Span, span } from '../text/span';

/** Takes an entry or an item out of braces or brackets, with the comma that parts it from the others. */
export function removeFromFlow(text: string, whole: Span): TextEdit {
  const { start, end } = whole;
  const [after] = /^\s*,/.exec(text.slice(end, end + 1000)) ?? [];
  if (after !== undefined) {
    const next = end + after.length;
    const line = lineStart(text, start);
    const fillsLines = text.slice(line, start).trim() === '' && text.slice(next, lineEnd(text, next)).trim() === '';
    if (fillsLines) return { span: span(line, nextLine(text, next)), text: '' };
    return { span: span(start, next + (/^[ \t]*/.exec(text.slice(next, next + 100))?.[0].length ?? 0)), text: '' };
  }
  const before = /,\s*$/.exec(text.slice(Math.max(0, start - 1000), start))?.[0].length ?? 0;
  return { span: span(start - before, end), text: '' };
}

/** Takes the lines of an entry or an item out of a text that is laid out by indentation. */
export function removeLines(text: string, { start, end }: Span): TextEdit {
  const next = nextLine(text, end);
  const line = lineStart(text, start);
  // The last line of a text that does not end with a line break takes the one before it along.
  const isLast = next === text.length && text[next - 1] !== '\n' && line > 0;
  return { span: isLast ? span(lineEnd(text, lineStart(text, line - 1)), next) : span(line, next), text: '' };
}
