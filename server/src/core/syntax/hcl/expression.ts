import type { Node, Parser } from 'web-tree-sitter';
import { type Span, span } from '../../text/span';
import { type Mark, makeTemplate, type Place } from './directive';
import { decodeLiteral, decodeQuoted, withoutCommonIndentation, withoutStripped, withTextsJoined } from './template';
import type { Expression, ForExpression, ObjectEntry, Step } from './tree';

/**
 * Reads the source of one expression, whose spans are to count from `base` before it; or that of a template without quotes around it,
 * in which nothing but `${` and `%{` means anything. Never throws.
 */
export type ExpressionReader = (source: string, base: number, form?: 'expression' | 'template') => Expression;

/** A longer expression is data, not code; reading it would take seconds. */
const longest = 1_000_000;
/** Brackets nested deeper than this are not read: nobody writes them, and the call stack is finite. */
const deepest = 200;

/** `parser` has the HCL grammar of tree-sitter set. */
export function expressionReader(parser: Parser): ExpressionReader {
  return (source, base, form = 'expression') => {
    const unreadable: Expression = { kind: 'unreadable', span: span(base, base + source.length), source };
    if (source === '' || source.length > longest) return unreadable;
    const wrapping = form === 'expression' ? asAttribute : asHeredoc(source);
    if (!wrapping) return unreadable;
    const tree = parser.parse(`${wrapping.before}${withoutExponents(source)}${wrapping.after}`);
    if (!tree) return unreadable;
    try {
      const attribute = tree.rootNode.namedChild(0)?.namedChild(0);
      const expression = attribute && expressions(attribute)[0];
      if (tree.rootNode.hasError || !expression) return unreadable;
      const from = { source, base, offset: wrapping.before.length, depth: 0 };
      return form === 'expression' ? lower(expression, from) : lowerBare(expression, from);
    } finally {
      tree.delete();
    }
  };
}

/** What the source of an expression stands between to be parsed: the grammar reads bodies, so it is the value of an attribute. */
interface Wrapping {
  readonly before: string;
  readonly after: string;
}

const asAttribute: Wrapping = { before: 'x=', after: '\n' };

/** A template without quotes is what stands in a heredoc. None where the text holds whatever might end it. */
function asHeredoc(source: string): Wrapping | undefined {
  const marker = ['EOT', 'END_OF_TEMPLATE', 'THE_TEMPLATE_ENDS_HERE'].find((each) => !source.includes(each));
  return marker === undefined ? undefined : { before: `x=<<${marker}\n`, after: `\n${marker}\n` };
}

const numberOrName = /[\p{ID_Start}_][\p{ID_Continue}-]*|\d+(?:\.\d+)?[eE][-+]?\d+/gu;

/**
 * The grammar knows exponents only behind a fraction. Nothing moves, and what is read is read from the source: so it does not matter
 * that this is done to texts as well.
 */
function withoutExponents(source: string): string {
  if (!/\d[eE][-+]?\d/.test(source)) return source;
  return source.replace(numberOrName, (found) => (/^\d/.test(found) ? '0'.repeat(found.length) : found));
}

interface Source {
  readonly source: string;
  readonly base: number;
  /** Where `source` starts in the text that was parsed. */
  readonly offset: number;
  readonly depth: number;
}

function lower(node: Node, from: Source): Expression {
  if (from.depth > deepest) return { kind: 'unreadable', ...placeOf([node], from) };
  const source = { ...from, depth: from.depth + 1 };
  const whole = placeOf([node], source);
  const children = withoutComments(node.children);
  const only = children[0];
  switch (node.type) {
    case 'expression':
      return lowerTerm(children, source);
    case 'literal_value':
    case 'operation':
    case 'collection_value':
    case 'template_expr':
      return only ? lower(only, source) : { kind: 'unreadable', ...whole };
    case 'numeric_lit':
      return { kind: 'literal', value: Number(whole.source), ...whole };
    case 'bool_lit':
      return { kind: 'literal', value: node.text === 'true', ...whole };
    case 'null_lit':
      return { kind: 'literal', value: null, ...whole };
    case 'string_lit':
    case 'quoted_template':
      return lowerQuoted(children, whole, source);
    case 'heredoc_template':
      return lowerHeredoc(node, whole, source);
    case 'variable_expr':
      return { kind: 'name', name: node.text, ...whole };
    case 'function_call':
      return lowerCall(node, whole, source);
    case 'tuple':
      return { kind: 'tuple', items: expressions(node).map((item) => lower(item, source)), ...whole };
    case 'object':
      return { kind: 'object', entries: lowerEntries(node, source), ...whole };
    case 'for_expr':
      return only ? lowerFor(only, whole, source) : { kind: 'unreadable', ...whole };
    case 'unary_operation':
      return { kind: 'unary', operator: only?.type ?? '', operand: lowerTerm(children.slice(1), source), ...whole };
    case 'binary_operation':
      return lowerBinary(children, whole, source);
    case 'conditional': {
      const [test, whenTrue, whenFalse] = expressions(node);
      if (!test || !whenTrue || !whenFalse) return { kind: 'unreadable', ...whole };
      return {
        kind: 'conditional',
        test: lower(test, source),
        whenTrue: lower(whenTrue, source),
        whenFalse: lower(whenFalse, source),
        ...whole,
      };
    }
    default:
      return { kind: 'unreadable', ...whole };
  }
}

/** A term with what is accessed on it: its nodes are siblings in the grammar, brackets included. */
function lowerTerm(nodes: readonly Node[], source: Source): Expression {
  const [first, second] = nodes;
  if (!first) return { kind: 'unreadable', ...placeOf([], source) };
  const parenthesized = first.type === '(' && second !== undefined;
  const size = parenthesized ? 3 : 1;
  const term: Expression = parenthesized
    ? { kind: 'parentheses', inner: lower(second, source), ...placeOf(nodes.slice(0, size), source) }
    : lower(first, source);
  const steps = lowerSteps(nodes.slice(size), source);
  return steps.length === 0 ? term : { kind: 'access', of: term, steps, ...placeOf(nodes, source) };
}

function lowerSteps(nodes: readonly Node[], source: Source): readonly Step[] {
  return nodes.filter((node) => node.isNamed).flatMap((node) => lowerStep(node, source));
}

function lowerStep(node: Node, source: Source): readonly Step[] {
  const [inner] = withoutComments(node.namedChildren);
  switch (node.type) {
    case 'get_attr':
      return [{ kind: 'attribute', name: inner?.text ?? '' }];
    case 'splat': {
      const steps = inner ? lowerSteps(withoutComments(inner.children), source) : [];
      // Of `.*` only attributes are taken of each: `.*.a[0]` is the first of what `.*.a` makes.
      const index = inner?.type === 'attr_splat' ? steps.findIndex(({ kind }) => kind !== 'attribute') : -1;
      if (index < 0) return [{ kind: 'splat', steps }];
      return [{ kind: 'splat', steps: steps.slice(0, index) }, ...steps.slice(index)];
    }
    default:
      return [{ kind: 'index', key: lowerIndex(node, source) }];
  }
}

function lowerIndex(node: Node, source: Source): Expression {
  const [index] = node.type === 'index' ? withoutComments(node.namedChildren) : [node];
  const [key] = index ? expressions(index) : [];
  if (key) return lower(key, source);
  // The legacy form: a number after a dot.
  return { kind: 'literal', value: Number(node.text.replace('.', '')), ...placeOf([node], source) };
}

function lowerBinary(children: readonly Node[], whole: Place, source: Source): Expression {
  const at = children.findIndex((child) => !child.isNamed && child.type !== '(' && child.type !== ')');
  const operator = children[at];
  if (!operator) return { kind: 'unreadable', ...whole };
  const left = lowerTerm(children.slice(0, at), source);
  const right = lowerTerm(children.slice(at + 1), source);
  return { kind: 'binary', operator: operator.type, left, right, ...whole };
}

function lowerCall(node: Node, whole: Place, source: Source): Expression {
  const list = node.namedChildren.find((child) => child.type === 'function_arguments');
  return {
    kind: 'call',
    name: withoutComments(node.namedChildren)[0]?.text ?? '',
    arguments: list ? expressions(list).map((argument) => lower(argument, source)) : [],
    expandsLast: list?.namedChildren.some((child) => child.type === 'ellipsis') ?? false,
    ...whole,
  };
}

function lowerEntries(node: Node, source: Source): readonly ObjectEntry[] {
  return node.namedChildren.flatMap((element) => {
    const [key, value] = element.type === 'object_elem' ? expressions(element) : [];
    return key && value ? [{ key: lower(key, source), value: lower(value, source) }] : [];
  });
}

function lowerFor(node: Node, whole: Place, source: Source): Expression {
  const parts = withoutComments(node.namedChildren);
  const intro = parts.find(({ type }) => type === 'for_intro');
  const filter = parts.find(({ type }) => type === 'for_cond');
  const header = intro && lowerLoopHeader(intro, source);
  const [first, second] = expressions(node);
  const [condition] = filter ? expressions(filter) : [];
  const value = node.type === 'for_object_expr' ? second : first;
  if (!header || !first || !value) return { kind: 'unreadable', ...whole };
  return {
    kind: 'for',
    ...header,
    key: node.type === 'for_object_expr' ? lower(first, source) : undefined,
    value: lower(value, source),
    groups: parts.some(({ type }) => type === 'ellipsis'),
    condition: condition && lower(condition, source),
    ...whole,
  };
}

type LoopHeader = Pick<ForExpression, 'keyName' | 'valueName' | 'collection'>;

/** `for k, v in collection`, of an expression or a directive. */
function lowerLoopHeader(node: Node, source: Source): LoopHeader | undefined {
  const names = node.namedChildren.filter(({ type }) => type === 'identifier').map(({ text }) => text);
  const valueName = names.at(-1);
  const [collection] = expressions(node);
  if (valueName === undefined || !collection) return undefined;
  return { keyName: names.length > 1 ? names[0] : undefined, valueName, collection: lower(collection, source) };
}

function lowerQuoted(children: readonly Node[], whole: Place, source: Source): Expression {
  const [first, ...rest] = children;
  const last = rest.at(-1);
  if (!first || !last) return { kind: 'unreadable', ...whole };
  return lowerTemplate(rest, span(first.endIndex, last.startIndex), 'quoted', whole, source);
}

function lowerHeredoc(node: Node, whole: Place, source: Source): Expression {
  const [start, opening, ...rest] = node.children;
  const closing = rest.at(-1);
  if (!start || !opening || !closing) return { kind: 'unreadable', ...whole };
  // The body starts on the line after the marker and ends before the line of the closing one.
  const opened = source.source.indexOf('\n', opening.endIndex - source.offset) + 1 + source.offset;
  const closed = source.source.lastIndexOf('\n', closing.startIndex - source.offset - 1) + 1 + source.offset;
  const form = start.text === '<<-' ? 'indented' : 'plain';
  return lowerTemplate(rest, span(Math.min(opened, closed), closed), form, whole, source);
}

/** The template that was parsed as a heredoc. */
function lowerBare(expression: Node, source: Source): Expression {
  const inside = span(source.offset, source.offset + source.source.length);
  const whole = placeAt(inside, source);
  const heredoc = expression.namedChild(0)?.namedChild(0);
  if (heredoc?.type !== 'heredoc_template') return { kind: 'unreadable', ...whole };
  return lowerTemplate(heredoc.children, inside, 'plain', whole, source);
}

/** How the texts of a template are written: in quotes, in a heredoc, or in one whose indentation is taken off. */
type TemplateForm = 'quoted' | 'plain' | 'indented';

function lowerTemplate(
  children: readonly Node[],
  inside: Span,
  form: TemplateForm,
  whole: Place,
  source: Source,
): Expression {
  const tokens: (string | Mark)[] = [];
  let from = inside.start;
  const addText = (end: number) => {
    const raw = source.source.slice(from - source.offset, end - source.offset);
    if (raw === '') return;
    if (form === 'quoted') tokens.push(decodeQuoted(raw));
    else for (const [line] of raw.matchAll(/[^\n]*\n|[^\n]+/g)) tokens.push(decodeLiteral(line));
  };
  for (const node of marksIn(children)) {
    addText(node.startIndex);
    tokens.push(lowerMark(node, source));
    from = node.endIndex;
  }
  addText(inside.end);
  const texts = withoutStripped(tokens);
  return makeTemplate(withTextsJoined(form === 'indented' ? withoutCommonIndentation(texts) : texts), whole);
}

/** The interpolations and the parts of directives, in order; directives are nested in the grammar. */
function marksIn(children: readonly Node[]): readonly Node[] {
  const marks: Node[] = [];
  const open = children.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (/^template_(?:directive|for|if)$/.test(node.type)) open.push(...node.children.toReversed());
    else if (/^template_(?:interpolation|(?:for|if|else)_(?:start|intro|end))$/.test(node.type)) marks.push(node);
  }
  return marks;
}

function lowerMark(node: Node, source: Source): Mark {
  const [inner] = expressions(node);
  const place = placeOf([node], source);
  const value: Expression = inner ? lower(inner, source) : { kind: 'unreadable', ...place };
  const common = { span: place.span, trimsBefore: /^.\{~/.test(place.source), trimsAfter: place.source.endsWith('~}') };
  switch (node.type) {
    case 'template_if_intro':
      return { kind: 'if', test: value, ...common };
    case 'template_else_intro':
      return { kind: 'else', ...common };
    case 'template_if_end':
      return { kind: 'endif', ...common };
    case 'template_for_end':
      return { kind: 'endfor', ...common };
    case 'template_for_start': {
      const header = lowerLoopHeader(node, source);
      return header ? { kind: 'for', ...header, ...common } : { kind: 'value', value, ...common };
    }
    default:
      return { kind: 'value', value, ...common };
  }
}

/** Comments may stand anywhere between the parts of an expression. */
function withoutComments(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter((node) => !node.isExtra);
}

function expressions(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type === 'expression');
}

function placeOf(nodes: readonly Node[], source: Source): Place {
  const start = nodes[0]?.startIndex ?? source.offset;
  return placeAt(span(start, nodes.at(-1)?.endIndex ?? source.offset), source);
}

/** Of a part of the text that was parsed. */
function placeAt({ start, end }: Span, { source, base, offset }: Source): Place {
  const [from, to] = [start - offset, end - offset];
  return { span: span(from + base, to + base), source: source.slice(from, to) };
}
