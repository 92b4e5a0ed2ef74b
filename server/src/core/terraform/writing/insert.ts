import type { Attribute, Block, Body, Expression } from '../../syntax/hcl/tree';
import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart, nextLine } from '../../text/lines';
import { span } from '../../text/span';
import { printExpression, type Written } from './print';

/**
 * Inserts `name = value` on a line of its own, after the last of the `after` attributes that are there, aligned with its neighbours
 * so that `terraform fmt` has nothing to say. Spans count from the start of the block's text; `eol` is that of the file.
 */
export function insertAttribute(
  block: Block,
  name: string,
  value: string,
  after: readonly string[],
  eol: string,
): TextEdit {
  const body = block.body();
  if (isOnOneLine(block, body)) return spreadOut(block, body, name, value, eol);
  const lines = assignments(block, body);
  const anchor = lines.findLast((line) => after.includes(line.name)) ?? lines.at(-1);
  if (!anchor) return insertFirst(block, body, name, value, eol);
  const place = pastCommentsOf(lines, anchor);
  const width = place.nameWidth;
  const pad = ' '.repeat(Math.max(0, width - name.length - 1));
  const line = `${place.indentation}${name}${pad} = ${value}`;
  if (name.length + 1 <= width) return { span: span(place.end, place.end), text: eol + line };
  // Its name is the longest: as a neighbour it would move the others, so it stands apart.
  const last = lines.findLast(({ chain }) => chain === place.chain) ?? place;
  const text = `${eol}${eol}${last.indentation}${name} = ${value}`;
  return { span: span(last.end, last.end), text: text + (isFollowedByText(block.text, last.end) ? eol : '') };
}

/** Inserts lines as the last of the attributes, set apart by blank lines. `lines` are not indented. */
export function insertLines(block: Block, lines: readonly string[], eol: string): TextEdit {
  const body = block.body();
  const { text } = block;
  const indentation = memberIndentation(block, body);
  const written = indent(lines, indentation).join(eol);
  const last = body.attributes.at(-1);
  if (isOnOneLine(block, body)) {
    const kept = text.slice(body.span.start, body.span.end).trim();
    const before = kept === '' ? '' : `${indentation}${kept}${eol}${eol}`;
    return { span: body.span, text: `${eol}${before}${written}${eol}${indentationAt(text, block.span.start)}` };
  }
  const at = lineEnd(text, last ? last.span.end : body.span.start);
  const gap = last ? eol + eol : eol;
  return { span: span(at, at), text: gap + written + (isFollowedByText(text, at) ? eol : '') };
}

/** Whether the next line is neither blank nor the end of the block. */
function isFollowedByText(text: string, at: number): boolean {
  const line = text.slice(nextLine(text, at)).split('\n', 1)[0] ?? '';
  return !/^\s*(?:\}|$)/.test(line);
}

/** Appends elements to a list, each in the way its last one stands there. */
export function appendElements(
  block: Block,
  list: Extract<Expression, { kind: 'tuple' }>,
  elements: readonly Written[],
  eol: string,
): readonly TextEdit[] {
  const { text } = block;
  const last = list.items.at(-1);
  if (!last) {
    const outer = indentationAt(text, list.span.start);
    const lines = elements.map((element) => `${indent(printExpression(element), `${outer}  `).join(eol)},${eol}`);
    return [{ span: list.span, text: `[${eol}${lines.join('')}${outer}]` }];
  }
  const startsLine = text.slice(lineStart(text, last.span.start), last.span.start).trim() === '';
  if (!startsLine) return appendJoined(text, list, last, elements, eol);
  const indentation = indentationAt(text, last.span.end);
  const written = elements.map((element) => indent(printExpression(element), indentation).join(eol));
  const [comma] = /^[ \t]*,/.exec(text.slice(last.span.end)) ?? [];
  const end = Math.min(lineEnd(text, last.span.end), comma === undefined ? list.span.end - 1 : text.length);
  const at = text.slice(last.span.end, end).includes(']') ? last.span.end : end;
  const lines = eol + written.join(`,${eol}`);
  if (comma !== undefined) return [{ span: span(at, at), text: `${lines},` }];
  if (at === last.span.end) return [{ span: span(at, at), text: `,${lines}` }];
  return [
    { span: span(last.span.end, last.span.end), text: ',' },
    { span: span(at, at), text: lines },
  ];
}

/** In `[{ … }]` the next element opens where the last one closes, and `terraform fmt` has `}, {` as deep as what stands inside. */
function appendJoined(
  text: string,
  list: Extract<Expression, { kind: 'tuple' }>,
  last: Expression,
  elements: readonly Written[],
  eol: string,
): readonly TextEdit[] {
  const outer = indentationAt(text, last.span.end);
  const before = list.items.at(-2);
  const inner = before ? indentationAt(text, before.span.end) : indentationAt(text, nextLine(text, last.span.start));
  const close = lineStart(text, last.span.end);
  const closesAlone = close > last.span.start && text.slice(close, last.span.end - 1).trim() === '';
  const joint = closesAlone ? inner : outer;
  const written = elements.map((element, index) => {
    const lines = indent(printExpression(element), outer);
    return [...lines.slice(0, -1), `${index < elements.length - 1 ? joint : outer}${(lines.at(-1) ?? '').trim()}`];
  });
  const added = written.map((lines) => `, ${lines.join(eol).trimStart()}`).join('');
  const end = { span: span(last.span.end, last.span.end), text: added };
  return closesAlone ? [{ span: span(close, last.span.end - 1), text: joint }, end] : [end];
}

/** An attribute that stands on one line. */
interface Assignment {
  readonly name: string;
  readonly indentation: string;
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

function insertFirst(block: Block, body: Body, name: string, value: string, eol: string): TextEdit {
  const at = lineEnd(block.text, body.span.start);
  return { span: span(at, at), text: `${eol}${memberIndentation(block, body)}${name} = ${value}` };
}

function isOnOneLine(block: Block, body: Body): boolean {
  return !block.text.slice(body.span.start, body.span.end).includes('\n');
}

/** A block on one line holds one attribute at most: each gets a line now. */
function spreadOut(block: Block, body: Body, name: string, value: string, eol: string): TextEdit {
  const outer = indentationAt(block.text, block.span.start);
  const inner = `${outer}  `;
  const [only] = body.attributes;
  const width = Math.max(name.length, only?.name.length ?? 0);
  const line = (lineName: string, lineValue: string) => `${inner}${lineName.padEnd(width)} = ${lineValue}${eol}`;
  const kept = only ? line(only.name, block.text.slice(only.valueSpan.start, only.valueSpan.end)) : '';
  return { span: body.span, text: `${eol}${kept}${line(name, value)}${outer}` };
}

/** How what stands in the block is indented; two spaces more than the block where nothing does. */
function memberIndentation(block: Block, body: Body): string {
  const first = body.attributes[0] ?? body.blocks[0];
  if (first && !isOnOneLine(block, body)) return indentationAt(block.text, first.span.start);
  return `${indentationAt(block.text, block.span.start)}  `;
}
