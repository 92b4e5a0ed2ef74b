import type { ConditionBlueprint, PolicyBlueprint, StatementBlueprint } from '../../blueprints/policy';
import type { BlueprintText } from '../../blueprints/text';
import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineStart } from '../../text/lines';
import { span } from '../../text/span';
import { type JsonNode, memberOf } from '../sites/heredoc-json';
import type { SourceOfPart } from './template';

/** Appends statements to those of a heredoc of JSON, as they stand there. Spans are those of `text`. */
export function appendToHeredoc(
  text: string,
  statements: JsonNode,
  policy: PolicyBlueprint,
  sourceOf: SourceOfPart,
  eol: string,
): readonly TextEdit[] {
  const last = statements.kind === 'array' ? statements.items.at(-1) : statements;
  const style = styleOf(text, last);
  const written = policy.statements.map((statement) => linesOf(jsonOf(statement, sourceOf), style));
  const { start, end } = statements.span;
  if (!last) {
    const outer = indentationAt(text, start);
    const inner = written.map((lines) => eol + indent(lines, outer + style.unit).join(eol)).join(',');
    return [{ span: statements.span, text: `[${inner}${eol}${outer}]` }];
  }
  const startsLine = text.slice(lineStart(text, last.span.start), last.span.start).trim() === '';
  const indentation = outerIndentation(text, last);
  const separator = startsLine ? `,${eol}${indentation}` : ', ';
  const added = written.map((lines) => separator + indent(lines, indentation).join(eol).trimStart()).join('');
  const at = last.span.end;
  if (statements.kind === 'array') return [{ span: span(at, at), text: added }];
  return [
    { span: span(start, start), text: '[' },
    { span: span(end, end), text: `${added.replace(/^,\s*/, ', ')}]` },
  ];
}

/** Appends texts to a list in a heredoc of JSON, or makes a list of the one that is there. */
export function appendTexts(
  text: string,
  list: JsonNode,
  texts: readonly BlueprintText[],
  sourceOf: SourceOfPart,
  eol: string,
): readonly TextEdit[] {
  const last = list.kind === 'array' ? list.items.at(-1) : list;
  if (!last) return [];
  const { start, end } = last.span;
  const startsLine = list !== last && text.slice(lineStart(text, start), start).trim() === '';
  const separator = startsLine ? `,${eol}${indentationAt(text, start)}` : ', ';
  const added = [...new Set(texts.map((each) => textOf(each, sourceOf)))].map((each) => separator + each).join('');
  if (list !== last) return [{ span: span(end, end), text: added }];
  return [
    { span: span(start, start), text: '[' },
    { span: span(end, end), text: `${added}]` },
  ];
}

/** Adds a condition to a statement of a heredoc of JSON. */
export function conditionInHeredoc(
  text: string,
  statement: JsonNode,
  condition: ConditionBlueprint,
  sourceOf: SourceOfPart,
  eol: string,
): readonly TextEdit[] {
  const { operator, key, values } = condition;
  const tests = memberOf(statement, 'Condition');
  const ofOperator = memberOf(tests, operator);
  const test = { [key]: textsOf(values, sourceOf) };
  if (ofOperator?.kind === 'object') return insertIntoObject(text, ofOperator, test, eol);
  if (tests?.kind === 'object') return insertIntoObject(text, tests, { [operator]: test }, eol);
  return insertIntoObject(text, statement, { Condition: { [operator]: test } }, eol);
}

type Json = string | readonly Json[] | { readonly [key: string]: Json };

function jsonOf(statement: StatementBlueprint, sourceOf: SourceOfPart): Json {
  const { id, principal, action, resources, conditions } = statement;
  const tests: Record<string, Record<string, Json>> = {};
  for (const { operator, key, values } of conditions)
    tests[operator] = { ...tests[operator], [key]: textsOf(values, sourceOf) };
  return {
    Sid: quoted(id),
    Effect: quoted('Allow'),
    ...(principal ? { Principal: { [principal.kind]: textOf(principal.value, sourceOf) } } : {}),
    Action: quoted(action),
    ...(resources.length === 0 ? {} : { Resource: textsOf(resources, sourceOf) }),
    ...(conditions.length === 0 ? {} : { Condition: tests }),
  };
}

/** Several as a list, those that come to the same once. */
function textsOf(texts: readonly BlueprintText[], sourceOf: SourceOfPart): Json {
  const [only = '""', ...others] = new Set(texts.map((text) => textOf(text, sourceOf)));
  return others.length === 0 ? only : [only, ...others];
}

/** A string of JSON inside a template. */
function textOf(text: BlueprintText, sourceOf: SourceOfPart): string {
  return `"${text.map((part) => (typeof part === 'string' ? quoted(part).slice(1, -1) : sourceOf(part))).join('')}"`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, '$1$1{');
}

interface Style {
  readonly unit: string;
  readonly isOnOneLine: boolean;
}

/** How an object of the heredoc is written, and so what is added beside it. */
function styleOf(text: string, example: JsonNode | undefined): Style {
  if (example?.kind !== 'object') return { unit: '  ', isOnOneLine: false };
  const isOnOneLine = !text.slice(example.span.start, example.span.end).includes('\n');
  const outer = outerIndentation(text, example);
  const last = example.entries.at(-1);
  const inner = last ? indentationAt(text, last.value.span.start) : '';
  const unit = inner.startsWith(outer) ? inner.slice(outer.length) : '';
  return { unit: /^(?: {1,8}|\t)$/.test(unit) ? unit : '  ', isOnOneLine };
}

/** That of the line on which it closes, if nothing else does, or on which it opens. */
function outerIndentation(text: string, { span: { start, end } }: JsonNode): string {
  const closesAlone = text.slice(lineStart(text, end), end - 1).trim() === '';
  return indentationAt(text, closesAlone ? end : start);
}

function linesOf(value: Json, { unit, isOnOneLine }: Style): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return linesOfList(value, { unit, isOnOneLine });
  const entries = Object.entries(value);
  if (isOnOneLine) {
    const inner = entries.map(([key, each]) => `"${key}": ${linesOf(each, { unit, isOnOneLine }).join('')}`);
    return [`{${inner.join(', ')}}`];
  }
  const inner = entries.flatMap(([key, each], index) => {
    const lines = linesOf(each, { unit, isOnOneLine });
    const comma = index === entries.length - 1 ? '' : ',';
    return lines.map((line, at) => (at === 0 ? `"${key}": ` : '') + line + (at === lines.length - 1 ? comma : ''));
  });
  return ['{', ...indent(inner, unit), '}'];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function linesOfList(items: readonly Json[], style: Style): readonly string[] {
  const written = items.map((item) => linesOf(item, style));
  if (style.isOnOneLine) return [`[${written.map((lines) => lines.join('')).join(', ')}]`];
  const inner = written.flatMap((lines, index) => [
    ...lines.slice(0, -1),
    `${lines.at(-1)}${index === written.length - 1 ? '' : ','}`,
  ]);
  return ['[', ...indent(inner, style.unit), ']'];
}

function insertIntoObject(text: string, target: JsonNode, added: Json, eol: string): readonly TextEdit[] {
  if (target.kind !== 'object') return [];
  const style = styleOf(text, target);
  const [, ...rest] = linesOf(added, { ...style, isOnOneLine: false });
  const last = target.entries.at(-1);
  if (style.isOnOneLine || !last) {
    const [line = ''] = linesOf(added, { ...style, isOnOneLine: true });
    const at = last?.value.span.end ?? target.span.start + 1;
    return [{ span: span(at, at), text: (last ? ', ' : '') + line.slice(1, -1) }];
  }
  const at = last.value.span.end;
  const lines = rest.slice(0, -1).map((line) => line.slice(style.unit.length));
  return [{ span: span(at, at), text: `,${eol}${indent(lines, indentationAt(text, at)).join(eol)}` }];
}
