import { readHcl } from '../../server/src/core/syntax/hcl/read';
import type { Body, Expression } from '../../server/src/core/syntax/hcl/tree';
import type { Syntax } from '../../server/src/core/syntax/parser';

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** What our reader makes of a file, in the shape in which HashiCorp's parser gives it: blocks by type and labels, in arrays. */
export function asJson(text: string, { readExpression }: Syntax): Json {
  const result = {};
  for (const { block } of readHcl(text, readExpression).blocks) {
    addBlock(result, [block.type, ...block.labels], bodyAsJson(block.body(), block.text));
  }
  return result;
}

type Tree = { [key: string]: Tree | Json };

function addBlock(into: Tree, [name, ...rest]: readonly string[], body: Json): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    into[name] = [...((into[name] ?? []) as readonly Json[]), body];
    return;
  }
  into[name] ??= {};
  addBlock(into[name] as Tree, rest, body);
}

function bodyAsJson(body: Body, text: string): Json {
  const result: Tree = {};
  for (const { name, value } of body.attributes) result[name] = expressionAsJson(value(), text);
  for (const block of body.blocks) addBlock(result, [block.type, ...block.labels], bodyAsJson(block.body(), text));
  return result as Json;
}

function expressionAsJson(expression: Expression, text: string): Json {
  const source = text.slice(expression.span.start, expression.span.end);
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? escapeLiteral(expression.value) : expression.value;
    case 'template':
      return expression.parts
        .map((part) => (typeof part === 'string' ? escapeLiteral(part) : interpolated(part, text)))
        .join('');
    case 'tuple':
      return expression.items.map((item) => expressionAsJson(item, text));
    case 'object':
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [keyAsJson(key, text), expressionAsJson(value, text)]),
      );
    case 'unary':
      if (expression.operator === '-' && expression.operand.kind === 'literal')
        return -Number(expression.operand.value);
      return `\${${source}}`;
    default:
      return `\${${source}}`;
  }
}

function interpolated(expression: Expression, text: string): string {
  // A conditional inside a template is given back as a directive.
  if (expression.kind === 'conditional') {
    const [test, whenTrue, whenFalse] = [expression.test, expression.whenTrue, expression.whenFalse].map((part) =>
      sourceOf(part, text),
    );
    const otherwise = whenFalse === '""' ? '' : `%{else}${insideOf(expression.whenFalse, text)}`;
    return whenTrue === undefined ? '' : `%{if ${test}}${insideOf(expression.whenTrue, text)}${otherwise}%{endif}`;
  }
  return `\${${sourceOf(expression, text)}}`;
}

function insideOf(expression: Expression, text: string): string {
  return String(expressionAsJson(expression, text));
}

function sourceOf({ span }: Expression, text: string): string {
  return text.slice(span.start, span.end);
}

function keyAsJson(key: Expression, text: string): string {
  if (key.kind === 'name') return key.name;
  return String(expressionAsJson(key, text));
}

function escapeLiteral(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
