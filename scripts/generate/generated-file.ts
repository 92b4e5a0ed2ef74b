/** A file that is made from others. */
export interface GeneratedFile {
  /** From the root of the project, with `/` between its parts. */
  readonly path: string;
  /** Undefined for a file that must not be there. */
  readonly text: string | undefined;
}
