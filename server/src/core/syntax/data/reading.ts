import type { Node, Parser } from 'web-tree-sitter';
import { lineStart } from '../../text/lines';
import { type Span, span } from '../../text/span';
import { isTooMuch } from './limits';
import type { Data, DataFormat, Entry, Mapping, Member } from './tree';

/** Parsers with the grammar of tree-sitter set. */
export type DataParsers = Readonly<Record<DataFormat, Parser>>;

/** One member while it is being read. */
export interface Reading {
  readonly owner: Member;
  readonly text: string;
  readonly format: DataFormat;
  /** The column that the text starts at. */
  readonly column: number;
  readonly parsers: DataParsers;
  /** Anchors of this member up to here. One whose value is still being read leads nowhere: it would be a cycle. */
  readonly anchors: Map<string, Data | 'open'>;
  /** What an anchor of another member stands for. */
  readonly resolve: (name: string) => Data | undefined;
  broken: boolean;
  /** How many characters may still be read, again or for the first time. */
  patience: number;
}

/** How many characters may be read of a text of this length: a part that is broken is read again at each level. */
export function patienceFor(length: number): number {
  return 500_000 + 20 * length;
}

/** Whether there is patience left to read so many characters. */
export function spend(reading: Reading, length: number): boolean {
  reading.patience -= length;
  return reading.patience >= 0;
}

export { deepest } from './limits';
/**
 * Reads what tree-sitter makes of `source`, unless there is an error in it or it is too much. The nodes live only as long as `read`
 * runs.
 */
export function readTree<T>(reading: Reading, source: string, read: (root: Node) => T): T | undefined {
  if (!spend(reading, source.length) || isTooMuch(source)) return undefined;
  const tree = reading.parsers[reading.format].parse(source);
  if (!tree) return undefined;
  try {
    return tree.rootNode.hasError ? undefined : read(tree.rootNode);
  } finally {
    tree.delete();
  }
}

export function unreadable(reading: Reading, start: number, end: number): Data {
  reading.broken = true;
  const whole = span(start, Math.max(start, end));
  return { kind: 'unreadable', span: whole, contentSpan: whole, tag: undefined, owner: reading.owner };
}

/** The value that is not written. */
export function emptyAt(reading: Reading, offset: number): Data {
  const whole = span(offset, offset);
  return { ...plain, span: whole, contentSpan: whole, tag: undefined, owner: reading.owner };
}

const plain = { kind: 'scalar', value: null, source: '', style: 'plain' } as const;

/** What an alias stands for: the anchored value itself, never a copy. */
export function resolveAlias(reading: Reading, name: string, at: Span): Data {
  const found = reading.anchors.get(name) ?? reading.resolve(name);
  return found === undefined || found === 'open' ? unreadable(reading, at.start, at.end) : found;
}

/** The column of an offset in the member's file. */
export function columnIn({ text, column }: Reading, offset: number): number {
  const start = lineStart(text, offset);
  return start === 0 ? column + offset : offset - start;
}

export function mapping(
  reading: Reading,
  where: Pick<Mapping, 'span' | 'contentSpan' | 'tag' | 'style'>,
  entries: readonly Entry[],
  lost: readonly string[],
): Data {
  if (lost.length > 0) reading.broken = true;
  const merged = mergeKeys(entries);
  return { kind: 'mapping', ...where, ...merged, lost: [...lost, ...merged.lost], owner: reading.owner };
}

/** More merged entries than this are a bomb. */
const mostMerged = 10_000;

/**
 * Merge keys (`<<`) in terms of the entries that they stand for: the mapping's own win, then those of the mapping that is named first.
 * (yaml.org/type/merge.html) What cannot be merged may hold any key.
 */
export function mergeKeys(entries: readonly Entry[]): Pick<Mapping, 'entries' | 'lost'> {
  if (!entries.some(isMerge)) return { entries, lost: [] };
  const own = entries.filter((entry) => !isMerge(entry));
  const names = new Set(own.map(({ keyText }) => keyText));
  const merged: Entry[] = [];
  const lost: string[] = [];
  for (const { value } of entries.filter(isMerge)) {
    for (const source of value.kind === 'sequence' ? value.items : [value]) {
      if (source.kind !== 'mapping') {
        lost.push('');
        continue;
      }
      lost.push(...source.lost);
      const fresh = new Map<string, Entry>();
      for (const entry of source.entries) if (!names.has(entry.keyText)) fresh.set(entry.keyText, entry);
      for (const name of fresh.keys()) names.add(name);
      merged.push(...fresh.values());
      if (merged.length > mostMerged || lost.length > mostMerged) return { entries: own, lost: [''] };
    }
  }
  return { entries: [...merged, ...own], lost };
}

function isMerge({ key, keyText }: Entry): boolean {
  return keyText === '<<' && key.kind === 'scalar' && key.style === 'plain' && key.tag === undefined;
}
