import type { Node } from 'web-tree-sitter';
import { type Span, span } from '../../text/span';
import { columnIn, deepest, emptyAt, mapping, type Reading, resolveAlias, unreadable } from './reading';
import { decodeBlock, decodeDouble, decodePlain, decodeSingle, resolvePlain } from './scalar';
import type { Data, Entry, ScalarStyle } from './tree';

/** The first entry or item of the collection that the parsed text is, or nothing where it is something else. */
export function firstInYaml(root: Node): Node | undefined {
  const document = root.namedChildren.find((child) => child.type === 'document');
  const outer = document?.namedChildren.find((child) => child.type === 'block_node' || child.type === 'flow_node');
  const collection = outer?.namedChildren.find((child) => child.type !== 'comment');
  if (!collection || !/^(?:block|flow)_(?:mapping|sequence)$/.test(collection.type)) return undefined;
  const parts = collection.namedChildren.filter((child) => child.type !== 'comment');
  return parts.length === 1 ? parts[0] : undefined;
}

/** Takes `by` to come from offsets of the parsed text to those of the member. */
export function entryOfYaml(node: Node, by: number, reading: Reading, depth: number): Entry {
  const isPair = node.type === 'block_mapping_pair' || node.type === 'flow_pair';
  const keyNode = isPair ? node.childForFieldName('key') : node;
  const valueNode = isPair ? node.childForFieldName('value') : null;
  const end = trimmedEnd(reading, node.endIndex + by);
  const column = columnIn(reading, node.startIndex + by);
  const key = keyNode ? dataOfYaml(keyNode, by, reading, column, depth) : emptyAt(reading, node.startIndex + by);
  const value = valueNode ? dataOfYaml(valueNode, by, reading, column, depth) : emptyAt(reading, end);
  const valueSpan = valueNode ? spanOf(valueNode, by, reading) : value.span;
  const whole = span(node.startIndex + by, end);
  return { key, keyText: textOf(key), span: whole, valueSpan, value, owner: reading.owner };
}

/** The string that a key is looked up by. */
export function textOf(key: Data): string {
  return key.kind === 'scalar' ? key.source : '';
}

/** `column` is where the key or dash stands that the value belongs to. */
export function dataOfYaml(node: Node, by: number, reading: Reading, column: number, depth: number): Data {
  const whole = spanOf(node, by, reading);
  if (depth > deepest) return unreadable(reading, whole.start, whole.end);
  const isWrapped = node.type === 'block_node' || node.type === 'flow_node';
  const parts = isWrapped ? node.namedChildren : [node];
  let tag: string | undefined;
  let anchor: string | undefined;
  let content: Node | undefined;
  for (const part of parts) {
    if (part.type === 'tag') tag = part.text;
    else if (part.type === 'anchor') anchor = part.text.slice(1);
    else if (part.type !== 'comment') content = part;
  }
  if (content?.type === 'alias') return resolveAlias(reading, content.text.slice(1), whole);
  if (anchor !== undefined) reading.anchors.set(anchor, 'open');
  const contentSpan = content ? spanOf(content, by, reading) : span(whole.end, whole.end);
  const data = contentOf(content, { span: whole, contentSpan, tag, owner: reading.owner }, by, reading, column, depth);
  if (anchor !== undefined) reading.anchors.set(anchor, data);
  return data;
}

type Where = Pick<Data, 'span' | 'contentSpan' | 'tag' | 'owner'>;

function contentOf(
  node: Node | undefined,
  where: Where,
  by: number,
  reading: Reading,
  column: number,
  depth: number,
): Data {
  const { start, end } = where.contentSpan;
  const raw = reading.text.slice(start, end);
  switch (node?.type) {
    case undefined:
      return scalar(where, '', 'plain');
    case 'plain_scalar':
      return scalar(where, decodePlain(raw), 'plain');
    case 'single_quote_scalar':
      return scalar(where, decodeSingle(raw.slice(1, -1)), 'single');
    case 'double_quote_scalar':
      return scalar(where, decodeDouble(raw.slice(1, -1)), 'double');
    case 'block_scalar':
      return blockScalar(where, reading, column);
    case 'block_mapping':
    case 'flow_mapping': {
      const style = node.type === 'block_mapping' ? 'block' : 'flow';
      const entries = contentNodes(node).map((child) => entryOfYaml(child, by, reading, depth + 1));
      return mapping(reading, { ...where, style }, entries, []);
    }
    case 'block_sequence': {
      const items = contentNodes(node).map((child) => itemOfYaml(child, by, reading, depth + 1));
      return { kind: 'sequence', ...where, style: 'block', items, broken: false };
    }
    case 'flow_sequence': {
      const items = contentNodes(node).map((child) => flowItem(child, by, reading, depth + 1));
      return { kind: 'sequence', ...where, style: 'flow', items, broken: false };
    }
    default:
      return unreadable(reading, start, end);
  }
}

/** The value of a `- ` item. */
export function itemOfYaml(node: Node, by: number, reading: Reading, depth: number): Data {
  const value = contentNodes(node)[0];
  const column = columnIn(reading, node.startIndex + by);
  return value
    ? dataOfYaml(value, by, reading, column, depth)
    : emptyAt(reading, trimmedEnd(reading, node.endIndex + by));
}

/** An item between brackets; `[a: b]` holds a mapping of one entry. */
export function flowItem(node: Node, by: number, reading: Reading, depth: number): Data {
  if (node.type !== 'flow_pair') return dataOfYaml(node, by, reading, 0, depth);
  const whole = spanOf(node, by, reading);
  const where = { span: whole, contentSpan: whole, tag: undefined, style: 'flow' } as const;
  return mapping(reading, where, [entryOfYaml(node, by, reading, depth)], []);
}

function scalar(where: Where, source: string, style: ScalarStyle): Data {
  // A tag says what the text is, so it is not guessed: `!Ref yes` names what is called "yes".
  const value = style === 'plain' && where.tag === undefined ? resolvePlain(source) : source;
  return { kind: 'scalar', ...where, value, source, style };
}

function blockScalar(where: Where, reading: Reading, column: number): Data {
  const { start, end } = where.contentSpan;
  const raw = reading.text.slice(start, end);
  // The blank lines that follow count where the header keeps them.
  const blank = /^[|>]\d?\+/.test(raw) ? (/^(?:[ \t]*\r?\n)*/.exec(reading.text.slice(end))?.[0] ?? '') : '';
  return scalar(where, decodeBlock(`${raw}${blank}`, column), raw.startsWith('>') ? 'folded' : 'literal');
}

function contentNodes(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}

function spanOf(node: Node, by: number, reading: Reading): Span {
  const start = node.startIndex + by;
  return span(start, Math.max(start, trimmedEnd(reading, node.endIndex + by)));
}

/** Nodes may end with the line break behind them. */
function trimmedEnd({ text }: Reading, end: number): number {
  let last = Math.min(end, text.length);
  while (last > 0 && /\s/.test(text[last - 1] ?? '')) last--;
  return last;
}
