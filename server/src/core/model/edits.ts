import type { TextEdit } from '../text/edit';

/** What is to be changed in one file. The edits are disjoint. */
export interface FileEdits {
  readonly path: string;
  readonly edits: readonly TextEdit[];
}
