import type { Attribute, Block, Expression } from '../../syntax/hcl/tree';
import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart, nextLine } from '../../text/lines';
import { span } from '../../text/span';
import { printExpression, printInline, type Written } from './print';

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
  if (isAlignedWithNeighbours(text, list)) {
    const inline = elements.map((element) => `, ${printInline(element)}`).join('');
    return [{ span: span(last.span.end, last.span.end), text: inline }];
  }
  const outer = indentationAt(text, last.span.end);
  const before = list.items.at(-2);
  const inner = before ? indentationAt(text, before.span.end) : indentationAt(text, nextLine(text, last.span.start));
  const close = lineStart(text, last.span.end);
  const closesAlone = close > last.span.start && text.slice(close, last.span.end - 1).trim() === '';
  // What opens on one line with the list is one deeper.
  const opensHere = !text.slice(list.span.start, last.span.end).includes('\n');
  const joint = closesAlone ? inner : opensHere ? `${outer}  ` : outer;
  const written = elements.map((element, index) => {
    const lines = indent(printExpression(element), outer);
    return [...lines.slice(0, -1), `${index < elements.length - 1 ? joint : outer}${(lines.at(-1) ?? '').trim()}`];
  });
  const added = written.map((lines) => `, ${lines.join(eol).trimStart()}`).join('');
  const end = { span: span(last.span.end, last.span.end), text: added };
  return closesAlone ? [{ span: span(close, last.span.end - 1), text: joint }, end] : [end];
}

/** On one line, and with its `=` where a neighbour has it that is set apart for it: over several lines it would stand alone. */
function isAlignedWithNeighbours(text: string, { span: { start, end } }: Expression): boolean {
  if (text.slice(start, end).includes('\n')) return false;
  const own = lineStart(text, start);
  const column = columnOfEquals(text, own);
  if (column === undefined) return false;
  const neighbours = [own === 0 ? own : lineStart(text, own - 1), nextLine(text, own)];
  return neighbours.some((line) => line !== own && line < text.length && columnOfEquals(text, line) === column);
}

function columnOfEquals(text: string, start: number): number | undefined {
  const line = /^\s*(?:"[^"]*"|[\w-]+) +=/.exec(text.slice(start, lineEnd(text, start)));
  return line ? line[0].length : undefined;
}

/** Makes a list of the one element that is there, and appends others. */
export function appendToOne(
  block: Block,
  only: Expression,
  elements: readonly Written[],
  eol: string,
): readonly TextEdit[] {
  const list = { kind: 'tuple', span: only.span, source: only.source, items: [only] } as const;
  const [start, end] = [only.span.start, only.span.end];
  return [
    { span: span(start, start), text: '[' },
    ...appendJoined(block.text, list, only, elements, eol),
    { span: span(end, end), text: ']' },
  ];
}

/** Makes a list of the one text that is there, and of others: over several lines where nothing else stands on its line, or in its column. */
export function becomeList(
  { text }: Block,
  only: Expression,
  others: readonly string[],
  eol: string,
): readonly TextEdit[] {
  const { start, end } = only.span;
  const [values, line] = [[text.slice(start, end), ...others], lineStart(text, start)];
  const isAlone =
    /^\s*("[^"]*"|[\w-]+) = $/.test(text.slice(line, start)) && text.slice(end, lineEnd(text, end)).trim() === '';
  const isSpread = isAlone && !isAlignedWithNeighbours(text, only);
  const lines = isSpread ? printExpression({ kind: 'list', values }) : [printInline({ kind: 'list', values })];
  return [{ span: only.span, text: indent(lines, indentationAt(text, start)).join(eol).trimStart() }];
}

/** Makes the value of an argument a list over several lines. Then its `=` no longer stands in the column of those before it. */
export function spreadOut(
  { text }: Block,
  { nameSpan, valueSpan }: Attribute,
  values: readonly string[],
  eol: string,
): readonly TextEdit[] {
  const lines = indent(printExpression({ kind: 'list', values }), indentationAt(text, nameSpan.start)).join(eol);
  return [{ span: span(nameSpan.end, valueSpan.end), text: ` = ${lines.trimStart()}` }];
}
