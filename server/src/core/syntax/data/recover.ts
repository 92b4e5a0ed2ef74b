import type { Node } from 'web-tree-sitter';
import { lineEnd } from '../../text/lines';
import { type Span, span } from '../../text/span';
import { type FlowEntries, flowEntries } from './flow';
import { joinLines } from './join-lines';
import { dataOfJson, entryOfJson, firstInJson } from './json';
import { blockKeyAt, flowKeyAt, isDash, isSpace, type Key, skipSpace } from './key';
import { type Chunk, scanLines, wordAt } from './lines';
import { columnIn, deepest, mapping, type Reading, readTree, spend, unreadable } from './reading';
import { decodeBlock } from './scalar';
import type { Data, Entry } from './tree';
import { entryOfYaml, firstInYaml, flowItem, itemOfYaml } from './yaml';

/**
 * Reads an entry of a block mapping. Where tree-sitter finds an error in it, it is split by its indentation, and each part is read on
 * its own: so an error costs the lines it is on.
 */
export function readBlockEntry(reading: Reading, start: number, end: number, depth: number): Entry {
  const found = readBlock(reading, start, end, (node, by) => entryOfYaml(node, by, reading, depth));
  if (found) return found;
  reading.broken = true;
  const key = blockKeyAt(reading.text, start, end);
  if (!key) return strayEntry(reading, start, end);
  return entry(reading, key, start, end, readValueAfter(reading, key.end, end, columnIn(reading, start), false, depth));
}

/** Reads an entry of a flow mapping or JSON object, in the same way. A comma too many or too few is no harm. */
export function readFlowEntry(reading: Reading, start: number, end: number, depth: number): Entry {
  const found = readFlow(reading, start, end, '{}', (node, by) =>
    reading.format === 'json' ? entryOfJson(node, by, reading, depth) : entryOfYaml(node, by, reading, depth),
  );
  if (found) return found;
  const key = flowKeyAt(reading.text, start, end);
  if (!key) return strayEntry(reading, start, end);
  return entry(reading, key, start, end, readFlowValue(reading, afterSpace(reading.text, key.end, end), end, depth));
}

/** The parsed text starts at the column that it has in the file, so that its lines stand to each other as they do there. */
function readBlock<T>(
  reading: Reading,
  start: number,
  end: number,
  read: (node: Node, by: number) => T,
): T | undefined {
  const column = columnIn(reading, start);
  const source = `${' '.repeat(column)}${reading.text.slice(start, end)}\n`;
  const readRoot = (root: Node) => {
    const node = firstInYaml(root);
    return node && read(node, start - column);
  };
  const found = readTree(reading, source, readRoot);
  if (found) return found;
  const joined = joinLines(source);
  return joined === source ? undefined : readTree(reading, joined, readRoot);
}

function readFlow<T>(
  reading: Reading,
  start: number,
  end: number,
  [open, close]: '{}' | '[]' | string,
  read: (node: Node, by: number) => T,
): T | undefined {
  const source = `${open}${reading.text.slice(start, end)}\n${close}`;
  return readTree(reading, source, (root) => {
    const node = reading.format === 'json' ? firstInJson(root) : firstInYaml(root);
    return node && read(node, start - 1);
  });
}

/** What follows the colon of a key, or a dash. Behind a dash, a mapping may start on the same line. */
function readValueAfter(
  reading: Reading,
  from: number,
  end: number,
  parent: number,
  afterDash: boolean,
  depth: number,
): Data {
  const { text } = reading;
  const { at, tag } = skipProperties(text, from, end);
  const first = text[at];
  if (depth > deepest || !spend(reading, end - at)) return unreadable(reading, at, end);
  if (at >= end || isSpace(text.charCodeAt(at)) || first === '#') {
    const content = contentAfter(text, at, end);
    return content === undefined ? unreadable(reading, at, at) : readBlockNode(reading, content, end, tag, depth);
  }
  if (first === '{' || first === '[') return readFlowValue(reading, at, end, depth, tag);
  if (first === '|' || first === '>') {
    const whole = span(at, end);
    const value = decodeBlock(text.slice(at, end), parent);
    const style = first === '>' ? 'folded' : 'literal';
    const where = { span: whole, contentSpan: whole, tag, owner: reading.owner };
    return { kind: 'scalar', ...where, value, source: value, style };
  }
  if (afterDash && (isDash(text, at, end) || blockKeyAt(text, at, end)))
    return readBlockNode(reading, at, end, tag, depth);
  return unreadable(reading, at, Math.min(end, lineEnd(text, at)));
}

/** A mapping or sequence, split by its indentation. */
function readBlockNode(reading: Reading, start: number, end: number, tag: string | undefined, depth: number): Data {
  const { text } = reading;
  const whole = span(start, end);
  const where = { span: whole, contentSpan: whole, tag, style: 'block', owner: reading.owner } as const;
  const style = isDash(text, start, end) ? 'sequence' : 'mapping';
  const { chunks, strays } = scanLines(text, whole, columnIn(reading, start), style);
  if (style === 'sequence') {
    const items = chunks.map((chunk) => readBlockItem(reading, chunk.start, chunk.end, depth + 1));
    return { kind: 'sequence', ...where, items, broken: strays.length > 0 };
  }
  const keyed = chunks.filter((chunk) => chunk.key);
  if (keyed.length === 0) return unreadable(reading, start, end);
  const entries = keyed.map((chunk) => readBlockEntry(reading, chunk.start, chunk.end, depth + 1));
  const hidden = keyed.filter((_, index) => entries[index]?.value.kind === 'unreadable');
  const lost = [...lostWords(text, chunks, strays), ...hidden.flatMap((chunk) => keysBelow(text, chunk))];
  return mapping(reading, where, entries, lost);
}

/** The keys on the further lines of an entry that does not read: they may stand at a wrong indentation. */
function keysBelow(text: string, { start, end }: Chunk): readonly string[] {
  const lines = text.slice(Math.min(end, lineEnd(text, start)), end);
  return [...lines.matchAll(/^[ \t]*["']?([\w-]+)["']?[ \t]*:/gm)].map(([, name = '']) => name);
}

function readBlockItem(reading: Reading, start: number, end: number, depth: number): Data {
  const found = readBlock(reading, start, end, (node, by) => itemOfYaml(node, by, reading, depth));
  if (found) return found;
  reading.broken = true;
  if (!isDash(reading.text, start, end)) return unreadable(reading, start, end);
  return readValueAfter(reading, start + 1, end, columnIn(reading, start), true, depth);
}

/** A flow collection, split by its brackets or lines. Anything else that comes here does not read. */
function readFlowValue(reading: Reading, start: number, end: number, depth: number, tag?: string): Data {
  const { text, format } = reading;
  const first = text[start];
  if (depth > deepest || !spend(reading, end - start) || start >= end || (first !== '{' && first !== '['))
    return unreadable(reading, start, end);
  const whole = span(start, end);
  const where = { span: whole, contentSpan: whole, tag, style: 'flow', owner: reading.owner } as const;
  const inside = flowEntries(text, span(start + 1, end), format, -1);
  if (first === '[') {
    const items = inside.entries.map((item) => readFlowItem(reading, item, depth + 1));
    if (inside.strays.length > 0) reading.broken = true;
    return { kind: 'sequence', ...where, items, broken: inside.strays.length > 0 };
  }
  const keyed = inside.entries.filter((each) => each.key);
  const entries = keyed.map((each) => readFlowEntry(reading, each.start, each.end, depth + 1));
  return mapping(reading, where, entries, lostOf(text, inside));
}

function readFlowItem(reading: Reading, item: Span, depth: number): Data {
  const found = readFlow(reading, item.start, item.end, '[]', (node, by) =>
    reading.format === 'json' ? dataOfJson(node, by, reading, depth) : flowItem(node, by, reading, depth),
  );
  if (found) return found;
  return readFlowValue(reading, item.start, item.end, depth);
}

function lostOf(text: string, { entries, strays, torn }: FlowEntries): readonly string[] {
  const words = lostWords(text, entries, strays);
  return torn ? [...words, ''] : words;
}

/** The first words of the lines that are no entries. One that is cut short may lack any, as may one that is for a template engine. */
export function lostWords(text: string, chunks: readonly Chunk[], strays: readonly number[]): readonly string[] {
  const lines = [...chunks.filter(({ key }) => !key).map(({ start }) => start), ...strays];
  const words = lines.map((start) => wordAt(text, start)).filter((word) => word !== '');
  const isMade = [...chunks.map(({ start }) => start), ...strays].some((start) =>
    /^\{[%{#]/.test(text.slice(start, start + 2)),
  );
  return isMade ? [...words, ''] : words;
}

function entry(reading: Reading, key: Key, start: number, end: number, value: Data): Entry {
  const { owner } = reading;
  const source = key.name;
  const style = ({ '"': 'double', "'": 'single' } as const)[reading.text[key.span.start] ?? ''] ?? 'plain';
  const where = { span: key.span, contentSpan: key.span, tag: undefined, owner };
  const data = { kind: 'scalar', ...where, value: source, source, style } as const;
  return { key: data, keyText: source, span: span(start, end), valueSpan: value.span, value, owner };
}

/** A line that is no entry yet. */
function strayEntry(reading: Reading, start: number, end: number): Entry {
  const name = span(start, Math.min(end, lineEnd(reading.text, start)));
  const key = { name: wordAt(reading.text, start), span: name, end: name.end };
  return entry(reading, key, start, end, unreadable(reading, name.end, end));
}

const properties = /[ \t]*(?:(?:!([^\s,[\]{}]*)|&[^\s,[\]{}]+)(?=\s|$)[ \t]*)*/y;

function skipProperties(text: string, from: number, end: number): { at: number; tag: string | undefined } {
  properties.lastIndex = from;
  const found = properties.exec(text);
  const at = Math.min(end, properties.lastIndex);
  const tag = found?.[1];
  return { at: found ? at : skipSpace(text, from, end), tag: tag === undefined ? undefined : `!${tag}` };
}

/** The first character below the line of `from` that is no comment. */
function contentAfter(text: string, from: number, end: number): number | undefined {
  let line = text.indexOf('\n', from);
  while (line >= 0 && line < end) {
    const at = skipSpace(text, line + 1, end);
    if (at < end && !isSpace(text.charCodeAt(at)) && text[at] !== '#') return at;
    line = text.indexOf('\n', line + 1);
  }
  return undefined;
}

function afterSpace(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && isSpace(text.charCodeAt(i))) i++;
  return i;
}
