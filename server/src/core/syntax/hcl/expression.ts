import type { Node, Parser } from 'web-tree-sitter';
import { type Span, span } from '../../text/span';
import { decodeLiteral, decodeQuoted, withoutCommonIndentation } from './template';
import type { Expression, ObjectEntry, Step } from './tree';

/** Reads the source of one expression, whose spans are to count from `base` before it. Never throws. */
export type ExpressionReader = (source: string, base: number) => Expression;

/** A longer expression is data, not code; reading it would take seconds. */
const longest = 1_000_000;
/** Brackets nested deeper than this are not read: nobody writes them, and the call stack is finite. */
const deepest = 200;

/** `parser` has the HCL grammar of tree-sitter set. */
export function expressionReader(parser: Parser): ExpressionReader {
  return (source, base) => {
    const unreadable: Expression = { kind: 'unreadable', span: span(base, base + source.length), source };
    if (source === '' || source.length > longest) return unreadable;
    // The grammar reads bodies, so the expression is given as the value of an attribute.
    const prefix = 'x=';
    const tree = parser.parse(`${prefix}${source}\n`);
    if (!tree) return unreadable;
    try {
      const attribute = tree.rootNode.namedChild(0)?.namedChild(0);
      const expression = attribute && expressions(attribute)[0];
      if (tree.rootNode.hasError || !expression) return unreadable;
      return lower(expression, { source, base, offset: prefix.length, depth: 0 });
    } finally {
      tree.delete();
    }
  };
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
      return { kind: 'literal', value: Number(node.text), ...whole };
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
      return { kind: 'for', ...whole };
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
  return nodes.filter((node) => node.isNamed).map((node) => lowerStep(node, source));
}

function lowerStep(node: Node, source: Source): Step {
  const [inner] = withoutComments(node.namedChildren);
  switch (node.type) {
    case 'get_attr':
      return { kind: 'attribute', name: inner?.text ?? '' };
    case 'splat':
      return { kind: 'splat', steps: inner ? lowerSteps(withoutComments(inner.children), source) : [] };
    default:
      return { kind: 'index', key: lowerIndex(node, source) };
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

function lowerQuoted(children: readonly Node[], whole: Place, source: Source): Expression {
  const [first, ...rest] = children;
  const last = rest.at(-1);
  if (!first || !last) return { kind: 'unreadable', ...whole };
  return lowerTemplate(rest, span(first.endIndex, last.startIndex), decodeQuoted, whole, source);
}

function lowerHeredoc(node: Node, whole: Place, source: Source): Expression {
  const [start, opening, ...rest] = node.children;
  const closing = rest.at(-1);
  if (!start || !opening || !closing) return { kind: 'unreadable', ...whole };
  // The body starts on the line after the marker and ends before the line of the closing one.
  const opened = source.source.indexOf('\n', opening.endIndex - source.offset) + 1 + source.offset;
  const closed = source.source.lastIndexOf('\n', closing.startIndex - source.offset - 1) + 1 + source.offset;
  const template = lowerTemplate(rest, span(Math.min(opened, closed), closed), decodeLiteral, whole, source);
  if (start.text !== '<<-') return template;
  if (template.kind === 'template') return { ...template, parts: withoutCommonIndentation(template.parts) };
  if (template.kind !== 'literal') return template;
  return { ...template, value: withoutCommonIndentation([String(template.value)]).join('') };
}

/** A template's parts: its interpolations, and the text between them. A template that has text only is a literal. */
function lowerTemplate(
  children: readonly Node[],
  inside: Span,
  decode: (raw: string) => string,
  whole: Place,
  source: Source,
): Expression {
  if (children.some((child) => child.type === 'template_directive')) return { kind: 'directive', ...whole };
  const parts: (string | Expression)[] = [];
  let from = inside.start;
  let trimsStart = false;
  const addText = (end: number, trimsEnd: boolean) => {
    const raw = source.source.slice(from - source.offset, end - source.offset);
    const text = trimsStart ? raw.trimStart() : raw;
    if (text !== '') parts.push(decode(trimsEnd ? text.trimEnd() : text));
  };
  for (const child of children) {
    if (child.type !== 'template_interpolation') continue;
    addText(child.startIndex, child.text.startsWith('${~'));
    const [inner] = expressions(child);
    parts.push(inner ? lower(inner, source) : { kind: 'unreadable', ...placeOf([child], source) });
    trimsStart = child.text.endsWith('~}');
    from = child.endIndex;
  }
  addText(inside.end, false);
  if (parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: parts.join(''), ...whole };
  return { kind: 'template', parts, ...whole };
}

/** Comments may stand anywhere between the parts of an expression. */
function withoutComments(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter((node) => !node.isExtra);
}

function expressions(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child.type === 'expression');
}

/** Where an expression is written, and how. */
type Place = Pick<Expression, 'span' | 'source'>;

function placeOf(nodes: readonly Node[], source: Source): Place {
  const start = (nodes[0]?.startIndex ?? source.offset) - source.offset;
  const end = (nodes.at(-1)?.endIndex ?? source.offset) - source.offset;
  return { span: span(start + source.base, end + source.base), source: source.source.slice(start, end) };
}
