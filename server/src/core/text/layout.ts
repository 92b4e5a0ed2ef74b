import { lineStart } from './lines';

/** The line break that the text uses: that of its first line, `\n` where it has one line only. */
export function lineBreak(text: string): '\n' | '\r\n' {
  const newline = text.indexOf('\n');
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The white space that the line of `offset` starts with. */
export function indentationAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}

/** The same lines with `indentation` before each that is not blank. */
export function indent(lines: readonly string[], indentation: string): readonly string[] {
  return lines.map((line) => (line === '' ? line : indentation + line));
}
