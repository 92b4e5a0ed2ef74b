import { lazy, memoize } from '../../lazy';
import { mayBecome } from '../../text/beginning';
import { span } from '../../text/span';
import { type Data, type DataFile, type Entry, type Mapping, startOf } from '../data/tree';
import type { ExpressionReader } from './expression';
import { scanInterpolations } from './scan';
import { decodeLiteral, escapeTemplate } from './template';
import type { Attribute, Block, Expression, TopLevelBlock } from './tree';

/**
 * The blocks of a Terraform file in JSON, as if they were written in HCL; spans are those of the JSON.
 * (developer.hashicorp.com/terraform/language/syntax/json)
 */
export function blocksOfJson(file: DataFile, readExpression: ExpressionReader): readonly TopLevelBlock[] {
  return file.sections.flatMap((section) => {
    const labels = labelsOf[section.name];
    if (labels === undefined) return [];
    // The members of an object are read one by one, so that those that do not change are not read again.
    const members = section.members.map(({ member }) => member.entry());
    if (members.length === 0) return bodiesOf(section.member.entry(), labels, []).map(placed);
    if (labels > 0) return members.flatMap((entry) => bodiesOf(entry, labels - 1, [entry.keyText]).map(placed));
    return members.map((entry) => ({
      start: startOf(file, entry.owner),
      block: makeBlock(section.name, [], entry, [entry], readExpression),
    }));

    function placed(body: LabelledBody): TopLevelBlock {
      return { start: startOf(file, body.entry.owner), block: blockOf(section.name, body, readExpression) };
    }
  });
}

/** How many labels the blocks have that Terraform reads. */
const labelsOf: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  check: 1,
  locals: 0,
  terraform: 0,
};

/** A body, its labels, and the entry whose key is the last of them. */
interface LabelledBody {
  readonly labels: readonly string[];
  readonly entry: Entry;
  readonly body: Mapping;
}

/** The bodies some levels below an entry. An array stands for each of its objects. */
function bodiesOf(entry: Entry, levels: number, labels: readonly string[]): readonly LabelledBody[] {
  return objectsIn(entry.value).flatMap((body) => {
    if (levels === 0) return [{ labels, entry, body }];
    return body.entries.flatMap((inner) => bodiesOf(inner, levels - 1, [...labels, inner.keyText]));
  });
}

function objectsIn(value: Data): readonly Mapping[] {
  if (value.kind === 'mapping') return [value];
  return value.kind === 'sequence' ? value.items.flatMap(objectsIn) : [];
}

/** A body that is the same value as before makes the same block. */
function blockOf(type: string, { labels, entry, body }: LabelledBody, readExpression: ExpressionReader): Block {
  const known = knownBlocks(readExpression);
  const block = known.get(body) ?? makeBlock(type, labels, entry, body.entries, readExpression, body);
  known.set(body, block);
  return block;
}

const knownBlocks = memoize((_reader: ExpressionReader) => new WeakMap<Mapping, Block>());

function makeBlock(
  type: string,
  labels: readonly string[],
  entry: Entry,
  members: readonly Entry[],
  readExpression: ExpressionReader,
  body?: Mapping,
): Block {
  const attributes = lazy(() => members.map((member) => makeAttribute(member, readExpression)));
  const blocks = lazy(() =>
    members.flatMap((member) =>
      objectsIn(member.value).map((inner) =>
        makeBlock(member.keyText, [], member, inner.entries, readExpression, inner),
      ),
    ),
  );
  return {
    text: entry.owner.text,
    span: entry.span,
    type,
    labels,
    header: entry.key.span,
    body: () => ({
      span: body?.contentSpan ?? entry.span,
      get attributes() {
        return attributes();
      },
      // Whether an object is a block or the value of an argument only the provider's schema says: it is both.
      get blocks() {
        return blocks();
      },
      unread: [],
      mayHold: (name) => body?.lost.some((word) => mayBecome(word, name)) ?? false,
    }),
  };
}

function makeAttribute(entry: Entry, readExpression: ExpressionReader): Attribute {
  return {
    name: entry.keyText,
    span: entry.span,
    nameSpan: entry.key.span,
    valueSpan: entry.valueSpan,
    value: lazy(() => expressionOf(entry.value, entry.owner.text, readExpression)),
  };
}

function expressionOf(data: Data, text: string, readExpression: ExpressionReader): Expression {
  const where = { span: data.span, source: text.slice(data.span.start, data.span.end) };
  switch (data.kind) {
    case 'scalar':
      if (typeof data.value === 'string') return templateOf(data.source, data, readExpression);
      return { kind: 'literal', value: data.value, ...where, source: String(data.value) };
    case 'sequence':
      return { kind: 'tuple', items: data.items.map((item) => expressionOf(item, text, readExpression)), ...where };
    case 'mapping':
      return {
        kind: 'object',
        entries: data.entries.map(({ key, keyText, value }) => ({
          key: { kind: 'literal', value: keyText, span: key.span, source: JSON.stringify(keyText) },
          value: expressionOf(value, text, readExpression),
        })),
        ...where,
      };
    case 'unreadable':
      return { kind: 'unreadable', ...where };
  }
}

/** A string is a template: `"${x}"` is the expression itself. Escapes of JSON make places inside it no more than near. */
function templateOf(text: string, { contentSpan }: Data, readExpression: ExpressionReader): Expression {
  const found = scanInterpolations(text);
  const where = { span: contentSpan, source: `"${escapeTemplate(text)}"` };
  if (!found) return { kind: 'directive', ...where };
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (const { start, end } of found) {
    if (start > from) parts.push(decodeLiteral(text.slice(from, start)));
    const inner = text.slice(start + 2, end - 1);
    const base = Math.min(contentSpan.start + 1 + start + 2, contentSpan.end - inner.length);
    parts.push(within(readExpression(inner.replace(/^~|~$/g, ' ').trimEnd(), base), contentSpan));
    from = end;
  }
  if (from < text.length) parts.push(decodeLiteral(text.slice(from)));
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return { ...only, span: contentSpan };
  if (found.length === 0) return { kind: 'literal', value: parts.join(''), ...where };
  const source = parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : `\${${part.source}}`));
  return { kind: 'template', parts, ...where, source: `"${source.join('')}"` };
}

function within(expression: Expression, limit: Expression['span']): Expression {
  const { start, end } = expression.span;
  return { ...expression, span: span(Math.max(start, limit.start), Math.min(end, limit.end)) };
}
