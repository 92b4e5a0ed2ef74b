/**
 * What a plain scalar stands for in YAML 1.1, as the parsers read it that CloudFormation templates meet (SnakeYAML, PyYAML): `y` and
 * `n` are strings, `0o17` is one, and so is a number with a leading zero that is not octal, such as an account id.
 * (yaml.org/type/bool.html, int.html, float.html, null.html)
 */
export function resolvePlain(source: string): string | number | boolean | null {
  if (source.length > 100) return source;
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(source)) return true;
  if (/^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(source)) return false;
  return /^[-+.\d]/.test(source) ? resolveNumber(source) : source;
}

function resolveNumber(source: string): string | number {
  const sign = source.startsWith('-') ? -1 : 1;
  const digits = source.replace(/^[-+]/, '').replaceAll('_', '');
  if (!/^[\d.]/.test(digits)) return source;
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return sign * Number(digits);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  if (/^0x[\da-fA-F]+$|^0b[01]+$/.test(digits)) return sign * Number(digits);
  if (/^(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?$|^\d+[eE][-+]?\d+$/.test(digits)) return sign * Number(digits);
  // Base 60, as a time of day is written.
  if (/^[1-9]\d*(?::[0-5]?\d)+(?:\.\d*)?$|^0(?::[0-5]?\d)+\.\d*$/.test(digits))
    return sign * digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  if (/^\.(?:inf|Inf|INF)$/.test(digits)) return sign * Number.POSITIVE_INFINITY;
  return /^\.(?:nan|NaN|NAN)$/.test(source) ? Number.NaN : source;
}

/** The text of a plain scalar, its lines folded. */
export function decodePlain(source: string): string {
  if (!source.includes('\n')) return source;
  // A comment between the lines ends a plain scalar, so none lies in it.
  return foldFlow(source.split(/\r?\n/).map((line) => line.trim()));
}

/** The text between single quotes. */
export function decodeSingle(inside: string): string {
  const lines = inside.includes('\n') ? foldFlow(trimInside(inside.split(/\r?\n/))) : inside;
  return lines.replaceAll("''", "'");
}

/** The text between double quotes: YAML's escapes, which hold JSON's. One that is wrong stands for itself. */
export function decodeDouble(inside: string): string {
  const text = inside.includes('\n') ? foldDouble(inside) : inside;
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
    (whole, x, u, long, single) => {
      if (single !== undefined) return escapes[single] ?? whole;
      const code = Number.parseInt(x ?? u ?? long, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** A backslash before a line break joins the lines, and what white space stands before it stays. */
function foldDouble(inside: string): string {
  const joined = inside.replace(/\\(?:\r?\n[ \t]*|[\s\S])/g, (whole) => (/^\\\r?\n/.test(whole) ? '' : whole));
  return foldFlow(trimInside(joined.split(/\r?\n/)));
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** A block scalar with its header. `parent` is the column of the key or dash that it belongs to. */
export function decodeBlock(source: string, parent: number): string {
  const [header = '', ...lines] = source.split(/\r?\n/);
  const indicated = /^[|>][-+]?([1-9])/.exec(header)?.[1];
  const chomping = /^[|>]\d?([-+])/.exec(header)?.[1];
  const first = lines.find((line) => /[^ ]/.test(line)) ?? '';
  const indentation = indicated === undefined ? leadingSpaces(first) : parent + Number(indicated);
  const content = lines.map((line) => line.slice(Math.min(indentation, leadingSpaces(line))));
  let used = content.length;
  while (used > 0 && content[used - 1] === '') used--;
  const text = header.startsWith('>') ? foldBlock(content.slice(0, used)) : content.slice(0, used).join('\n');
  // What follows the last line break is the end of the text, not a line.
  const trailing = Math.max(0, content.length - used - 1);
  if (chomping === '-') return text;
  if (chomping === '+') return text + '\n'.repeat(used > 0 ? trailing + 1 : trailing);
  return used > 0 ? `${text}\n` : '';
}

/** Lines that are not indented further than the others are joined by a space, and n blank lines between them are n line breaks. */
function foldBlock(lines: readonly string[]): string {
  let result = '';
  let breaks = 0;
  let previous: 'none' | 'text' | 'indented' = 'none';
  for (const line of lines) {
    if (line === '') {
      breaks++;
      continue;
    }
    const kind = /^[ \t]/.test(line) ? 'indented' : 'text';
    if (previous === 'none') result += '\n'.repeat(breaks);
    else if (previous === 'text' && kind === 'text') result += breaks === 0 ? ' ' : '\n'.repeat(breaks);
    else result += '\n'.repeat(breaks + 1);
    result += line;
    previous = kind;
    breaks = 0;
  }
  return result;
}

/** Lines of which white space at breaks is off already: joined by a space, and n blank lines between them are n line breaks. */
function foldFlow(lines: readonly string[]): string {
  let result = lines[0] ?? '';
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    if (line === '' && index < lines.length - 1) breaks++;
    else {
      result += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + line;
      breaks = 0;
    }
  }
  return result;
}

/** Without the white space around line breaks. */
function trimInside(lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => {
    const text = index > 0 ? line.replace(/^[ \t]+/, '') : line;
    return index < lines.length - 1 ? text.trimEnd() : text;
  });
}

function leadingSpaces(line: string): number {
  let count = 0;
  while (line.charCodeAt(count) === 32) count++;
  return count;
}
