import { lazy } from '../../lazy';
import { type Span, shift, slice, span } from '../../text/span';
import type { ExpressionReader } from './expression';
import { type Item, scanItems } from './scan';
import { unquote } from './template';
import type { Attribute, Block, Body, HclFile, TopLevelBlock } from './tree';

/**
 * Reads a file. Blocks whose text stands in `previous` unchanged are taken from there, with all that has been made of them:
 * after a keystroke one block is new.
 */
export function readHcl(text: string, readExpression: ExpressionReader, previous?: HclFile): HclFile {
  const known = new Map(previous?.blocks.map(({ block }) => [block.text, block]));
  const blocks: TopLevelBlock[] = [];
  for (const item of scanItems(text, span(0, text.length))) {
    if (item.kind !== 'block') continue;
    const own = slice(text, item.span);
    const block = known.get(own) ?? makeBlock(own, item, -item.span.start, readExpression);
    blocks.push({ start: item.span.start, block });
  }
  return { text, blocks };
}

function makeBlock(
  text: string,
  item: Extract<Item, { kind: 'block' }>,
  by: number,
  readExpression: ExpressionReader,
): Block {
  const type = shift(item.type, by);
  const labels = item.labels.map((label) => shift(label, by));
  return {
    text,
    span: shift(item.span, by),
    type: slice(text, type),
    labels: labels.map((label) => unquote(slice(text, label))),
    header: span(type.start, (labels.at(-1) ?? type).end),
    body: lazy(() => makeBody(text, shift(item.body, by), item.broken, readExpression)),
  };
}

function makeBody(text: string, inside: Span, broken: boolean, readExpression: ExpressionReader): Body {
  const items = scanItems(text, inside);
  return {
    span: inside,
    attributes: items.flatMap((item) => (item.kind === 'attribute' ? [makeAttribute(text, item, readExpression)] : [])),
    blocks: items.flatMap((item) => (item.kind === 'block' ? [makeBlock(text, item, 0, readExpression)] : [])),
    broken: broken || items.some((item) => item.broken),
  };
}

function makeAttribute(
  text: string,
  item: Extract<Item, { kind: 'attribute' }>,
  readExpression: ExpressionReader,
): Attribute {
  return {
    name: slice(text, item.name),
    span: item.span,
    nameSpan: item.name,
    valueSpan: item.value,
    value: lazy(() => readExpression(slice(text, item.value), item.value.start)),
  };
}
