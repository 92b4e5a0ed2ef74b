import type { PolicyBlueprint } from '../../blueprints/policy';
import type { TextEdit } from '../../text/edit';
import type { LocatedBlock } from '../module';
import type { Item, Written } from './print';
import type { SourceOfPart } from './template';

/** How a file of one of Terraform's two syntaxes is changed. The spans of edits count from the start of the file. */
export interface FileWriter {
  /** Adds arguments and nested blocks to a block. */
  readonly addMembers: (owner: LocatedBlock, members: readonly NewMember[]) => readonly TextEdit[];
  /** Puts an expression, given as source in HCL, in the place of an argument's value. */
  readonly replaceValue: (owner: LocatedBlock, name: string, source: string) => readonly TextEdit[];
  /** Adds references to the list that an argument is; nothing where it is none. */
  readonly appendReferences: (owner: LocatedBlock, name: string, references: readonly string[]) => readonly TextEdit[];
  /** Adds top-level blocks, after a block where the syntax has an order. */
  readonly addBlocks: (after: LocatedBlock, items: readonly Item[]) => readonly TextEdit[];
  /** A policy as the value of an argument, and the blocks that this value needs. `name` is free for them. */
  readonly policy: (
    policy: PolicyBlueprint,
    name: string,
    sourceOf: SourceOfPart,
    repetition?: DocumentRepetition,
  ) => { readonly value: Written; readonly blocks: readonly Item[] };
}

/** How often there is a document, and the index that names one of them. */
export interface DocumentRepetition {
  readonly items: readonly Item[];
  readonly index: string;
}

export type NewMember =
  /** It goes after the last of the `after` arguments that are there, and may move those that are written anew as well. */
  | {
      readonly kind: 'argument';
      readonly name: string;
      readonly value: Written;
      readonly after: readonly string[];
      readonly moves?: readonly string[];
    }
  /** What the block has to wait for, which stands at its end. */
  | { readonly kind: 'dependencies'; readonly on: readonly string[] }
  | { readonly kind: 'block'; readonly block: Extract<Item, { kind: 'block' }> };
