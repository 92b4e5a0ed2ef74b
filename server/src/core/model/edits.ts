import type { TextEdit } from '../text/edit';
import type { Message } from './message';

/** What is to be changed in one file. The edits are disjoint. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly TextEdit[];
}

/** Why edits are not to be made: what they would leave of a file is not what is meant. */
export interface Mistake {
  readonly path: string;
  /** What goes after "it would". */
  readonly effect: Message;
}
