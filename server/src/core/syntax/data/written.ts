import { resolvePlain } from './scalar';

/** What is to be written as YAML or JSON. */
export type Written =
  | { readonly kind: 'text'; readonly text: string }
  /** A number or boolean, as it is spelt. */
  | { readonly kind: 'bare'; readonly source: string }
  /** An intrinsic function of CloudFormation, by its name without `Fn::`. */
  | { readonly kind: 'call'; readonly name: string; readonly argument: Written }
  | { readonly kind: 'mapping'; readonly entries: readonly WrittenEntry[] }
  | { readonly kind: 'sequence'; readonly items: readonly Written[] };

export interface WrittenEntry {
  readonly key: string;
  readonly value: Written;
  /** A line before the entry, where the language has comments. */
  readonly comment?: string | undefined;
}

export const text = (content: string): Written => ({ kind: 'text', text: content });
export const bare = (source: string): Written => ({ kind: 'bare', source });
export const call = (name: string, argument: Written | string): Written => ({
  kind: 'call',
  name,
  argument: typeof argument === 'string' ? text(argument) : argument,
});
export const sequence = (items: readonly Written[]): Written => ({ kind: 'sequence', items });
export const mapping = (entries: readonly WrittenEntry[]): Written => ({ kind: 'mapping', entries });
export const entry = (key: string, value: Written | string, comment?: string): WrittenEntry => ({
  key,
  value: typeof value === 'string' ? text(value) : value,
  comment,
});

/** How a document is written: what is inserted follows it. */
export interface DataStyle {
  readonly format: 'yaml' | 'json';
  readonly eol: string;
  /** The white space of one level. */
  readonly unit: string;
  readonly quote: '"' | "'";
  /** Whether functions are written as tags, `!Ref`. */
  readonly tags: boolean;
  /** Whether the items of a sequence are indented more than its key. */
  readonly indentsItems: boolean;
  /** Whether there is a space inside braces, and inside brackets, that open and close on one line. */
  readonly spaced: boolean;
  /** What follows a key, and what parts the entries on one line: in JSON with or without a space. */
  readonly colon: ': ' | ':';
  readonly comma: ', ' | ',';
  /** Whether short objects stand on one line. */
  readonly inline: boolean;
  /** Whether there are blank lines between the members of a section. */
  readonly parted: boolean;
}

/** A value that is no longer than this may stand on one line. */
const shortest = 100;

/** The lines of an entry of a block mapping or, without commas around it, of an object. */
export function printEntry(written: WrittenEntry, style: DataStyle): readonly string[] {
  if (style.format === 'json') return jsonEntry(written, style);
  const key = `${yamlText(written.key, style, false)}:`;
  const comment = written.comment === undefined ? [] : [`# ${written.comment}`];
  const { value } = written;
  if (isOneLine(value, style)) return [...comment, `${key} ${yamlLine(value, style)}`];
  const lines = printValue(value, style);
  if (value.kind === 'sequence' && !style.indentsItems) return [...comment, key, ...lines];
  return [...comment, key, ...lines.map((line) => style.unit + line)];
}

/** The lines of a value. */
export function printValue(value: Written, style: DataStyle): readonly string[] {
  if (style.format === 'json') return jsonValue(value, style);
  if (isOneLine(value, style)) return [yamlLine(value, style)];
  switch (value.kind) {
    case 'mapping':
      return value.entries.flatMap((member) => printEntry(member, style));
    case 'sequence':
      return value.items.flatMap((item) => printItem(item, style));
    case 'call':
      return printEntry({ key: longName(value.name), value: argumentOf(value) }, style);
    default:
      return [yamlLine(value, style)];
  }
}

/** The lines of an item of a block sequence. */
export function printItem(item: Written, style: DataStyle): readonly string[] {
  const [first = '', ...rest] = printValue(item, style);
  // A comment before the first entry stands before the dash.
  if (first.startsWith('# ')) {
    const [second = '', ...others] = rest;
    return [first, `- ${second}`, ...others.map((line) => `  ${line}`)];
  }
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

/** A value on one line, as it stands inside a flow collection or after a key. */
export function printLine(value: Written, style: DataStyle): string {
  return style.format === 'json' ? jsonLine(value, style) : flowLine(value, style);
}

function isOneLine(value: Written, style: DataStyle): boolean {
  if (value.kind === 'call') return style.tags;
  return value.kind === 'text' || value.kind === 'bare';
}

function yamlLine(value: Written, style: DataStyle): string {
  switch (value.kind) {
    case 'text':
      return yamlText(value.text, style, false);
    case 'call':
      return `!${value.name} ${tagged(value, style)}`;
    default:
      return flowLine(value, style);
  }
}

function flowLine(value: Written, style: DataStyle): string {
  switch (value.kind) {
    case 'text':
      return yamlText(value.text, style, true);
    case 'bare':
      return value.source;
    case 'call':
      // A value has one tag at the most.
      if (style.tags && value.argument.kind !== 'call')
        return `!${value.name} ${value.argument.kind === 'text' ? yamlText(value.argument.text, style, true) : flowLine(value.argument, style)}`;
      return `{${pad(style)}${longName(value.name)}: ${flowLine(argumentOf(value), style)}${pad(style)}}`;
    case 'mapping': {
      const inside = value.entries.map(
        (member) => `${yamlText(member.key, style, true)}: ${flowLine(member.value, style)}`,
      );
      return `{${pad(style)}${inside.join(', ')}${pad(style)}}`;
    }
    case 'sequence':
      return `[${value.items.map((item) => flowLine(item, style)).join(', ')}]`;
  }
}

function tagged({ argument }: Extract<Written, { kind: 'call' }>, style: DataStyle): string {
  return argument.kind === 'text' ? yamlText(argument.text, style, false) : flowLine(argument, style);
}

function pad(style: DataStyle): string {
  return style.spaced ? ' ' : '';
}

function longName(name: string): string {
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** The long form of `GetAtt` takes a list. */
function argumentOf({ name, argument }: Extract<Written, { kind: 'call' }>): Written {
  if (name !== 'GetAtt' || argument.kind !== 'text') return argument;
  const [resource = '', ...attribute] = argument.text.split('.');
  return sequence([text(resource), text(attribute.join('.'))]);
}

/** A scalar that is read back as this text: plain where that is so, else between quotes. */
function yamlText(content: string, style: DataStyle, inFlow: boolean): string {
  const plain =
    /^[^\s\-?:,[\]{}#&*!|>'"%@`]/.test(content) &&
    !/: |:$| #|\s$|[\n\t]/.test(content) &&
    !(inFlow && /[,[\]{}]/.test(content)) &&
    typeof resolvePlain(content) === 'string' &&
    !/^\d{4}-\d{1,2}-\d{1,2}/.test(content);
  if (plain) return content;
  return style.quote === "'" ? `'${content.replaceAll("'", "''")}'` : JSON.stringify(content);
}

function jsonEntry({ key, value }: WrittenEntry, style: DataStyle): readonly string[] {
  const [first = '', ...rest] = jsonValue(value, style);
  return [`${JSON.stringify(key)}${style.colon}${first}`, ...rest];
}

function jsonValue(value: Written, style: DataStyle): readonly string[] {
  const line = jsonLine(value, style);
  if (isLeaf(value) || (style.inline && line.length <= shortest)) return [line];
  switch (value.kind) {
    case 'mapping':
      return brackets(
        '{',
        '}',
        value.entries.map((member) => jsonEntry(member, style)),
        style,
      );
    case 'sequence':
      return brackets(
        '[',
        ']',
        value.items.map((item) => jsonValue(item, style)),
        style,
      );
    case 'call':
      return jsonValue(mapping([entry(longName(value.name), argumentOf(value))]), style);
    default:
      return [line];
  }
}

function brackets(
  open: string,
  close: string,
  parts: readonly (readonly string[])[],
  { unit }: DataStyle,
): readonly string[] {
  const lines = parts.flatMap((part, index) =>
    part.map((line, at) => unit + line + (at === part.length - 1 && index < parts.length - 1 ? ',' : '')),
  );
  return [open, ...lines, close];
}

/** What is never spread over lines. */
function isLeaf(value: Written): boolean {
  if (value.kind === 'mapping') return value.entries.length === 0;
  return value.kind === 'text' || value.kind === 'bare';
}

function jsonLine(value: Written, style: DataStyle): string {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'bare':
      return value.source;
    case 'call':
      return jsonLine(mapping([entry(longName(value.name), argumentOf(value))]), style);
    case 'mapping': {
      if (value.entries.length === 0) return '{}';
      const inside = value.entries.map(
        (member) => `${JSON.stringify(member.key)}${style.colon}${jsonLine(member.value, style)}`,
      );
      return `{${pad(style)}${inside.join(style.comma)}${pad(style)}}`;
    }
    case 'sequence':
      return `[${value.items.map((item) => jsonLine(item, style)).join(style.comma)}]`;
  }
}
