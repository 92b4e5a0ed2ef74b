import { readAssignments, readHcl } from '../../server/src/core/syntax/hcl/read';
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

/** The same of a file of variables. */
export function assignmentsAsJson(text: string, { readExpression }: Syntax): Json {
  return bodyAsJson(readAssignments(text, readExpression).block.body(), text);
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
    case 'template': {
      const [only, ...others] = expression.parts;
      // A template that is one interpolation is that value.
      if (typeof only === 'object' && others.length === 0 && !isDirective(only, text))
        return expressionAsJson(only, text);
      return expression.parts
        .map((part) => (typeof part === 'string' ? escapeLiteral(part) : interpolated(part, text)))
        .join('');
    }
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
  const source = sourceOf(expression, text);
  switch (expression.kind) {
    // A conditional inside a template is given back as a directive.
    case 'conditional': {
      const { test, whenTrue, whenFalse } = expression;
      const hasElse = whenFalse.kind !== 'literal' || whenFalse.value !== '';
      const otherwise = hasElse ? `%{else}${insideOf(whenFalse, text)}` : '';
      return `%{if ${sourceOf(test, text)}}${insideOf(whenTrue, text)}${otherwise}%{endif}`;
    }
    case 'call': {
      const [, loop] = expression.arguments;
      if (!isDirective(expression, text) || loop?.kind !== 'for') return `\${${source}}`;
      const names = loop.keyName === undefined ? loop.valueName : `${loop.keyName}, ${loop.valueName}`;
      return `%{for ${names} in ${sourceOf(loop.collection, text)}}${insideOf(loop.value, text)}%{endfor}`;
    }
    // A template inside a template is part of it.
    case 'literal':
    case 'template':
      return insideOf(expression, text);
    default:
      return `\${${source}}`;
  }
}

function isDirective(expression: Expression, text: string): boolean {
  return sourceOf(expression, text).startsWith('%{');
}

function insideOf(expression: Expression, text: string): string {
  return String(expressionAsJson(expression, text));
}

function sourceOf({ span }: Expression, text: string): string {
  return text.slice(span.start, span.end);
}

function keyAsJson(key: Expression, text: string): string {
  if (key.kind === 'name') return key.name;
  // A provider in the `providers` of a call.
  if (key.kind === 'access') return sourceOf(key, text);
  return String(expressionAsJson(key, text));
}

function escapeLiteral(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}
