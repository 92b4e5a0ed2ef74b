import type { Span } from './span';

/** Puts `text` in the place of `span`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The text after all edits. Edits speak of the text before any of them and may come in any order.
 * Insertions at one offset keep the order they are given in.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let from = 0;
  for (const edit of inOrder(edits)) {
    result += text.slice(from, edit.span.start) + edit.text;
    from = edit.span.end;
  }
  return result + text.slice(from);
}

/** Where what stands at an offset is after the edits, which are disjoint and sorted; what they have taken away, where it was. */
export function moveOffset(offset: number, edits: readonly TextEdit[]): number {
  let moved = 0;
  for (const { span, text } of edits) {
    if (span.end <= offset) moved += text.length - (span.end - span.start);
    else return Math.min(offset, span.start) + moved;
  }
  return offset + moved;
}

/** Where what stands at an offset after the edits, which are disjoint and sorted, was before them; what they have written, where it has gone. */
export function originOf(offset: number, edits: readonly TextEdit[]): number {
  let moved = 0;
  for (const { span, text } of edits) {
    if (offset < span.start + moved) break;
    if (offset < span.start + moved + text.length) return span.start;
    moved += text.length - (span.end - span.start);
  }
  return offset - moved;
}

/** The edits sorted by place. Throws where two of them overlap: that is a fault of the writer, never of its input. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const [index, edit] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next && next.span.start < edit.span.end) throw new Error(`edits overlap at offset ${next.span.start}`);
  }
  return sorted;
}
