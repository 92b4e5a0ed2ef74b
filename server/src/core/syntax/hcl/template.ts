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

/** Parts as a quoted template. */
export function quotedSource(parts: Parts<{ readonly source: string }>): string {
  const inside = parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : `\${${part.source}}`));
  return `"${inside.join('')}"`;
}

/** What stands between two texts of a template, from `${` or `%{` to `}`, and whether it has a `~` at either end. */
export interface Strip {
  readonly trimsBefore: boolean;
  readonly trimsAfter: boolean;
}

/**
 * Takes off the white space that a `~` asks for. It is that of the next text only, and in heredocs every line is a text of its own:
 * at most one line break goes. (hclsyntax/parser_template.go in github.com/hashicorp/hcl)
 */
export function withoutStripped<T extends Strip>(parts: Parts<T>): Parts<T> {
  return parts.map((part, index) => {
    if (typeof part !== 'string') return part;
    const [before, after] = [parts[index - 1], parts[index + 1]];
    const text = typeof before === 'object' && before.trimsAfter ? part.trimStart() : part;
    return typeof after === 'object' && after.trimsBefore ? text.trimEnd() : text;
  });
}

/**
 * Takes off what the lines of an indented heredoc (`<<-`) have in common. Every line is a text of its own, and a line starts only after
 * a text that still has its line break: what follows a `~` at the end of a line keeps its indentation. Blank lines keep theirs, too.
 */
export function withoutCommonIndentation<T>(parts: Parts<T>): Parts<T> {
  const indentations = parts.map((part, index) => {
    const before = parts[index - 1];
    const startsLine = index === 0 || (typeof before === 'string' && before.endsWith('\n'));
    return startsLine ? indentationOf(part) : undefined;
  });
  const least = indentations.reduce<number>((sum, each) => Math.min(sum, each ?? sum), Number.POSITIVE_INFINITY);
  return parts.map((part, index) =>
    typeof part === 'string' && indentations[index] !== undefined ? part.slice(least) : part,
  );
}

/** Undefined for a blank line. */
function indentationOf(part: unknown): number | undefined {
  if (typeof part !== 'string') return 0;
  const content = part.trimStart();
  return content === '' && part.endsWith('\n') ? undefined : part.length - content.length;
}

/** Texts that follow one another as one. */
export function withTextsJoined<T>(parts: Parts<T>): Parts<T> {
  const joined: (string | T)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}
