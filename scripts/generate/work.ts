/** Something that somebody else has made. */
export interface Work {
  readonly name: string;
  readonly version: string;
  /** Its name, or some words. */
  readonly licence: string;
  readonly note: string;
  /** The whole licence. */
  readonly text: string;
}
