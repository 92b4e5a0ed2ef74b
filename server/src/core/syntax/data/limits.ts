/** Nobody writes collections nested deeper than this, and the call stack is finite. */
export const deepest = 200;

/** A longer text is data, not a template; reading it would take seconds. */
const longest = 1_000_000;
/** The scanner of tree-sitter's YAML counts lines in 16 bits. */
const mostLines = 30_000;
/** It keeps the columns of nested block collections in 1,024 bytes, and ends the WebAssembly for good where they do not fit. */
const deepestBlock = 120;

/** Whether a text is more than tree-sitter should be given. */
export function isTooMuch(text: string): boolean {
  if (text.length > longest) return true;
  const columns: number[] = [];
  let lines = 0;
  let brackets = 0;
  for (let line = 0; line < text.length; ) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? text.length : newline + 1;
    if (++lines > mostLines) return true;
    if (nestBlocks(text, line, next, columns) > deepestBlock) return true;
    for (let i = line; i < next; i++) {
      const code = text.charCodeAt(i);
      if (code === 91 || code === 123) brackets++;
      else if ((code === 93 || code === 125) && brackets > 0) brackets--;
      if (brackets > deepest) return true;
    }
    line = next;
  }
  return false;
}

/** How many block collections are open once this line has begun, at most. Each starts right of the one around it. */
function nestBlocks(text: string, from: number, end: number, columns: number[]): number {
  let at = from;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  const code = text.charCodeAt(at);
  if (at >= end || code === 10 || code === 13) return columns.length;
  while (columns.length > 0 && (columns.at(-1) ?? 0) >= at - from) columns.pop();
  columns.push(at - from);
  // Dashes, and the signs of a mapping, may open one collection each on one line.
  while (at + 1 < end && '-?:'.includes(text[at] ?? ' ') && /[ \t]/.test(text[at + 1] ?? '')) {
    at++;
    while (at < end && /[ \t]/.test(text[at] ?? '')) at++;
    columns.push(at - from);
    if (columns.length > deepestBlock) break;
  }
  return columns.length;
}
