import type { Span } from '../text/span';

/** Where something is written. `path` is the name that the shell gave the file: a URI in the language server, a path on the command line. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}

/** Whether two things are written in the same place, as far as it is known where. */
export function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.path === b?.path && a?.span.start === b?.span.start;
}
