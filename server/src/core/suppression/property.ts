import type { JsonTerraformFile } from '../source';
import type { Attribute, Block, Expression } from '../syntax/hcl/tree';
import type { TextEdit } from '../text/edit';
import { shift, slice, span } from '../text/span';
import { spanOfId } from './commented';
import { type Mark, marksIn, mayHoldMark } from './markers';
import { addressOf, mayHave } from './outline';
import { removeFromFlow } from './remove';
import type { Suppression } from './suppression';

/**
 * The suppressions in Terraform's JSON, which has no comments but a property that is one: each covers the object that it stands in.
 * (developer.hashicorp.com/terraform/language/syntax/json: comment properties)
 */
export function suppressionsInProperties({ path, text, content }: JsonTerraformFile): readonly Suppression[] {
  return content.blocks.flatMap(({ start, block }) =>
    mayHoldMark(slice(block.text, block.span))
      ? commentsIn(block).flatMap((comment) => suppressionsOf(comment, block, start, { path, text }))
      : [],
  );
}

interface CommentProperty {
  readonly property: Attribute;
  readonly value: Extract<Expression, { kind: 'literal' }>;
  /** What it covers: the block that it is one of the properties of. */
  readonly block: Block;
}

function commentsIn(block: Block): readonly CommentProperty[] {
  const { attributes, blocks } = block.body();
  const own = attributes.filter(({ name }) => name === '//');
  return [
    ...own.flatMap((property) => stringsIn(property.value()).map((value) => ({ property, value, block }))),
    // What is written as a block is one, and nothing that it could be taken for has such a property.
    ...blocks.flatMap((nested) => (mayHoldMark(slice(nested.text, nested.span)) ? commentsIn(nested) : [])),
  ];
}

function stringsIn(value: Expression): readonly CommentProperty['value'][] {
  if (value.kind === 'tuple') return value.items.flatMap(stringsIn);
  return value.kind === 'literal' && typeof value.value === 'string' ? [value] : [];
}

function suppressionsOf(
  { property, value, block }: CommentProperty,
  top: Block,
  start: number,
  { path, text }: { readonly path: string; readonly text: string },
): readonly Suppression[] {
  const content = shift(value.span, start);
  const written = slice(text, content);
  return marksIn(written).flatMap((mark): readonly Suppression[] => {
    if (mark.reach === 'file' || mark.reach === 'next line') return [];
    if (!mark.wanted.every(([name, expected]) => mayHave(block, name, expected))) return [];
    return [
      {
        tool: mark.tool,
        rules: mark.rules,
        place: { path, span: shift(mark.span, content.start) },
        scope: shift(block.span, start),
        reason: mark.reason?.replace(/"$/, ''),
        until: mark.until,
        resource: addressOf(top),
        placeOf: (rule) => ({ path, span: shift(spanOfId(mark, written, rule), content.start) }),
        without: (rule) => withoutRule(rule, mark),
      },
    ];
  });

  function withoutRule(rule: string, mark: Mark): readonly TextEdit[] {
    const kept = mark.rules.filter((other) => other !== rule);
    if (kept.length > 0) return [{ span: shift(mark.ids, content.start), text: kept.join(',') }];
    const isAll = mark.span.start === 1 && mark.span.end >= written.length - 1;
    if (isAll)
      return [
        removeFromFlow(text, property.valueSpan.start === value.span.start ? shift(property.span, start) : content),
      ];
    const end = Math.min(mark.span.end, written.length - 1);
    return [
      { span: span(content.start + written.slice(0, mark.span.start).trimEnd().length, content.start + end), text: '' },
    ];
  }
}
