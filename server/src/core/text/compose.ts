import { inOrder, type TextEdit } from './edit';
import { span } from './span';

/** A part of a text that is made of another: a range of the other that is kept, or what is new. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/**
 * One set of edits that does what several do one after the other: those of each speak of the text that the ones before have left. `length` is
 * that of the first text. Nothing but what one of them touches is touched.
 */
export function composeEdits(length: number, steps: readonly (readonly TextEdit[])[]): readonly TextEdit[] {
  const whole: readonly Piece[] = [{ start: 0, end: length }];
  return editsBetween(length, steps.reduce(edit, whole));
}

function edit(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const result: Piece[] = [];
  let from = 0;
  for (const { span: replaced, text } of inOrder(edits)) {
    result.push(...cut(pieces, from, replaced.start));
    if (text !== '') result.push({ text });
    from = replaced.end;
  }
  return [...result, ...cut(pieces, from, Number.POSITIVE_INFINITY)];
}

/** What of the pieces lies between two offsets of the text that they make up. */
function cut(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
  const parts: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const size = 'text' in piece ? piece.text.length : piece.end - piece.start;
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, size)];
    if (from < to)
      parts.push(
        'text' in piece ? { text: piece.text.slice(from, to) } : { start: piece.start + from, end: piece.start + to },
      );
    at += size;
  }
  return parts;
}

function editsBetween(length: number, pieces: readonly Piece[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  const keepFrom = (start: number) => {
    if (start > at || text !== '') edits.push({ span: span(at, start), text });
    text = '';
  };
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text;
    else {
      keepFrom(piece.start);
      at = piece.end;
    }
  }
  keepFrom(length);
  return edits;
}
