import type { Span } from '../text/span';

/** Where something is written. `path` is the name that the shell gave the file: a URI in the language server, a path on the command line. */
export interface Place {
  readonly path: string;
  readonly span: Span;
}
