import { memoize } from '../memory/lazy';
import type { HclTerraformFile, TemplateFile, TerraformFile } from '../source';
import type { Data, Entry, Member, PlacedMember } from '../syntax/data/tree';
import type { Block, TopLevelBlock } from '../syntax/hcl/tree';
import { type Span, shift, span } from '../text/span';

/** A file as a comment sees it: what it stands in, and what starts somewhere. Spans and offsets are those of the file. */
export interface Outline {
  /** What starts at an offset: a block or an attribute, an entry. */
  readonly startingAt: (offset: number) => Span | undefined;
  /** What has been opened before an offset, and holds nothing yet: a comment there heads what is inside. */
  readonly headedAt: (offset: number) => Span | undefined;
  /** The block or the resource that an offset lies in. */
  readonly around: (offset: number) => Around | undefined;
  /** Where the first of what is no comment starts. */
  readonly start: number;
}

export interface Around {
  readonly span: Span;
  readonly name: string;
  /** Whether one of its attributes is this, or may be. */
  readonly mayHave: (name: string, value: string) => boolean;
}

export function outlineOfHcl({ text, content }: HclTerraformFile): Outline {
  const { blocks, openings } = content;
  const around = (offset: number) => lastBefore(blocks, offset, ({ start, block }) => start + block.span.end);
  return {
    startingAt(offset) {
      const top = around(offset);
      if (!top) return undefined;
      const { start, block } = top;
      const found = start === offset ? block.span : startingIn(block, offset - start);
      return found && shift(found, start);
    },
    headedAt(offset) {
      const top = around(offset);
      const found = top && headedIn(top.block, offset - top.start);
      return found && shift(found.span, top.start);
    },
    around(offset) {
      const top = around(offset);
      if (!top) return undefined;
      const { start, block } = top;
      return {
        span: shift(block.span, start),
        name: addressOf(block),
        mayHave: (name, value) => mayHave(block, name, value),
      };
    },
    start: Math.min(blocks[0]?.start ?? text.length, openings[0] ?? text.length),
  };
}

/** Of an attribute that is not written in the block itself, as of one that no literal is, nothing is known. */
export function mayHave(block: Block, name: string, value: string): boolean {
  const written = block
    .body()
    .attributes.find((attribute) => attribute.name === name)
    ?.value();
  return written?.kind !== 'literal' || String(written.value) === value;
}

/** The address of what a top-level block declares. */
export function addressOf({ type, labels }: Block): string {
  if (type === 'resource') return labels.join('.');
  return [type, ...labels].join('.');
}

/** The top-level block that an offset lies in, in either syntax. */
export function blockAround(file: TerraformFile, offset: number): TopLevelBlock | undefined {
  // In JSON blocks may share the text that they are counted from.
  return file.content.blocks.find(
    ({ start, block }) => start + block.span.start <= offset && offset < start + block.span.end,
  );
}

/** Blocks nested deeper than this are none that Terraform has. */
const deepest = 50;

function startingIn(block: Block, at: number, depth = 0): Span | undefined {
  const { attributes, blocks } = block.body();
  const attribute = attributes.find(({ span }) => span.start === at);
  if (attribute) return attribute.span;
  const nested = blocks.find(({ span }) => span.start <= at && at < span.end);
  if (!nested || depth > deepest) return undefined;
  return nested.span.start === at ? nested.span : startingIn(nested, at, depth + 1);
}

function headedIn(block: Block, at: number, depth = 0): Block | undefined {
  const { attributes, blocks, span: inside } = block.body();
  const nested = blocks.find(({ span }) => span.start <= at && at < span.end);
  if (nested) return depth > deepest ? undefined : headedIn(nested, at, depth + 1);
  return at >= inside.start && [...attributes, ...blocks].every(({ span }) => span.start > at) ? block : undefined;
}

export function outlineOfTemplate({ text, content }: TemplateFile): Outline {
  const { sections } = content;
  const around = (offset: number) => pieceAt(content.sections, offset);
  return {
    startingAt(offset) {
      const piece = around(offset);
      if (!piece) return undefined;
      if (piece.start === offset) return shift(spanOf(piece.member), piece.start);
      const found = startingInData(piece.member.value(), piece.member, offset - piece.start);
      return found && shift(found, piece.start);
    },
    headedAt(offset) {
      const piece = around(offset);
      const found = piece && headedInEntry(piece.member.entry(), piece.member, offset - piece.start);
      return found && shift(found, piece.start);
    },
    around(offset) {
      const piece = around(offset);
      if (!piece || sections.some((section) => section === piece)) return undefined;
      return { span: shift(spanOf(piece.member), piece.start), name: piece.member.name, mayHave: () => true };
    },
    start: sections[0]?.start ?? text.length,
  };
}

/** A member, or the section itself where it has none there. */
function pieceAt(sections: TemplateFile['content']['sections'], offset: number): PlacedMember | undefined {
  const end = ({ start, member }: PlacedMember) => start + member.text.length;
  const section = lastBefore(sections, offset, end);
  return section && (lastBefore(section.members, offset, end) ?? section);
}

function spanOf({ text }: Member): Span {
  return span(0, text.trimEnd().length);
}

function startingInData(data: Data, owner: Member, at: number): Span | undefined {
  if (data.kind === 'sequence') {
    const item = data.items.find((each) => each.owner === owner && each.span.start <= at && at < each.span.end);
    return item && startingInData(item, owner, at);
  }
  if (data.kind !== 'mapping') return undefined;
  const entry = entryAround(data.entries, owner, at);
  return entry && (entry.span.start === at ? entry.span : startingInData(entry.value, owner, at));
}

function headedInEntry(entry: Entry, owner: Member, at: number): Span | undefined {
  const { value } = entry;
  if (value.kind !== 'mapping') return undefined;
  const inner = entryAround(value.entries, owner, at);
  if (inner) return headedInEntry(inner, owner, at);
  return value.entries.every(({ span }) => span.start > at) ? entry.span : undefined;
}

function entryAround(entries: readonly Entry[], owner: Member, at: number): Entry | undefined {
  return entries.find((each) => each.owner === owner && each.span.start <= at && at < each.span.end);
}

/** Of pieces in order, the one that an offset lies in. */
function lastBefore<T extends { readonly start: number }>(
  pieces: readonly T[],
  offset: number,
  endOf: (piece: T) => number,
): T | undefined {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = pieces[low - 1];
  return found && offset < endOf(found) ? found : undefined;
}

/** The resources of a member of the section: itself, or what a `Fn::ForEach` makes. */
export const resourceEntriesOf = memoize((member: Member): readonly Entry[] => {
  if (!member.name.startsWith('Fn::ForEach::')) return [member.entry()];
  const value = member.value();
  const bodies = value.kind === 'sequence' ? value.items[2] : undefined;
  return bodies?.kind === 'mapping' ? bodies.entries : [];
});
