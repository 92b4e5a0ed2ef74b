import type { Statement } from '../../model/policy/statement';
import { trailsOf } from '../../model/policy/widening';
import { type Attribute, attributeNamed, type Block, blocksOfType, type Expression } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
import type { LocatedBlock } from '../module';
import { type Closable, closablesIn } from './closing';
import { type JsonNode, memberOf } from './heredoc-json';
import { entryIn, type PolicyForm } from './policy-form';

/** Where a statement names the trails that it is for: a list of texts, or one alone. */
export type TrailsNamed =
  | { readonly kind: 'expression'; readonly owner: LocatedBlock; readonly values: Expression }
  /** The last argument of a block of HCL, which others of it do not stand below, and a list on one line. */
  | {
      readonly kind: 'last-argument';
      readonly owner: LocatedBlock;
      readonly argument: Attribute;
      readonly values: Tuple;
    }
  | { readonly kind: 'json'; readonly owner: LocatedBlock; readonly values: JsonNode };

type Tuple = Extract<Expression, { kind: 'tuple' }>;

/**
 * Undefined where the statement is written in another way, or in a document that others are put together from as well, or is one of several that
 * are made by what is written.
 */
export function trailsNamedIn(
  instance: Instance,
  form: PolicyForm,
  statement: Statement,
  all: readonly Statement[],
): TrailsNamed | undefined {
  const trails = trailsOf(statement);
  const [piece, ...others] = closablesIn(instance, form, [statement], all) ?? [];
  const isOwn = piece && (form.kind !== 'document' || piece.owner.block === form.owner.block);
  return isOwn && trails && others.length === 0 ? valuesIn(piece, trails.operator, trails.key) : undefined;
}

function valuesIn(piece: Closable, operator: string, key: string): TrailsNamed | undefined {
  const { owner } = piece;
  switch (piece.kind) {
    case 'object': {
      const values = ['Condition', operator, key].reduce<Expression | undefined>(entryIn, piece.statement);
      return values && takesOthers(values) ? { kind: 'expression', owner, values } : undefined;
    }
    case 'json': {
      const values = ['Condition', operator, key].reduce<JsonNode | undefined>(memberOf, piece.statement);
      const isText = values?.kind === 'scalar' && owner.block.text[values.span.start] === '"';
      return values && (isText || isList(values)) ? { kind: 'json', owner, values } : undefined;
    }
    case 'block': {
      const [only, ...others] = piece.madeBy ? [] : conditionsIn(piece.statement, operator, key);
      const argument = only && attributeNamed(only.body(), 'values');
      const values = argument?.value();
      if (!argument || values?.kind !== 'tuple' || values.items.length === 0 || others.length > 0) return undefined;
      const isLast = owner.file.language === 'terraform' && only.body().attributes.at(-1) === argument;
      const isOnOneLine = values.source === `[${values.items.map(({ source }) => source).join(', ')}]`;
      return isLast && isOnOneLine
        ? { kind: 'last-argument', owner, argument, values }
        : { kind: 'expression', owner, values };
    }
  }
}

/** One text in quotes, or a list. What is nothing but an interpolation may be a list as well. */
function takesOthers(values: Expression): boolean {
  if (values.kind === 'tuple') return values.items.length > 0;
  return values.source.startsWith('"') && !(values.kind === 'template' && values.parts.length === 1);
}

function isList(values: JsonNode): boolean {
  return values.kind === 'array' && values.items.length > 0;
}

function conditionsIn(statement: Block, operator: string, key: string): readonly Block[] {
  const says = (block: Block, name: string, text: string) => {
    const value = attributeNamed(block.body(), name)?.value();
    return value?.kind === 'literal' && value.value === text;
  };
  return blocksOfType(statement.body(), 'condition').filter(
    (block) => says(block, 'test', operator) && says(block, 'variable', key),
  );
}
