import { differenceOf } from '../../text/difference';
import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart, nextLine } from '../../text/lines';
import { type Span, span } from '../../text/span';
import type { Data, Entry, Mapping, Sequence } from './tree';
import {
  type DataStyle,
  mapping,
  printEntry,
  printItem,
  printLine,
  printValue,
  sequence,
  type Written,
  type WrittenEntry,
} from './written';

/** A document that is edited: its text, its style, and where the spans of its data stand in it. */
export interface Document {
  readonly text: string;
  readonly style: DataStyle;
  readonly inFile: (data: Pick<Entry, 'owner' | 'span'>) => Span;
}

/** Adds an entry to a mapping, after the last of the `after` entries that are there, else as the last one. */
export function insertEntry(
  document: Document,
  target: Mapping,
  written: WrittenEntry,
  after: readonly string[],
): readonly TextEdit[] {
  return insertEntries(document, target, [written], anchorIn(target, after));
}

/** The entry of a mapping after which one is added that goes after any of these; the last one where none of them is there. */
export function anchorIn(target: Mapping, after: readonly string[]): Entry | undefined {
  const own = target.entries.filter((entry) => isWrittenIn(target, entry));
  return own.findLast(({ keyText }) => after.includes(keyText)) ?? own.at(-1);
}

/** Adds entries to a mapping after one of its own; undefined where it has none. */
export function insertEntries(
  document: Document,
  target: Mapping,
  written: readonly WrittenEntry[],
  anchor: Entry | undefined,
): readonly TextEdit[] {
  const whole = document.inFile(target);
  const lines = () => written.flatMap((each) => printEntry(each, style));
  const flow = () => joinItems(written.map((each) => printFlow(document, whole, each)));
  const { text, style } = document;
  if (!anchor) {
    const content = document.inFile({ owner: target.owner, span: target.contentSpan });
    const inside = text.slice(content.start, content.end);
    if (/^\{?\s*\}?$/.test(inside)) return fillEmpty(document, target, mapping(written));
    // Merge keys only.
    if (target.style === 'flow')
      return [
        { span: span(content.end - 1, content.end - 1), text: `${style.comma}${flow().join(style.comma.slice(1))}` },
      ];
    return [insertLines(document, endOf(text, content), columnAt(text, content.start), lines())];
  }
  const { start } = document.inFile(anchor);
  const end = entryEnd(document, anchor);
  if (target.style === 'flow') return insertInFlow(document, whole, { start, end }, flow());
  return [insertLines(document, end, columnAt(text, start), lines())];
}

/** Adds items to the end of a sequence. */
export function appendItems(document: Document, target: Sequence, items: readonly Written[]): readonly TextEdit[] {
  const whole = document.inFile(target);
  const { style, text } = document;
  if (target.items.length === 0) return fillEmpty(document, target, sequence(items));
  const { start, end } = lastItemOf(document, target);
  if (target.style === 'flow') {
    const isSpread = style.format === 'json' && !isOnOneLine(text, whole);
    const printed = items.map((item) => (isSpread ? printValue(item, style) : [printLine(item, style)]));
    return insertInFlow(document, whole, { start, end }, joinItems(printed));
  }
  const dash = indentationAt(text, whole.start).length;
  const column =
    text.slice(lineStart(text, whole.start), whole.start).trim() === ''
      ? dash
      : whole.start - lineStart(text, whole.start);
  return [
    insertLines(
      document,
      end,
      ' '.repeat(column),
      items.flatMap((item) => printItem(item, style)),
    ),
  ];
}

/** Where the last item of a sequence is written: that, or the alias that stands for it. */
function lastItemOf(document: Document, target: Sequence): Span {
  const last = target.items.at(-1);
  if (last && isWrittenIn(target, last)) return spanOf(document, last);
  const { start, end } = document.inFile({ owner: target.owner, span: target.contentSpan });
  const found = [...document.text.slice(start, end).matchAll(/(?<=\s)#.*|(?<=[\s,[])\*[^\s,[\]{}]+/g)];
  const alias = found.findLast(([text]) => text.startsWith('*'));
  return alias ? span(start + alias.index, start + alias.index + alias[0].length) : span(start, end);
}

/** Whether a part of the data is written in it: aliases and merge keys lead elsewhere, in the same member or in another one. */
function isWrittenIn({ owner, span }: Data, part: Pick<Entry, 'owner' | 'span'>): boolean {
  return part.owner === owner && part.span.start >= span.start && part.span.end <= span.end;
}

/** Where data stands in the file, without the comments and the white space that a block takes in after its last value. */
export function spanOf(document: Document, data: Data): Span {
  const { start } = document.inFile(data);
  const leaf = lastLeaf(data);
  const { start: from, end } = document.inFile({ owner: leaf.owner, span: leaf.contentSpan });
  return span(start, from + document.text.slice(from, end).trimEnd().length);
}

/** The end of an entry: that of its value, or of the alias that stands for it. */
function entryEnd(document: Document, { owner, valueSpan, value }: Entry): number {
  if (value.owner === owner && value.span.start === valueSpan.start) return spanOf(document, value).end;
  const written = document.inFile({ owner, span: valueSpan });
  return endOf(document.text, written);
}

/** The last value in the text of the data: a scalar, or a collection in brackets. */
function lastLeaf(data: Data): Data {
  if (data.kind === 'mapping' && data.style === 'block') {
    const last = data.entries.findLast((member) => isWrittenIn(data, member));
    if (last && isWrittenIn(data, last.value) && last.value.span.start === last.valueSpan.start)
      return lastLeaf(last.value);
  }
  if (data.kind === 'sequence' && data.style === 'block') {
    const last = data.items.at(-1);
    if (last && isWrittenIn(data, last)) return lastLeaf(last);
  }
  return data;
}

/** The end of a text without blank lines and comments after it. */
function endOf(text: string, { start, end }: Span): number {
  const lines = text.slice(start, end).split('\n');
  while (lines.length > 1 && /^\s*(?:#.*)?$/.test(lines.at(-1) ?? '')) lines.pop();
  return start + lines.join('\n').trimEnd().length;
}

/** White space up to the column of an offset. */
function columnAt(text: string, offset: number): string {
  return ' '.repeat(offset - lineStart(text, offset));
}

export function insertLines(
  { text, style }: Document,
  end: number,
  indentation: string,
  lines: readonly string[],
): TextEdit {
  const at = endOfDeeper(text, lineEnd(text, end), indentation.length);
  return { span: span(at, at), text: style.eol + indent(lines, indentation).join(style.eol) };
}

/** The end of the lines that stand deeper: what is being typed there belongs to what it stands below. */
function endOfDeeper(text: string, from: number, column: number): number {
  let at = from;
  for (let start = nextLine(text, at); start < text.length && start > at; start = nextLine(text, at)) {
    const line = text.slice(start, lineEnd(text, start));
    const depth = line.search(/\S/);
    if (depth <= column || line[depth] === '#') break;
    at = lineEnd(text, start);
  }
  return at;
}

/** After an item of a flow collection, with the commas that it then takes. The lines that are inserted are not indented. */
export function insertInFlow(
  { text, style }: Document,
  whole: Span,
  anchor: Span,
  lines: readonly string[],
): readonly TextEdit[] {
  const startsLine = text.slice(lineStart(text, anchor.start), anchor.start).trim() === '';
  if (isOnOneLine(text, whole))
    return [{ span: span(anchor.end, anchor.end), text: style.comma + lines.join(style.comma.slice(1)) }];
  if (!startsLine) {
    const indented = indent(lines, indentationAt(text, anchor.end)).join(style.eol);
    return [{ span: span(anchor.end, anchor.end), text: style.comma + indented.trimStart() }];
  }
  const written = style.eol + indent(lines, indentationAt(text, anchor.start)).join(style.eol);
  const [comma] = /^[ \t]*,/.exec(text.slice(anchor.end, anchor.end + 200)) ?? [];
  const end = lineEnd(text, anchor.end);
  // What follows the comma on its line, if anything but a comment, follows what is inserted.
  const rest = text.slice(anchor.end + (comma?.length ?? 0), end);
  if (comma !== undefined) {
    const at = /^\s*(?:\/\/|\/\*|#|$)/.test(rest) ? end : anchor.end + comma.length;
    return [{ span: span(at, at), text: `${written},` }];
  }
  const at = /^\s*(?:\/\/|#|$)/.test(rest) ? end : anchor.end;
  if (at === anchor.end) return [{ span: span(at, at), text: `,${written}` }];
  return [
    { span: span(anchor.end, anchor.end), text: ',' },
    { span: span(at, at), text: written },
  ];
}

export function printFlow({ text, style }: Document, whole: Span, written: WrittenEntry): readonly string[] {
  if (isOnOneLine(text, whole))
    return [`${quotedKey(written.key, style)}${style.colon}${printLine(written.value, style)}`];
  return style.format === 'json'
    ? printEntry(written, style)
    : [`${quotedKey(written.key, style)}: ${printLine(written.value, style)}`];
}

function quotedKey(key: string, style: DataStyle): string {
  return style.format === 'json' ? JSON.stringify(key) : key;
}

export function joinItems(items: readonly (readonly string[])[]): readonly string[] {
  return items.flatMap((lines, index) => {
    if (index === items.length - 1) return lines;
    return [...lines.slice(0, -1), `${lines.at(-1) ?? ''},`];
  });
}

/**
 * Puts something into `{}` or `[]`, or where there is nothing at all after a key. These have no style of their own: what is written gets that of
 * what they stand in, and only beside others on their line it is a line, too.
 */
function fillEmpty(document: Document, target: Mapping | Sequence, content: Written): readonly TextEdit[] {
  const { text, style } = document;
  const whole = document.inFile(target);
  const start = lineStart(text, whole.start);
  const found = beginningOfLine.exec(text.slice(start, whole.start));
  if (!found || (style.format === 'yaml' && isInBrackets(target)))
    return [{ span: whole, text: printLine(content, style) }];
  const [before, lead = '', key] = found;
  const lines = printValue(content, style);
  if (style.format === 'json')
    return [replacing(text, whole, indent(lines, indentationAt(text, start)).join(style.eol).trimStart())];
  const column = ' '.repeat(lead.length);
  if (key === undefined) return [{ span: whole, text: indent(lines, column).join(style.eol).trimStart() }];
  const isDeeper = content.kind === 'mapping' || style.indentsItems;
  const below = style.eol + indent(lines, isDeeper ? column + style.unit : column).join(style.eol);
  const afterKey = start + before.trimEnd().length;
  const end = lineEnd(text, whole.end);
  if (text.slice(whole.end, end).trim() === '') return [{ span: span(afterKey, whole.end), text: below }];
  // A comment stays beside the key.
  return [
    { span: span(afterKey, whole.end), text: '' },
    { span: span(end, end), text: below },
  ];
}

/** Brackets that stand on lines of their own stay where they are. */
function replacing(text: string, { start, end }: Span, by: string): TextEdit {
  const difference = differenceOf(text.slice(start, end), by);
  const to = difference.oldEnd + difference.by;
  return {
    span: span(start + difference.start, start + difference.oldEnd),
    text: by.slice(difference.start, to),
  };
}

/** The white space and the dashes that a line begins with, and a key after them. */
export const beginningOfLine = /^([ \t]*(?:-[ \t]+)*)((?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}[\],#][^{}[\],#\n]*):[ \t]*)?$/;

/** Whether something that it is in stands in brackets. */
export function isInBrackets(target: Data): boolean {
  const { owner } = target;
  const holds = (data: Data) =>
    data.owner === owner && data.span.start <= target.span.start && data.span.end >= target.span.end;
  let data: Data | undefined = owner.value();
  while (data && data !== target) {
    if (data.kind !== 'mapping' && data.kind !== 'sequence') return false;
    if (data.style === 'flow') return true;
    data = (data.kind === 'mapping' ? data.entries.map(({ value }) => value) : data.items).find(holds);
  }
  return false;
}

function isOnOneLine(text: string, whole: Span): boolean {
  return !text.slice(whole.start, whole.end).includes('\n');
}
