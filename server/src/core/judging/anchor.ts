import { memoize } from '../memory/lazy';
import type { Place } from '../model/place';
import type { SourceFile } from '../source';
import type { Span } from '../text/span';
import { shift } from '../text/span';

/** A place in a piece of a file that stays the same value when it moves, or in a file that is not to change at all. */
export interface Anchor {
  readonly path: string;
  /** The piece, or the file. */
  readonly piece: object;
  /** Counted from the start of the piece. */
  readonly span: Span;
}

export function anchor({ path, span }: Place, fileAt: (path: string) => SourceFile | undefined): Anchor | undefined {
  const file = fileAt(path);
  if (!file) return undefined;
  const pieces = piecesIn(file);
  if (!pieces) return { path, piece: file, span };
  const piece = pieceAround(pieces, span);
  return piece && { path, piece: piece.value, span: shift(span, -piece.start) };
}

/** Where the place is now; undefined where the piece is gone. */
export function anchored(
  { path, piece, span }: Anchor,
  fileAt: (path: string) => SourceFile | undefined,
): Place | undefined {
  const file = fileAt(path);
  if (!file) return undefined;
  if (file === piece) return { path, span };
  const start = startsIn(file).get(piece);
  return start === undefined ? undefined : { path, span: shift(span, start) };
}

interface Piece {
  readonly start: number;
  readonly value: { readonly text: string };
}

/** In order; undefined of a language whose files are read in one. */
const piecesIn = memoize((file: SourceFile): readonly Piece[] | undefined => {
  switch (file.language) {
    case 'terraform':
      return file.content.blocks.map(({ start, block }) => ({ start, value: block }));
    case 'yaml':
    case 'json':
      return file.content.sections
        .flatMap(({ members }) => members.map(({ start, member }) => ({ start, value: member })))
        .sort((a, b) => a.start - b.start);
    default:
      return undefined;
  }
});

const startsIn = memoize(
  (file: SourceFile): ReadonlyMap<object, number> => new Map(piecesIn(file)?.map(({ start, value }) => [value, start])),
);

function pieceAround(pieces: readonly Piece[], { start, end }: Span): Piece | undefined {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low - 1];
  return piece && end <= piece.start + piece.value.text.length ? piece : undefined;
}
