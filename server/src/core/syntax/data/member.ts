import { lazy } from '../../memory/lazy';
import { type Span, shift } from '../../text/span';
import type { Chunk } from './lines';
import { wordAt } from './lines';
import type { Layout } from './outline';
import { type DataParsers, patienceFor, type Reading } from './reading';
import { readBlockEntry, readFlowEntry } from './recover';
import type { Data, DataFormat, Entry, Member } from './tree';

/** A member, and what says whether it is still the same one after an edit. */
export interface Piece {
  readonly member: Member;
  readonly column: number;
  readonly layout: Layout;
  readonly cut: boolean;
  /** The anchors in its text. More names than there are is no harm. */
  readonly anchors: readonly string[];
  readonly aliases: readonly string[];
  /** The pieces before it with the anchors that it has aliases of. */
  readonly sources: ReadonlyMap<string, Piece>;
  /** The longest way through `sources`. */
  readonly depth: number;
  /** What the anchor stands for when all of it is read. */
  readonly anchored: (name: string) => Data | undefined;
}

/** Aliases of aliases, each in another member, deeper than this lead nowhere. */
const deepestChain = 50;

/** The anchors of the file up to here, and the piece that holds each. */
export type Anchors = ReadonlyMap<string, Piece>;

export function makePiece(
  text: string,
  chunk: Chunk,
  layout: Layout,
  format: DataFormat,
  parsers: DataParsers,
  anchors: Anchors,
): Piece {
  const aliases = format === 'json' || !text.includes('*') ? [] : namesAfter(aliasSign, text);
  const sources = sourcesOf(aliases, anchors);
  const { column, cut } = chunk;
  const nameSpan: Span = chunk.key ? shift(chunk.key.span, -chunk.start) : { start: 0, end: wordAt(text, 0).length };
  const read = lazy(() => {
    const reading: Reading = {
      owner: member,
      text,
      format,
      column,
      parsers,
      anchors: new Map(),
      resolve: (name) => sources.get(name)?.anchored(name),
      broken: cut,
      patience: patienceFor(text.length),
    };
    const found =
      layout === 'block' ? readBlockEntry(reading, 0, text.length, 0) : readFlowEntry(reading, 0, text.length, 0);
    return { entry: cut ? cutShort(found, reading) : found, broken: reading.broken, anchors: reading.anchors };
  });
  const member: Member = {
    name: chunk.key?.name ?? wordAt(text, 0),
    text,
    nameSpan,
    entry: () => read().entry,
    value: () => read().entry.value,
    broken: () => read().broken,
  };
  return {
    member,
    column,
    layout,
    cut,
    anchors: format === 'json' || !text.includes('&') ? [] : namesAfter(anchorSign, text),
    aliases,
    sources,
    depth: 1 + Math.max(0, ...[...sources.values()].map(({ depth }) => depth)),
    anchored: (name) => {
      const found = read().anchors.get(name);
      return found === 'open' ? undefined : found;
    },
  };
}

/** Whether the piece is what would be made of this text at this place. */
export function isSamePiece(piece: Piece, text: string, chunk: Chunk, layout: Layout, anchors: Anchors): boolean {
  return (
    piece.column === chunk.column &&
    piece.layout === layout &&
    piece.cut === chunk.cut &&
    piece.member.text === text &&
    piece.aliases.every((name) => piece.sources.get(name) === sourceOf(name, anchors))
  );
}

const anchorSign = /[\s[{,]&([^\s,[\]{}]+)/g;
const aliasSign = /[\s[{,]\*([^\s,[\]{}]+)/g;

function namesAfter(sign: RegExp, text: string): readonly string[] {
  return [...text.matchAll(sign)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function sourcesOf(aliases: readonly string[], anchors: Anchors): Anchors {
  const sources = new Map<string, Piece>();
  for (const name of aliases) {
    const source = sourceOf(name, anchors);
    if (source) sources.set(name, source);
  }
  return sources;
}

function sourceOf(name: string, anchors: Anchors): Piece | undefined {
  const source = anchors.get(name);
  return source && source.depth < deepestChain ? source : undefined;
}

/** An entry of which lines may have gone to another one: any name may be among them. */
function cutShort(entry: Entry, { owner }: Reading): Entry {
  const { value } = entry;
  const { span, contentSpan, tag } = value;
  if (value.kind === 'mapping') return { ...entry, value: { ...value, lost: [...value.lost, ''] } };
  return { ...entry, value: { kind: 'unreadable', span, contentSpan, tag, owner } };
}
