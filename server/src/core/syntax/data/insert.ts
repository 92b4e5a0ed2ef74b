import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart } from '../../text/lines';
import { type Span, span } from '../../text/span';
import type { Entry, Mapping, Section, Sequence } from './tree';
import {
  type DataStyle,
  printEntry,
  printItem,
  printLine,
  printValue,
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
  const own = target.entries.filter(({ owner }) => owner === target.owner);
  const anchor = own.findLast(({ keyText }) => after.includes(keyText)) ?? own.at(-1);
  const whole = document.inFile(target);
  if (!anchor) return [fillEmpty(document, whole, written)];
  const { start } = document.inFile(anchor);
  const end = endOf(
    document.text,
    document.inFile({ owner: anchor.owner, span: span(anchor.span.start, anchor.valueSpan.end) }),
  );
  if (target.style === 'flow')
    return insertInFlow(document, whole, { start, end }, printFlow(document, whole, written));
  return [
    insertLines(
      document,
      end,
      ' '.repeat(start - lineStart(document.text, start)),
      printEntry(written, document.style),
    ),
  ];
}

/** Adds items to the end of a sequence. */
export function appendItems(document: Document, target: Sequence, items: readonly Written[]): readonly TextEdit[] {
  const whole = document.inFile(target);
  const last = target.items.at(-1);
  const { style, text } = document;
  if (!last) {
    const lines = items.map((item) => printLine(item, style)).join(', ');
    return [{ span: whole, text: `[${lines}]` }];
  }
  const { start, end: rawEnd } = document.inFile(last);
  const end = endOf(text, span(start, rawEnd));
  if (target.style === 'flow') {
    const printed = items.map((item) =>
      isOnOneLine(text, whole) ? [printLine(item, style)] : printValue(item, style),
    );
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

/** Adds a member to a section, after the one that starts at an offset, parted from it as the others are parted. */
export function insertMembers(
  document: Document,
  section: Section,
  after: number,
  written: readonly WrittenEntry[],
): readonly TextEdit[] {
  const { text, style } = document;
  const placed = section.members.find(({ start }) => start === after) ?? section.members.at(-1);
  if (!placed) return [];
  const { start } = placed;
  const end = endOf(text, span(start, start + placed.member.text.length));
  const value = section.member.value();
  if (value.kind === 'mapping' && value.style === 'flow') {
    const whole = document.inFile(value);
    const printed = written.map((member) => printFlow(document, whole, member));
    return insertInFlow(document, whole, { start, end }, joinItems(printed));
  }
  const indentation = indentationAt(text, start);
  const lines = written.flatMap((member) => [...(style.parted ? [''] : []), ...printEntry(member, style)]);
  return [insertLines(document, end, indentation, lines)];
}

/** Adds a section before another one. */
export function insertSection(document: Document, before: Section, written: WrittenEntry): TextEdit {
  const { text, style } = document;
  const start = before.nameSpan.start;
  const lines = printEntry(written, style);
  const indentation = indentationAt(text, start);
  if (style.format === 'json' || text.slice(lineStart(text, start), start).trim() !== '') {
    const startsLine = text.slice(lineStart(text, start), start).trim() === '';
    if (!startsLine)
      return { span: span(start, start), text: `${JSON.stringify(written.key)}: ${printLine(written.value, style)}, ` };
    return {
      span: span(start, start),
      text: `${indent(lines, indentation).join(style.eol).trimStart()},${style.eol}${indentation}`,
    };
  }
  const at = lineStart(text, start);
  return {
    span: span(at, at),
    text: indent(lines, indentation).join(style.eol) + style.eol + (style.parted ? style.eol : ''),
  };
}

/** The end of a value without the white space and the comments that a block takes in after it. */
function endOf(text: string, { start, end }: Span): number {
  const lines = text.slice(start, end).split('\n');
  while (lines.length > 1 && /^\s*(?:#.*)?$/.test(lines.at(-1) ?? '')) lines.pop();
  return start + lines.join('\n').trimEnd().length;
}

function insertLines({ text, style }: Document, end: number, indentation: string, lines: readonly string[]): TextEdit {
  const at = lineEnd(text, end);
  return { span: span(at, at), text: style.eol + indent(lines, indentation).join(style.eol) };
}

/** After an item of a flow collection, with the commas that it then takes. The lines that are inserted are not indented. */
function insertInFlow(
  { text, style }: Document,
  whole: Span,
  anchor: Span,
  lines: readonly string[],
): readonly TextEdit[] {
  const startsLine = text.slice(lineStart(text, anchor.start), anchor.start).trim() === '';
  if (isOnOneLine(text, whole)) return [{ span: span(anchor.end, anchor.end), text: `, ${lines.join(' ')}` }];
  if (!startsLine) {
    const indented = indent(lines, indentationAt(text, anchor.end)).join(style.eol);
    return [{ span: span(anchor.end, anchor.end), text: `, ${indented.trimStart()}` }];
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

function printFlow({ text, style }: Document, whole: Span, written: WrittenEntry): readonly string[] {
  if (isOnOneLine(text, whole)) return [`${quotedKey(written.key, style)}: ${printLine(written.value, style)}`];
  return style.format === 'json'
    ? printEntry(written, style)
    : [`${quotedKey(written.key, style)}: ${printLine(written.value, style)}`];
}

function quotedKey(key: string, style: DataStyle): string {
  return style.format === 'json' ? JSON.stringify(key) : key;
}

function joinItems(items: readonly (readonly string[])[]): readonly string[] {
  return items.flatMap((lines, index) => {
    if (index === items.length - 1) return lines;
    return [...lines.slice(0, -1), `${lines.at(-1) ?? ''},`];
  });
}

/** A mapping with no entry of its own: `{}`, or nothing at all after its key. */
function fillEmpty({ text, style }: Document, whole: Span, written: WrittenEntry): TextEdit {
  const inner = `${quotedKey(written.key, style)}: ${printLine(written.value, style)}`;
  const padding = style.spaced ? ' ' : '';
  if (text[whole.start] === '{') return { span: whole, text: `{${padding}${inner}${padding}}` };
  const indentation = indentationAt(text, whole.start) + style.unit;
  return { span: whole, text: style.eol + indent(printEntry(written, style), indentation).join(style.eol) };
}

function isOnOneLine(text: string, whole: Span): boolean {
  return !text.slice(whole.start, whole.end).includes('\n');
}
