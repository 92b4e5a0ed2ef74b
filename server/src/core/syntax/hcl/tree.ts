import type { Span } from '../../text/span';

/** A Terraform file in HCL. Only the list of its blocks is made when it is read; everything below is made when asked for. */
export interface HclFile {
  readonly text: string;
  readonly blocks: readonly TopLevelBlock[];
  /** Where text starts that does not end as it should, in order: how far it goes depends on what follows it. */
  readonly openings: readonly number[];
}

/** A block and where its text starts in the file. The block itself knows no file, so it survives edits elsewhere. */
export interface TopLevelBlock {
  readonly start: number;
  readonly block: Block;
}

/** All spans below a top-level block count from the start of that block's text, which every block inside it shares as `text`. */
export interface Block {
  readonly text: string;
  readonly span: Span;
  readonly type: string;
  readonly labels: readonly string[];
  /** From the type to the last label. */
  readonly header: Span;
  readonly body: () => Body;
}

export interface Body {
  /** Between the braces. */
  readonly span: Span;
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** What does not read as an attribute or a block. */
  readonly unread: readonly Span[];
  /** Whether some part of it does not read, and may be an attribute of this name that is being typed. */
  readonly mayHold: (name: string) => boolean;
}

export interface Attribute {
  readonly name: string;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
  readonly value: () => Expression;
}

/** An expression of HCL. What has a `kind` of `unreadable` is being typed, or is wrong. */
export type Expression = {
  readonly span: Span;
  /** As it is written in HCL. */
  readonly source: string;
} & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A quoted template or heredoc with interpolations; text parts are decoded. Directives are what they stand for: see `makeTemplate`. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  /** A bare name: the start of a reference, or a loop variable. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'access'; readonly of: Expression; readonly steps: readonly Step[] }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly expandsLast: boolean;
    }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  | { readonly kind: 'parentheses'; readonly inner: Expression }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | ForExpression
  | { readonly kind: 'unreadable' }
);

/** `[for k, v in collection : value if condition]`, or `{for k, v in collection : key => value... if condition}`. */
export interface ForExpression {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Of one that makes an object. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** Whether values with the same key are put in a list. */
  readonly groups: boolean;
  readonly condition: Expression | undefined;
}

export interface ObjectEntry {
  /** A bare name as key is the string of that name. */
  readonly key: Expression;
  readonly value: Expression;
}

export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: Expression }
  /** `[*]` or `.*`: the steps are taken on each element. */
  | { readonly kind: 'splat'; readonly steps: readonly Step[] };

/** Whether it is written as `null` or `""`, which is the same as nothing to most arguments. */
export function isNothing(value: Expression): boolean {
  return value.kind === 'literal' && (value.value === null || value.value === '');
}

export function attributeNamed(body: Body, name: string): Attribute | undefined {
  return body.attributes.find((attribute) => attribute.name === name);
}

export function blocksOfType(body: Body, type: string): readonly Block[] {
  return body.blocks.filter((block) => block.type === type);
}

/** Where blocks of a type come from: from being written, or from a `dynamic` block that makes them. */
export interface BlockSource {
  readonly kind: 'written' | 'dynamic';
  readonly block: Block;
}

/** All of a type, in order: developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
export function blockSources(body: Body, type: string): readonly BlockSource[] {
  return body.blocks.flatMap((block): readonly BlockSource[] => {
    if (block.type === type) return [{ kind: 'written', block }];
    return dynamicBlocks(block, type).map((dynamic) => ({ kind: 'dynamic', block: dynamic }));
  });
}

/** Whether some part of it does not read, and may be a block of the type or make such blocks. */
export function mayHoldBlocks(body: Body, type: string): boolean {
  return body.mayHold(type) || body.mayHold('dynamic');
}

/** What a `dynamic` block makes its blocks of. */
export function contentsOf(dynamic: Block): readonly Block[] {
  return blocksOfType(dynamic.body(), 'content');
}

/** In JSON the type is no label but the name of what is inside. */
function dynamicBlocks(block: Block, type: string): readonly Block[] {
  if (block.type !== 'dynamic') return [];
  if (block.labels.length > 0) return block.labels[0] === type ? [block] : [];
  return blocksOfType(block.body(), type);
}
