/** The text of a label or quoted template without its quotes, decoded. A bare identifier stays as it is. */
export function unquote(source: string): string {
  if (!source.startsWith('"')) return source;
  return decodeQuoted(source.slice(1, source.length > 1 && source.endsWith('"') ? -1 : undefined));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Literal text inside quotes. */
export function decodeQuoted(raw: string): string {
  return decodeLiteral(decodeEscapes(raw));
}

/** Takes the backslashes off text inside quotes, and leaves what is doubled. */
export function decodeEscapes(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g, (whole, short, long, single) => {
    if (single !== undefined) return escapes[single] ?? whole;
    const code = Number.parseInt(short ?? long, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Literal text of a heredoc: a doubled `$` or `%` before a brace stands for one. */
export function decodeLiteral(raw: string): string {
  return raw.replace(/([$%])\1\{/g, '$1{');
}

/** Text as it stands inside a quoted template. */
export function escapeTemplate(text: string): string {
  return text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/([$%])\{/g, '$1$1{');
}

/** What stands in the parts of a template: text, or anything else that is interpolated. */
export type Parts<T> = readonly (string | T)[];

/** Takes off what the lines of an indented heredoc (`<<-`) have in common. */
export function withoutCommonIndentation<T>(parts: Parts<T>): Parts<T> {
  let least = Number.POSITIVE_INFINITY;
  forEachLineStart(parts, (line, followedByValue) => {
    const spaces = line.length - line.replace(/^ +/, '').length;
    if (spaces < line.length || followedByValue) least = Math.min(least, spaces);
  });
  if (!Number.isFinite(least) || least === 0) return parts;
  return parts.map((part, index) => {
    if (typeof part !== 'string') return part;
    const lines = part.split('\n');
    return lines
      .map((line, at) => (at === 0 && index > 0 ? line : line.slice(Math.min(least, leadingSpaces(line)))))
      .join('\n');
  });
}

function leadingSpaces(line: string): number {
  return line.length - line.replace(/^ +/, '').length;
}

function forEachLineStart<T>(parts: Parts<T>, visit: (line: string, followedByValue: boolean) => void): void {
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'string') {
      if (index === 0) visit('', true);
      continue;
    }
    const lines = part.split('\n');
    for (const [at, line] of lines.entries()) {
      if (at === 0 && index > 0) continue;
      const last = at === lines.length - 1;
      if (!last || index < parts.length - 1) visit(line, last);
    }
  }
}
