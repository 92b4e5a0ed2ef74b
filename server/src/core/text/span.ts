/** A half-open range of a text. Offsets are UTF-16 code units from the start of that text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

export function shift(inner: Span, by: number): Span {
  return { start: inner.start + by, end: inner.end + by };
}

export function slice(text: string, part: Span): string {
  return text.slice(part.start, part.end);
}

/** Whether the two spans share a character, or touch where one of them is empty: a caret at either end counts. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
