import { looksLikeTemplate } from '../syntax/data/recognize';
import { styleOf } from '../syntax/data/style';
import { type DataFile, type Section, sectionNamed } from '../syntax/data/tree';
import { indentationAt } from '../text/layout';
import { nextLine } from '../text/lines';

/** Where members of `Resources` may stand. */
export interface MembersPlace {
  /** What their lines start with besides what the line starts with that is there. */
  readonly indentation: string;
  /** Where a comma has to be put before them. */
  readonly comma: number | undefined;
  readonly isFollowed: boolean;
}

/** Whether a text without a resource is a template all the same, as far as one can tell. */
export function mayBeTemplate(text: string): boolean {
  return looksLikeTemplate(text) || text.includes('AWSTemplateFormatVersion');
}

/** Undefined where an offset that stands alone on its line is not between the members of `Resources`. */
export function membersPlace(file: DataFile, at: number): MembersPlace | undefined {
  const section = sectionNamed(file, 'Resources');
  if (!section || section.start >= at) return undefined;
  const style = styleOf(file);
  const [first] = section.members;
  const wanted = first ? indentationAt(file.text, first.start) : indentationAt(file.text, section.start) + style.unit;
  return style.format === 'json' ? betweenBrackets(file, section, at, wanted) : belowKey(file, section, at, wanted);
}

function belowKey(file: DataFile, section: Section, at: number, wanted: string): MembersPlace | undefined {
  const { text, sections } = file;
  const next = sections.find(({ start }) => start > section.start);
  if (next && at > next.start) return undefined;
  // The value is on the lines below, and in this document.
  const inside = text.slice(section.nameSpan.end, at);
  if (!/^["']?[ \t]*:[ \t]*(?:#.*)?\r?\n/.test(inside) || /^(?:---|\.\.\.)(?=\s|$)/m.test(inside)) return undefined;
  const current = indentationAt(text, at);
  const after = /^[ \t]*(?=\S)/m.exec(text.slice(nextLine(text, at)))?.[0] ?? '';
  if (!wanted.startsWith(current) || after.length > wanted.length) return undefined;
  return { indentation: wanted.slice(current.length), comma: undefined, isFollowed: false };
}

function betweenBrackets(
  { text }: DataFile,
  { nameSpan, members }: Section,
  at: number,
  wanted: string,
): MembersPlace | undefined {
  const spans = members.map(({ start, member }) => ({ start, end: start + member.text.trimEnd().length }));
  const open = /^["']?\s*:\s*\{/.exec(text.slice(nameSpan.end))?.[0];
  if (open === undefined) return undefined;
  const before = spans.findLast(({ start }) => start < at);
  const from = before?.end ?? nameSpan.end + open.length;
  const following = spans.find(({ start }) => start >= at);
  if (at < from) return undefined;
  const [lead, tail] = [text.slice(from, at).trim(), text.slice(at).trimStart()];
  if (lead !== '' && !(lead === ',' && before)) return undefined;
  if (following ? !['', ','].includes(text.slice(at, following.start).trim()) : !tail.startsWith('}')) return undefined;
  const current = indentationAt(text, at);
  return {
    indentation: wanted.startsWith(current) ? wanted.slice(current.length) : '',
    comma: before && lead === '' ? before.end : undefined,
    isFollowed: following !== undefined && !tail.startsWith(','),
  };
}
