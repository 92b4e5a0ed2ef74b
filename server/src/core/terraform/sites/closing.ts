import { memoize } from '../../memory/lazy';
import { isForCloudTrailAlone } from '../../model/policy/principals';
import type { Statement } from '../../model/policy/statement';
import { type Block, blockSources, contentsOf, type Expression } from '../../syntax/hcl/tree';
import { type Span, shift } from '../../text/span';
import type { Instance } from '../instance';
import type { LocatedBlock, Module } from '../module';
import { type JsonNode, memberOf } from './heredoc-json';
import { keyText, type PolicyForm } from './policy-form';
import { isShared } from './sharing';

/** A statement where it is written, and a condition can be added to it. */
export type Closable =
  | { readonly kind: 'object'; readonly owner: LocatedBlock; readonly statement: Expression }
  | { readonly kind: 'json'; readonly owner: LocatedBlock; readonly statement: JsonNode }
  /** Of a document, which is the owner; the content of a dynamic block says which of those that it is made by. */
  | { readonly kind: 'block'; readonly owner: LocatedBlock; readonly statement: Block; readonly madeBy?: Block };

/** The statements of `all` that are `open`; undefined where one of them takes no condition, or is for others as well. */
export function closablesIn(
  instance: Instance,
  form: PolicyForm,
  open: readonly Statement[],
  all: readonly Statement[],
): readonly Closable[] | undefined {
  const candidates = candidatesIn(instance, form);
  const isNumbered = form.kind !== 'document' && candidates.length === all.length;
  const found = new Map<Closable, Statement[]>();
  for (const [index, statement] of all.entries()) {
    const piece = isNumbered ? candidates[index] : candidates.find((each) => contains(each, statement));
    if (piece) found.set(piece, [...(found.get(piece) ?? []), statement]);
  }
  const pieces = [...found].filter(([, statements]) => statements.some((each) => open.includes(each)));
  const isAll = open.every((statement) => pieces.some(([, statements]) => statements.includes(statement)));
  // One block may make several statements, and what is asked of one of them is asked of the others.
  const isOfCloudTrail = pieces.every(([, statements]) => statements.every(isForCloudTrailAlone));
  const takes = pieces.every(([piece]) => takesCondition(piece));
  return isAll && isOfCloudTrail && takes ? pieces.map(([piece]) => piece) : undefined;
}

function candidatesIn(instance: Instance, form: PolicyForm): readonly Closable[] {
  const { owner } = form;
  switch (form.kind) {
    case 'list':
      return form.statements.items.map((statement) => ({ kind: 'object', owner, statement }));
    case 'one':
      return [{ kind: 'object', owner, statement: form.statement }];
    case 'heredoc': {
      const items = form.statements.kind === 'array' ? form.statements.items : [form.statements];
      return items.map((statement) => ({ kind: 'json', owner, statement }));
    }
    case 'shared':
      return [];
    case 'document':
      // A document may be put together from others, which may be for others as well.
      return statementsIn(instance.module).filter(
        ({ owner: { block } }) => !isShared(instance, `data.${block.labels.join('.')}`),
      );
  }
}

const statementsIn = memoize((module: Module): readonly Closable[] =>
  [...module.resources.values()]
    .filter(({ address }) => address.startsWith('data.aws_iam_policy_document.'))
    .flatMap(statementsOf),
);

function statementsOf(document: LocatedBlock): readonly Closable[] {
  return blockSources(document.block.body(), 'statement').flatMap(({ kind, block }): readonly Closable[] => {
    if (kind === 'written') return [{ kind: 'block', owner: document, statement: block }];
    return contentsOf(block).map((statement) => ({ kind: 'block', owner: document, statement, madeBy: block }));
  });
}

function contains(piece: Closable, { place }: Statement): boolean {
  const { owner } = piece;
  const whole = shift(spanOf(piece), owner.start);
  return place?.path === owner.file.path && place.span.start >= whole.start && place.span.end <= whole.end;
}

/** In JSON the blocks of a list have the span of the list. */
function spanOf(piece: Closable): Span {
  if (piece.kind !== 'block') return piece.statement.span;
  const block = piece.madeBy ?? piece.statement;
  return piece.owner.file.language === 'terraform-json' ? block.body().span : block.span;
}

/** Not where all of its conditions, or those of an operator, are written elsewhere. */
function takesCondition(piece: Closable): boolean {
  switch (piece.kind) {
    case 'block':
      return true;
    case 'json': {
      const conditions = memberOf(piece.statement, 'Condition');
      if (piece.statement.kind !== 'object') return false;
      if (!conditions) return true;
      return conditions.kind === 'object' && conditions.entries.every(({ value }) => value.kind === 'object');
    }
    case 'object': {
      if (piece.statement.kind !== 'object') return false;
      const conditions = piece.statement.entries.find(({ key }) => keyText(key) === 'Condition')?.value;
      if (!conditions) return true;
      return conditions.kind === 'object' && conditions.entries.every(({ value }) => value.kind === 'object');
    }
  }
}
