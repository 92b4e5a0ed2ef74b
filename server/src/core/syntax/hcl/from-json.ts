import { lazy, memoize } from '../../memory/lazy';
import { mayBecome } from '../../text/beginning';
import { type Span, shift, span } from '../../text/span';
import { type Data, type DataFile, type Entry, type Mapping, type Member, startOf } from '../data/tree';
import type { ExpressionReader } from './expression';
import { scanInterpolations } from './scan';
import { decodeLiteral, escapeTemplate, type Parts, quotedSource } from './template';
import type { Attribute, Block, Expression, TopLevelBlock } from './tree';

/**
 * The blocks of a Terraform file in JSON, as if they were written in HCL; spans are those of the JSON.
 * (developer.hashicorp.com/terraform/language/syntax/json)
 */
export function blocksOfJson(file: DataFile, readExpression: ExpressionReader): readonly TopLevelBlock[] {
  return file.sections.flatMap((section) => {
    const labels = labelsOf.get(section.name);
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

/**
 * The values that a file in JSON gives to variables, each as the only attribute of a block. Their strings are texts, not templates:
 * Terraform evaluates them without a scope, and what is in JSON then stands for itself. (`unparsedVariableValueExpression` in
 * internal/command/meta_vars.go of github.com/hashicorp/terraform, `expression.Value` in json/structure.go of github.com/hashicorp/hcl)
 */
export function assignmentsOfJson(file: DataFile): readonly TopLevelBlock[] {
  return file.sections.map(({ start, member }) => {
    const { text, nameSpan } = member;
    const whole = span(0, text.length);
    // The members of an object count from where each of them starts.
    const reading: Reading = { readExpression: undefined, offsetOf: (owner) => startOf(file, owner) - start };
    const body = lazy(() => ({
      span: whole,
      attributes: [makeAttribute(member.entry(), reading)],
      blocks: [],
      unread: member.broken() ? [nameSpan] : [],
      mayHold: (name: string) => member.broken() && mayBecome(member.name, name),
    }));
    return { start, block: { text, span: whole, type: 'assignments', labels: [], header: nameSpan, body } };
  });
}

/** How the values of JSON are read as expressions. */
interface Reading {
  /** Undefined where strings are no templates. */
  readonly readExpression: ExpressionReader | undefined;
  /** From where the text of a member starts to where spans are to count from. */
  readonly offsetOf: (owner: Member) => number;
}

/** How many labels the blocks have that Terraform reads. */
const labelsOf: ReadonlyMap<string, number> = new Map(
  Object.entries({
    resource: 2,
    data: 2,
    ephemeral: 2,
    variable: 1,
    output: 1,
    module: 1,
    provider: 1,
    check: 1,
    import: 0,
    locals: 0,
    terraform: 0,
  }),
);

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

/** A body that is the same value as before, under the same names, makes the same block. */
function blockOf(type: string, { labels, entry, body }: LabelledBody, readExpression: ExpressionReader): Block {
  const known = knownBlocks(readExpression);
  const old = known.get(body);
  // What stands around the body may have got another name.
  if (old?.type === type && old.labels.join() === labels.join()) return old;
  const block = makeBlock(type, labels, entry, body.entries, readExpression, body);
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
  const attributes = lazy(() =>
    members.map((member) => {
      const attribute = makeAttribute(member, { readExpression, offsetOf: () => 0 });
      const isType = type === 'variable' && member.keyText === 'type';
      return isType ? { ...attribute, value: lazy(() => typeOf(member.value, readExpression)) } : attribute;
    }),
  );
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

function makeAttribute(entry: Entry, reading: Reading): Attribute {
  return {
    name: entry.keyText,
    span: entry.span,
    nameSpan: entry.key.span,
    valueSpan: entry.valueSpan,
    value: lazy(() => expressionOf(entry.value, reading)),
  };
}

function expressionOf(data: Data, reading: Reading): Expression {
  const { start, end } = data.span;
  const where = { span: placeOf(data, reading), source: data.owner.text.slice(start, end) };
  switch (data.kind) {
    case 'scalar':
      if (typeof data.value === 'string') return stringOf(data.source, data, reading);
      return { kind: 'literal', value: data.value, ...where, source: String(data.value) };
    case 'sequence':
      return { kind: 'tuple', items: data.items.map((item) => expressionOf(item, reading)), ...where };
    case 'mapping':
      return {
        kind: 'object',
        entries: data.entries.map(({ key, keyText, value }) => ({
          key: { kind: 'literal', value: keyText, span: placeOf(key, reading), source: JSON.stringify(keyText) },
          value: expressionOf(value, reading),
        })),
        ...where,
      };
    case 'unreadable':
      return { kind: 'unreadable', ...where };
  }
}

/** A type is the text of an expression, and no template. */
function typeOf(data: Data, readExpression: ExpressionReader): Expression {
  const text = data.kind === 'scalar' && typeof data.value === 'string' ? data.source : '';
  return within(readExpression(text, data.contentSpan.start + 1), data.contentSpan);
}

function placeOf({ owner, span: within }: Data, { offsetOf }: Reading): Span {
  return shift(within, offsetOf(owner));
}

function stringOf(text: string, data: Data, reading: Reading): Expression {
  const place = placeOf(data, reading);
  if (reading.readExpression) return templateOf(text, place, reading.readExpression);
  return { kind: 'literal', value: text, span: place, source: `"${escapeTemplate(text)}"` };
}

/** A string is a template: `"${x}"` is the expression itself. Escapes of JSON make places inside it no more than near. */
function templateOf(text: string, contentSpan: Span, readExpression: ExpressionReader): Expression {
  const found = scanInterpolations(text);
  const where = { span: contentSpan, source: `"${escapeTemplate(text)}"` };
  const strips = found?.some(({ start, end }) => text[start + 2] === '~' || text[end - 2] === '~');
  const parts =
    found && !strips
      ? interpolatedParts(text, found, contentSpan, readExpression)
      : directedParts(readExpression(text, contentSpan.start + 1, 'template'));
  if (!parts) return { kind: 'unreadable', ...where };
  const [only] = parts;
  if (found && parts.length === 1 && typeof only === 'object') return { ...only, span: contentSpan };
  if (parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: parts.join(''), ...where };
  return { kind: 'template', parts, ...where, source: quotedSource(parts) };
}

/** What does not read is one of the parts. */
function interpolatedParts(
  text: string,
  found: readonly Span[],
  contentSpan: Span,
  readExpression: ExpressionReader,
): Parts<Expression> {
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (const { start, end } of found) {
    if (start > from) parts.push(decodeLiteral(text.slice(from, start)));
    const inner = text.slice(start + 2, end - 1);
    const base = Math.min(contentSpan.start + 1 + start + 2, contentSpan.end - inner.length);
    parts.push(within(readExpression(inner.trimEnd(), base), contentSpan));
    from = end;
  }
  if (from < text.length) parts.push(decodeLiteral(text.slice(from)));
  return parts;
}

/** Directives and `~` depend on what is around them: all of it is read at once. */
function directedParts(template: Expression): Parts<Expression> | undefined {
  if (template.kind === 'template') return template.parts;
  return template.kind === 'literal' ? [String(template.value)] : undefined;
}

function within(expression: Expression, limit: Expression['span']): Expression {
  const { start, end } = expression.span;
  return { ...expression, span: span(Math.max(start, limit.start), Math.min(end, limit.end)) };
}
