import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineStart } from '../../text/lines';
import { span } from '../../text/span';
import { type Document, insertInFlow, insertLines, joinItems, printFlow } from './insert';
import { type DataFile, type Section, sectionNamed } from './tree';
import { entry, mapping, printEntry, printLine, printValue, type Written, type WrittenEntry } from './written';

/** Adds members to a section, after the one that starts at an offset, parted from it as the others are parted. */
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
  const end = start + placed.member.text.trimEnd().length;
  const value = section.member.value();
  if (value.kind === 'mapping' && value.style === 'flow') {
    const whole = document.inFile(value);
    const printed = written.map((member) => printFlow(document, whole, member));
    return insertInFlow(document, whole, { start, end }, joinItems(printed));
  }
  const lines = written.flatMap((member) => [...(style.parted ? [''] : []), ...printEntry(member, style)]);
  return [insertLines(document, end, indentationAt(text, start), lines)];
}

/** Adds members to the end of a section; where there is none of that name, it is put before another one. */
export function insertIntoSection(
  document: Document,
  file: DataFile,
  name: string,
  before: string,
  written: readonly WrittenEntry[],
): readonly TextEdit[] {
  const section = sectionNamed(file, name);
  const last = section?.members.at(-1);
  if (section && last) return insertMembers(document, section, last.start, written);
  if (section) return [fillSection(document, section, mapping(written))];
  const other = sectionNamed(file, before);
  return other ? [insertSection(document, other, entry(name, mapping(written)))] : [];
}

/** A section that is `{}`, or nothing at all. */
function fillSection({ text, style, inFile }: Document, section: Section, members: Written): TextEdit {
  const value = inFile(section.member.value());
  if (style.format === 'json' && !text.trim().includes('\n')) return { span: value, text: printLine(members, style) };
  const lines = printEntry(entry(section.name, members), style);
  const [, ...rest] = style.format === 'json' ? ['', ...printValue(members, style)] : lines;
  const indentation = indentationAt(text, section.start);
  const body = indent(rest, indentation).join(style.eol);
  if (style.format === 'json') return { span: value, text: body.trimStart() };
  const afterColon = text.indexOf(':', section.nameSpan.end) + 1;
  const end = Math.max(afterColon, value.end > value.start ? value.end : afterColon);
  return { span: span(afterColon, end), text: style.eol + body };
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
      return {
        span: span(start, start),
        text: JSON.stringify(written.key) + style.colon + printLine(written.value, style) + style.comma,
      };
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
