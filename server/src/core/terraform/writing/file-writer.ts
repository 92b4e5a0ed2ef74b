import type { PolicyBlueprint } from '../../blueprints/policy';
import type { TextEdit } from '../../text/edit';
import type { LocatedBlock } from '../module';
import type { Item, Written } from './print';
import type { SourceOfPart } from './template';

/** How a file of one of Terraform's two syntaxes is changed. The spans of edits count from the start of the file. */
export interface FileWriter {
  /** Adds an argument after the last of the `after` arguments that are there. */
  readonly addArgument: (
    owner: LocatedBlock,
    name: string,
    value: Written,
    after: readonly string[],
  ) => readonly TextEdit[];
  /** Puts an expression, given as source in HCL, in the place of an argument's value. */
  readonly replaceValue: (owner: LocatedBlock, name: string, source: string) => readonly TextEdit[];
  /** Adds top-level blocks, after a block where the syntax has an order. */
  readonly addBlocks: (after: LocatedBlock, items: readonly Item[]) => readonly TextEdit[];
  /** A policy as the value of an argument, and the blocks that this value needs. `name` is free for them. */
  readonly policy: (
    policy: PolicyBlueprint,
    name: string,
    sourceOf: SourceOfPart,
  ) => { readonly value: Written; readonly blocks: readonly Item[] };
}
