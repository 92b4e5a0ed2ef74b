import type { Attribute, Block, Body } from '../../syntax/hcl/tree';
import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart, nextLine } from '../../text/lines';
import { span } from '../../text/span';
import { isAlignedWithNext } from './comments';

/** What is added to a block: an attribute on a line of its own, or lines that are set apart. */
export type Addition =
  /** It goes after the last of the `after` attributes that are there. Those that it `moves` may be aligned with it. */
  | {
      readonly kind: 'line';
      readonly name: string;
      readonly value: string;
      readonly after: readonly string[];
      readonly moves: readonly string[];
    }
  /** They go after the attributes, after the last block of a type, or at the end. They are not indented. */
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly after: LinesPlace };

export type LinesPlace = 'attributes' | 'everything' | { readonly blocks: string };

/**
 * Inserts additions, each set in such a way that `terraform fmt` has nothing to say: lines are aligned with their neighbours. Spans count
 * from the start of the block's text; `eol` is that of the file.
 */
export function insertAdditions(block: Block, additions: readonly Addition[], eol: string): readonly TextEdit[] {
  const body = block.body();
  const isBlank = block.text.slice(body.span.start, body.span.end).trim() === '';
  if (isOnOneLine(block, body) || (isBlank && !additions.every(isLine)))
    return [spreadOut(block, body, additions, eol)];
  return [
    ...insertAttributes(block, body, additions.filter(isLine), eol),
    ...additions.flatMap((addition) =>
      addition.kind === 'lines' ? [insertLines(block, body, addition.lines, addition.after, eol)] : [],
    ),
  ];
}

type Line = Extract<Addition, { kind: 'line' }>;

function isLine(addition: Addition): addition is Line {
  return addition.kind === 'line';
}

function insertAttributes(block: Block, body: Body, added: readonly Line[], eol: string): readonly TextEdit[] {
  const lines = assignments(block, body);
  if (lines.length === 0) {
    if (added.length === 0) return [];
    const at = lineEnd(block.text, body.span.start);
    const indentation = memberIndentation(block, body);
    const text = aligned(added)
      .map((line) => eol + indentation + line)
      .join('');
    return [{ span: span(at, at), text: text + (isFollowedByText(block.text, at) ? eol : '') }];
  }
  const edits: TextEdit[] = [];
  const apart = new Map<Assignment, Line[]>();
  const atEnd: Line[] = [];
  for (const line of added) {
    const anchor = lines.findLast(({ name }) => line.after.includes(name)) ?? lines.at(-1);
    const place = anchor && pastCommentsOf(lines, anchor);
    if (!place) continue;
    if (isAlignedWithNext(block.text, place.end)) {
      atEnd.push(line);
      continue;
    }
    if (line.name.length + 1 <= place.nameWidth) {
      const pad = ' '.repeat(place.nameWidth - line.name.length - 1);
      const text = `${eol}${place.indentation}${line.name}${pad} = ${line.value}`;
      edits.push({ span: span(place.end, place.end), text });
      continue;
    }
    const neighbours = lines.filter(({ chain }) => chain === place.chain);
    if (neighbours.every(({ name }) => line.moves.includes(name))) {
      for (const { equals, nameWidth } of neighbours)
        edits.push({ span: span(equals, equals), text: ' '.repeat(line.name.length + 1 - nameWidth) });
      edits.push({ span: span(place.end, place.end), text: `${eol}${place.indentation}${line.name} = ${line.value}` });
    } else {
      // Its name is the longest: as a neighbour it would move the others, so it stands apart.
      const last = lines.findLast(({ chain }) => chain === place.chain) ?? place;
      if (isAlignedWithNext(block.text, last.end)) atEnd.push(line);
      else apart.set(last, [...(apart.get(last) ?? []), line]);
    }
  }
  for (const [{ end, indentation }, group] of apart) {
    const text = `${eol}${aligned(group)
      .map((line) => eol + indentation + line)
      .join('')}`;
    edits.push({ span: span(end, end), text: text + (isFollowedByText(block.text, end) ? eol : '') });
  }
  if (atEnd.length > 0) edits.push(insertLines(block, body, aligned(atEnd), 'everything', eol));
  return edits;
}

function aligned(lines: readonly Pick<Line, 'name' | 'value'>[]): readonly string[] {
  const width = lines.reduce((most, { name }) => Math.max(most, name.length), 0);
  return lines.map(({ name, value }) => `${name.padEnd(width)} = ${value}`);
}

/** Inserts lines, set apart by blank lines. */
function insertLines(block: Block, body: Body, lines: readonly string[], after: LinesPlace, eol: string): TextEdit {
  const { text } = block;
  const indentation = memberIndentation(block, body);
  const written = indent(lines, indentation).join(eol);
  const last = lastBefore(block, body, after);
  const at = last === undefined ? lineEnd(text, body.span.start) : last;
  const gap = last === undefined ? eol : eol + eol;
  return { span: span(at, at), text: gap + written + (isFollowedByText(text, at) ? eol : '') };
}

/** The end of the line of what something is added after; undefined where there is nothing. */
function lastBefore({ text }: Block, body: Body, after: LinesPlace): number | undefined {
  if (typeof after === 'object') {
    const of = after.blocks;
    const last = body.blocks.findLast(({ type, labels }) => type === of || (type === 'dynamic' && labels[0] === of));
    if (last) return lineEnd(text, last.span.end);
  }
  if (after === 'attributes') {
    const last = body.attributes.at(-1);
    if (!last) return undefined;
    const end = lineEnd(text, last.span.end);
    if (!isAlignedWithNext(text, end)) return end;
  }
  const content = text.slice(body.span.start, body.span.end).trimEnd();
  return content === '' ? undefined : lineEnd(text, body.span.start + content.length - 1);
}

/** Whether the next line is neither blank nor the end of the block. */
function isFollowedByText(text: string, at: number): boolean {
  const line = text.slice(nextLine(text, at)).split('\n', 1)[0] ?? '';
  return !/^\s*(?:\}|$)/.test(line);
}

/** An attribute that stands on one line. */
interface Assignment {
  readonly name: string;
  readonly indentation: string;
  readonly equals: number;
  /** From the start of the name to the `=`. */
  readonly nameWidth: number;
  /** The end of the line, with its comment. */
  readonly end: number;
  readonly hasComment: boolean;
  /** Lines of one chain follow each other and are aligned together. */
  readonly chain: number;
}

function assignments(block: Block, body: Body): readonly Assignment[] {
  const { text } = block;
  const found: Assignment[] = [];
  let chain = 0;
  let nextStart = -1;
  for (const attribute of body.attributes) {
    const start = lineStart(text, attribute.span.start);
    const end = lineEnd(text, attribute.span.start);
    if (end < attribute.span.end || !isFirstOnLine(text, attribute)) continue;
    if (start !== nextStart) chain++;
    nextStart = nextLine(text, end);
    const equals = text.indexOf('=', attribute.nameSpan.end);
    found.push({
      name: attribute.name,
      indentation: indentationAt(text, start),
      equals,
      nameWidth: equals - attribute.nameSpan.start,
      end,
      hasComment: text.slice(attribute.span.end, end).trim() !== '',
      chain,
    });
  }
  return found;
}

function isFirstOnLine(text: string, attribute: Attribute): boolean {
  return text.slice(lineStart(text, attribute.span.start), attribute.span.start).trim() === '';
}

/** The line after which an insertion parts no comments that are aligned with each other. */
function pastCommentsOf(lines: readonly Assignment[], anchor: Assignment): Assignment {
  let place = anchor;
  for (const line of lines.slice(lines.indexOf(anchor) + 1)) {
    if (line.chain !== place.chain || !place.hasComment || !line.hasComment) break;
    place = line;
  }
  return place;
}

function isOnOneLine(block: Block, body: Body): boolean {
  return !block.text.slice(body.span.start, body.span.end).includes('\n');
}

/** A block on one line holds one attribute at most: each gets a line now, and what is added may stand for it. */
function spreadOut(block: Block, body: Body, additions: readonly Addition[], eol: string): TextEdit {
  const { text } = block;
  const outer = indentationAt(text, block.span.start);
  const [only] = body.attributes;
  const lines = additions.filter(isLine);
  const isKept = only && lines.every(({ name }) => name !== only.name);
  const kept = isKept ? [{ name: only.name, value: text.slice(only.valueSpan.start, only.valueSpan.end) }] : [];
  const singles = aligned([...kept, ...lines]);
  const groups = additions.flatMap((addition) => (addition.kind === 'lines' ? [addition.lines] : []));
  const content = [singles, ...groups]
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : ['', ...group]));
  return { span: body.span, text: `${eol}${indent(content, `${outer}  `).join(eol)}${eol}${outer}` };
}

/** How what stands in the block is indented; two spaces more than the block where nothing does. */
function memberIndentation(block: Block, body: Body): string {
  const first = body.attributes[0] ?? body.blocks[0];
  if (first && !isOnOneLine(block, body)) return indentationAt(block.text, first.span.start);
  return `${indentationAt(block.text, block.span.start)}  `;
}
