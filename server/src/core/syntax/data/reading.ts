import type { Node, Parser } from 'web-tree-sitter';
import { lineStart } from '../../text/lines';
import { type Span, span } from '../../text/span';
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
}

/** Nobody writes collections nested deeper than this, and the call stack is finite. */
export const deepest = 200;
/** A longer text between quotes is data, not a template; reading it would take seconds. */
const longest = 1_000_000;
/** How often the parser may report progress (each 100 steps) for a text of no length, and per character. */
const patience = { least: 2_000, perCharacter: 0.2 };

/**
 * Reads what tree-sitter makes of `source`, unless there is an error in it or it takes too long. The nodes live only as long as `read`
 * runs.
 */
export function readTree<T>(parser: Parser, source: string, read: (root: Node) => T): T | undefined {
  if (source.length > longest) return undefined;
  let left = patience.least + patience.perCharacter * source.length;
  const tree = parser.parse(source, null, { progressCallback: () => left-- <= 0 });
  if (!tree) {
    parser.reset();
    return undefined;
  }
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
