import { type Span, span } from '../../text/span';
import { type FlowEntry, flowEntries } from './flow';
import { isSpace, skipSpace } from './key';
import { type Chunk, scanLines } from './lines';
import type { DataFormat } from './tree';

/** How the text of an entry is to be read. */
export type Layout = 'block' | 'flow';

/** Where the entry of a file stands, and the entries in it, if it is a mapping that can be split. */
export interface OutlineSection {
  readonly layout: Layout;
  readonly chunk: Chunk;
  readonly members: readonly Chunk[];
  /** The layout of the members. */
  readonly inner: Layout;
  readonly strays: readonly number[];
  /** Whether any name may be missing among the members. */
  readonly torn: boolean;
}

/** The sections of a file and their members, without reading any of them. */
export function outline(text: string, format: DataFormat): readonly OutlineSection[] {
  const document = format === 'json' ? wholeOf(text) : firstDocument(text);
  const first = text[document.start];
  if (first === '{') return flowSections(text, span(document.start + 1, document.end), format);
  return format === 'yaml' ? blockSections(text, document) : [];
}

/**
 * The keys that a template may have at its root. Another key there, after a section with members, is one of them that is not indented
 * yet: taken for a section it would take along the members that follow.
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html, and Globals of AWS SAM)
 */
const known: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Fn::Transform',
  'Hooks',
  'Globals',
  'Resources',
  'Outputs',
]);

function blockSections(text: string, document: Span): readonly OutlineSection[] {
  const { chunks } = scanLines(text, document, 0, 'mapping');
  const merged: Chunk[] = [];
  for (const chunk of chunks.map((each) => withBareKey(text, each))) {
    const before = merged.at(-1);
    if (before && !startsSection(text, chunk) && hasBlock(text, before)) {
      merged[merged.length - 1] = { ...before, end: chunk.end };
    } else merged.push(chunk);
  }
  return merged.map((chunk) => blockSection(text, chunk));
}

/** A known name alone on its line is a section without a colon yet. */
function withBareKey(text: string, chunk: Chunk): Chunk {
  if (chunk.key) return chunk;
  const name = /^\w+/.exec(text.slice(chunk.start, chunk.start + 100))?.[0] ?? '';
  const end = chunk.start + name.length;
  if (!known.has(name) || !isSpace(text.charCodeAt(end))) return chunk;
  return { ...chunk, key: { name, span: span(chunk.start, end), end } };
}

function startsSection(text: string, { key }: Chunk): boolean {
  if (!key) return false;
  return known.has(key.name) || /^(?:x-|\.)/.test(key.name) || text[skipSpace(text, key.end, text.length)] === '&';
}

function hasBlock(text: string, chunk: Chunk): boolean {
  return chunk.key !== undefined && known.has(chunk.key.name) && blockStart(text, chunk) !== undefined;
}

/** The line after that of the key, if nothing but a comment stands behind the key and the value is on the lines below. */
function blockStart(text: string, { key, end }: Chunk): number | undefined {
  if (!key) return undefined;
  const at = skipSpace(text, key.end, end);
  if (at >= end) return undefined;
  if (!isSpace(text.charCodeAt(at)) && !(text[at] === '#' && at > key.end)) return undefined;
  const newline = text.indexOf('\n', at);
  return newline < 0 || newline >= end ? undefined : newline + 1;
}

function blockSection(text: string, chunk: Chunk): OutlineSection {
  const { key } = chunk;
  const whole = { layout: 'block', chunk } as const;
  const start = blockStart(text, chunk);
  if (start !== undefined) {
    const { chunks, strays } = scanLines(text, span(start, chunk.end), 0, 'mapping');
    if (chunks.some((each) => each.key)) return { ...whole, members: chunks, inner: 'block', strays, torn: false };
    return { ...whole, members: [], inner: 'block', strays: [], torn: false };
  }
  const open = key ? skipSpace(text, key.end, chunk.end) : chunk.end;
  if (text[open] !== '{' || open >= chunk.end)
    return { ...whole, members: [], inner: 'block', strays: [], torn: false };
  const { entries, strays, torn } = flowEntries(text, span(open + 1, chunk.end), 'yaml', chunk.column);
  return { ...whole, members: entries, inner: 'flow', strays, torn };
}

function flowSections(text: string, within: Span, format: DataFormat): readonly OutlineSection[] {
  const { entries, byLines } = flowEntries(text, within, format, -1);
  const sections: FlowEntry[] = [];
  for (const entry of entries) {
    const before = sections.at(-1);
    // A key left of the sections is something that is not indented yet.
    const isInside = byLines && entry.column < (sections[0]?.column ?? 0) && !known.has(entry.key?.name ?? '');
    if (before && isInside) sections[sections.length - 1] = { ...before, end: entry.end };
    else sections.push(entry);
  }
  return sections.map((chunk) => flowSection(text, chunk, format));
}

function flowSection(text: string, chunk: FlowEntry, format: DataFormat): OutlineSection {
  const whole = { layout: 'flow', chunk, inner: 'flow' } as const;
  let open = chunk.key?.end ?? chunk.end;
  while (open < chunk.end && isSpace(text.charCodeAt(open))) open++;
  if (text[open] !== '{' || open >= chunk.end) return { ...whole, members: [], strays: [], torn: false };
  const { entries, strays, torn } = flowEntries(text, span(open + 1, chunk.end), format, chunk.column);
  return { ...whole, members: entries, strays, torn };
}

/** From the first bracket on. */
function wholeOf(text: string): Span {
  const comments = /^\ufeff?(?:\s+|\/\/.*|\/\*(?:[^*]|\*(?!\/))*\*\/)*/.exec(text.slice(0, 10_000))?.[0].length ?? 0;
  return span(comments, text.length);
}

/** From the first content on, after directives, comments and the marker, to the marker that ends the document. */
function firstDocument(text: string): Span {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let line = start; line < text.length; ) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? text.length : newline + 1;
    const isMarker = /^---(?=\s|$)/.test(text.slice(line, line + 4));
    const at = skipSpace(text, isMarker ? line + 3 : line, next);
    const blank = at >= next || isSpace(text.charCodeAt(at)) || text[at] === '#' || text[line] === '%';
    if (!blank) {
      start = isMarker || text[at] === '{' ? at : line;
      break;
    }
    start = line = next;
  }
  return span(start, Math.min(markerAfter(text, start, '\n---'), markerAfter(text, start, '\n...')));
}

/** Where the marker comes first as a line of its own, or the end of the text. */
function markerAfter(text: string, from: number, marker: string): number {
  let at = text.indexOf(marker, from);
  while (at >= 0 && /\S/.test(text[at + marker.length] ?? ' ')) at = text.indexOf(marker, at + 1);
  return at < 0 ? text.length : at;
}
