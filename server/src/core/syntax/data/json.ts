import type { Node } from 'web-tree-sitter';
import { span } from '../../text/span';
import { deepest, emptyAt, type Reading, unreadable } from './reading';
import { decodeDouble } from './scalar';
import type { Data, Entry } from './tree';

/** The first pair or item of the collection that the parsed text is. */
export function firstInJson(root: Node): Node | undefined {
  const collection = root.namedChildren.find((child) => child.type !== 'comment');
  const parts = collection?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
  return parts.length === 1 ? parts[0] : undefined;
}

/** Takes `by` to come from offsets of the parsed text to those of the member. */
export function entryOfJson(node: Node, by: number, reading: Reading, depth: number): Entry {
  const whole = span(node.startIndex + by, node.endIndex + by);
  const [keyNode, valueNode] = node.type === 'pair' ? contentNodes(node) : [];
  const key = keyNode ? dataOfJson(keyNode, by, reading, depth) : unreadable(reading, whole.start, whole.end);
  const value = valueNode ? dataOfJson(valueNode, by, reading, depth) : emptyAt(reading, whole.end);
  const keyText = key.kind === 'scalar' ? key.source : '';
  return { key, keyText, span: whole, valueSpan: value.span, value, owner: reading.owner };
}

export function dataOfJson(node: Node, by: number, reading: Reading, depth: number): Data {
  const whole = span(node.startIndex + by, node.endIndex + by);
  if (depth > deepest) return unreadable(reading, whole.start, whole.end);
  const where = { span: whole, contentSpan: whole, tag: undefined, owner: reading.owner };
  const source = reading.text.slice(whole.start, whole.end);
  const literal = { kind: 'scalar', ...where, source, style: 'plain' } as const;
  switch (node.type) {
    case 'object': {
      const entries = contentNodes(node).map((child) => entryOfJson(child, by, reading, depth + 1));
      return { kind: 'mapping', ...where, style: 'flow', entries, lost: [] };
    }
    case 'array': {
      const items = contentNodes(node).map((child) => dataOfJson(child, by, reading, depth + 1));
      return { kind: 'sequence', ...where, style: 'flow', items, broken: false };
    }
    case 'string': {
      const value = decodeDouble(source.slice(1, -1));
      return { kind: 'scalar', ...where, value, source: value, style: 'double' };
    }
    case 'number':
      return { ...literal, value: Number(source) };
    case 'true':
      return { ...literal, value: true };
    case 'false':
      return { ...literal, value: false };
    case 'null':
      return { ...literal, value: null };
    default:
      return unreadable(reading, whole.start, whole.end);
  }
}

function contentNodes(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}
