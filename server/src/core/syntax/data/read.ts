import { lazy } from '../../memory/lazy';
import { shift, span } from '../../text/span';
import { type Chunk, wordAt } from './lines';
import { isSamePiece, makePiece, type Piece } from './member';
import { type Layout, type OutlineSection, outline } from './outline';
import { type DataParsers, mergeKeys } from './reading';
import { lostWords } from './recover';
import type { Data, DataFile, DataFormat, Entry, Member, PlacedMember, Section } from './tree';

/**
 * Reads a file. The outline is made of the whole text, which takes a few milliseconds for a megabyte and reads nothing. With the
 * `previous` state of the same file, a member whose text is unchanged stays the same value, with all that has been made of it: also
 * where other lines around it are wrong. Never throws.
 */
export function readData(text: string, format: DataFormat, parsers: DataParsers, previous?: DataFile): DataFile {
  const old = previous?.format === format ? partsOf.get(previous) : undefined;
  const parts: Parts = { pieces: new Map(), wholes: new Map() };
  const by = text.length - (previous?.text.length ?? 0);
  const reader: Reader = {
    text,
    format,
    parsers,
    anchors: new Map(),
    parts,
    old,
    byName: lazy(() => piecesByName(old)),
    used: new Set(),
    by,
  };
  const sections = outline(text, format).map((section) => readSection(section, reader));
  const file: DataFile = { text, format, sections };
  partsOf.set(file, parts);
  return file;
}

/** What a file is made of, by where it starts. */
interface Parts {
  readonly pieces: Map<number, Piece>;
  readonly wholes: Map<number, Whole>;
}

/** A section that is split: its value is made of its members'. */
interface Whole {
  readonly member: Member;
  readonly members: readonly PlacedMember[];
}

const partsOf = new WeakMap<DataFile, Parts>();

interface Reader {
  readonly text: string;
  readonly format: DataFormat;
  readonly parsers: DataParsers;
  readonly anchors: Map<string, Piece>;
  readonly parts: Parts;
  readonly old: Parts | undefined;
  /** The old pieces, for where more than one place of the text has changed. */
  readonly byName: () => ReadonlyMap<string, readonly Piece[]>;
  readonly used: Set<Piece>;
  /** How much longer the text has become: what follows the difference has moved by that. */
  readonly by: number;
}

function piecesByName(old: Parts | undefined): ReadonlyMap<string, readonly Piece[]> {
  const byName = new Map<string, Piece[]>();
  for (const piece of old?.pieces.values() ?? []) {
    const named = byName.get(piece.member.name);
    if (named) named.push(piece);
    else byName.set(piece.member.name, [piece]);
  }
  return byName;
}

function readSection(section: OutlineSection, reader: Reader): Section {
  const { chunk, layout, inner, strays } = section;
  const start = chunk.start;
  const name = chunk.key?.name ?? wordAt(reader.text, start);
  const nameSpan = chunk.key?.span ?? span(start, start + name.length);
  const words = lostWords(reader.text, section.members, strays);
  const lost = section.torn ? [...words, ''] : words;
  const placed = { name, nameSpan, start, lost };
  if (section.members.length === 0) return { ...placed, member: pieceOf(chunk, layout, reader).member, members: [] };
  const members = section.members.map((each) => ({
    start: each.start,
    member: pieceOf(each, inner, reader).member,
  }));
  return { ...placed, member: wholeOf(placed, chunk.end, members, inner, reader).member, members };
}

function pieceOf(chunk: Chunk, layout: Layout, reader: Reader): Piece {
  const { text, format, parsers, anchors, parts, old, by } = reader;
  const source = text.slice(chunk.start, endOf(chunk, text));
  // A piece is in one place at a time, also where its text has been copied.
  const isKnown = (piece: Piece | undefined) =>
    piece && !reader.used.has(piece) && isSamePiece(piece, source, chunk, layout, anchors);
  const moved = [old?.pieces.get(chunk.start), old?.pieces.get(chunk.start - by)].find(isKnown);
  const known =
    moved ??
    (old &&
      reader
        .byName()
        .get(chunk.key?.name ?? '')
        ?.find(isKnown));
  const piece = known ?? makePiece(source, chunk, layout, format, parsers, anchors);
  parts.pieces.set(chunk.start, piece);
  reader.used.add(piece);
  for (const name of piece.anchors) anchors.set(name, piece);
  return piece;
}

/** Blank lines belong to a block scalar that keeps them. */
function endOf({ start, end }: Chunk, text: string): number {
  const source = text.slice(start, end);
  if (!source.includes('+') || !/[|>]\d?\+/.test(source)) return end;
  const blank = /(?:[ \t]*\r?\n)*/y;
  blank.lastIndex = end;
  blank.test(text);
  return blank.lastIndex;
}

type Placed = Pick<Section, 'name' | 'nameSpan' | 'start' | 'lost'>;

function wholeOf(placed: Placed, end: number, members: readonly PlacedMember[], inner: Layout, reader: Reader): Whole {
  const { start } = placed;
  const { parts, old, by } = reader;
  const text = reader.text.slice(start, end);
  const known = [old?.wholes.get(start), old?.wholes.get(start - by)].find(
    (whole) => whole && whole.member.text === text && areSame(whole.members, members),
  );
  const whole = known ?? { members, member: makeWhole(text, placed, members, inner) };
  parts.wholes.set(start, whole);
  return whole;
}

function areSame(old: readonly PlacedMember[], members: readonly PlacedMember[]): boolean {
  return old.length === members.length && members.every(({ member }, index) => old[index]?.member === member);
}

function makeWhole(text: string, placed: Placed, members: readonly PlacedMember[], inner: Layout): Member {
  const { name, lost } = placed;
  const nameSpan = shift(placed.nameSpan, -placed.start);
  const entry = lazy((): Entry => {
    const keyed = members.filter(({ member }) => !lost.includes(member.name));
    const first = (members[0]?.start ?? placed.start) - placed.start;
    const valueSpan = span(first, text.length);
    const merged = mergeKeys(keyed.map(({ member }) => member.entry()));
    const common = { tag: undefined, owner: member };
    const value: Data = {
      kind: 'mapping',
      span: valueSpan,
      contentSpan: valueSpan,
      ...common,
      style: inner,
      entries: merged.entries,
      lost: [...lost, ...merged.lost],
    };
    const quote = text[nameSpan.start];
    const style = quote === '"' ? 'double' : quote === "'" ? 'single' : 'plain';
    const key: Data = {
      kind: 'scalar',
      value: name,
      source: name,
      style,
      span: nameSpan,
      contentSpan: nameSpan,
      ...common,
    };
    return { key, keyText: name, span: span(0, text.length), valueSpan, value, owner: member };
  });
  const member: Member = {
    name,
    text,
    nameSpan,
    entry,
    value: () => entry().value,
    broken: () => lost.length > 0 || members.some((each) => each.member.broken()),
  };
  return member;
}
