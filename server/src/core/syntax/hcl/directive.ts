import { type Span, span } from '../../text/span';
import { type Parts, quotedSource, type Strip } from './template';
import type { Expression } from './tree';

/** What stands between the texts of a template: an interpolation, or one part of a directive. */
export type Mark = Strip & { readonly span: Span } & (
    | { readonly kind: 'value'; readonly value: Expression }
    | { readonly kind: 'if'; readonly test: Expression }
    | {
        readonly kind: 'for';
        readonly keyName: string | undefined;
        readonly valueName: string;
        readonly collection: Expression;
      }
    | { readonly kind: 'else' | 'endif' | 'endfor' }
  );

/** Where an expression is written, and how. */
export type Place = Pick<Expression, 'span' | 'source'>;

/**
 * A template, from its texts and marks. A template that has text only is a literal. Directives become what they stand for, in
 * expressions with the span of the whole directive; their source is that of such an expression, so that it may stand where one may:
 * `%{ if a }x%{ endif }` is `a ? "x" : ""`, and `%{ for v in c }${v}%{ endfor }` is `join("", [for v in c : "${v}"])`.
 */
export function makeTemplate(tokens: Parts<Mark>, whole: Place): Expression {
  const reader: Reader = { tokens, at: 0, depth: 0 };
  const parts = readParts(reader);
  if (!parts || reader.at < tokens.length) return { kind: 'unreadable', ...whole };
  if (isText(parts)) return { kind: 'literal', value: parts.join(''), ...whole };
  return { kind: 'template', parts, ...whole };
}

/** Directives nested deeper than this are not read: nobody writes them, and the call stack is finite. */
const deepest = 200;

interface Reader {
  readonly tokens: Parts<Mark>;
  at: number;
  depth: number;
}

/** Up to the mark that ends them, which is left. Undefined where directives are not balanced. */
function readParts(reader: Reader): Parts<Expression> | undefined {
  const parts: (string | Expression)[] = [];
  if (++reader.depth > deepest) return undefined;
  for (let token = reader.tokens[reader.at]; token !== undefined; token = reader.tokens[reader.at]) {
    if (typeof token === 'object' && isEnd(token)) break;
    reader.at++;
    const part = typeof token === 'string' ? token : readMark(token, reader);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  reader.depth--;
  return parts;
}

function isEnd({ kind }: Mark): boolean {
  return kind === 'else' || kind === 'endif' || kind === 'endfor';
}

/** What starts with the mark that has just been taken. */
function readMark(mark: Mark, reader: Reader): Expression | undefined {
  switch (mark.kind) {
    case 'value':
      return mark.value;
    case 'if': {
      const whenTrue = readParts(reader);
      const whenFalse = takeMark('else', reader) ? readParts(reader) : [];
      const end = takeMark('endif', reader);
      return whenTrue && whenFalse && end && makeConditional(mark, whenTrue, whenFalse, end);
    }
    case 'for': {
      const body = readParts(reader);
      const end = takeMark('endfor', reader);
      return body && end && makeLoop(mark, body, end);
    }
    default:
      return undefined;
  }
}

function takeMark(kind: Mark['kind'], reader: Reader): Mark | undefined {
  const token = reader.tokens[reader.at];
  if (typeof token !== 'object' || token.kind !== kind) return undefined;
  reader.at++;
  return token;
}

function makeConditional(
  { test, span: opening }: Extract<Mark, { kind: 'if' }>,
  whenTrue: Parts<Expression>,
  whenFalse: Parts<Expression>,
  end: Mark,
): Expression {
  const whole = span(opening.start, end.span.end);
  const arms = { whenTrue: textOf(whenTrue, whole), whenFalse: textOf(whenFalse, whole) };
  const condition = test.kind === 'conditional' ? `(${test.source})` : test.source;
  const source = `${condition} ? ${arms.whenTrue.source} : ${arms.whenFalse.source}`;
  return { kind: 'conditional', test, ...arms, span: whole, source };
}

function makeLoop(
  { keyName, valueName, collection, span: opening }: Extract<Mark, { kind: 'for' }>,
  body: Parts<Expression>,
  end: Mark,
): Expression {
  const whole = span(opening.start, end.span.end);
  const value = textOf(body, whole);
  const names = keyName === undefined ? valueName : `${keyName}, ${valueName}`;
  const source = `[for ${names} in ${collection.source} : ${value.source}]`;
  const loop: Expression = {
    kind: 'for',
    keyName,
    valueName,
    collection,
    key: undefined,
    value,
    groups: false,
    condition: undefined,
    span: whole,
    source,
  };
  return {
    kind: 'call',
    name: 'join',
    arguments: [{ kind: 'literal', value: '', span: whole, source: '""' }, loop],
    expandsLast: false,
    span: whole,
    source: `join("", ${source})`,
  };
}

/** What comes out of a directive is text. A template that is one interpolation would be that value, so a text without anything goes first. */
function textOf(parts: Parts<Expression>, whole: Span): Expression {
  const place = { span: whole, source: quotedSource(parts) };
  if (isText(parts)) return { kind: 'literal', value: parts.join(''), ...place };
  return { kind: 'template', parts: parts.length === 1 ? ['', ...parts] : parts, ...place };
}

function isText(parts: Parts<Expression>): parts is readonly string[] {
  return parts.every((part) => typeof part === 'string');
}
