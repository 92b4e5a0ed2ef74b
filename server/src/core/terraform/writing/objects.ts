import type { ConditionBlueprint } from '../../blueprints/policy';
import type { Block, Expression } from '../../syntax/hcl/tree';
import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart } from '../../text/lines';
import { span } from '../../text/span';
import { entryIn } from '../sites/policy-form';
import { attribute, type Item, print, type Written } from './print';
import { type SourceOfPart, templatesOf } from './template';

/** Adds a condition to a statement that is an object. Spans count from the start of the block's text. */
export function conditionInObject(
  block: Block,
  statement: Expression,
  { operator, key, values }: ConditionBlueprint,
  sourceOf: SourceOfPart,
  eol: string,
): readonly TextEdit[] {
  const tests = entryIn(statement, 'Condition');
  const ofOperator = tests && entryIn(tests, operator);
  const test = templatesOf(values, sourceOf);
  if (ofOperator) return insertIntoObject(block, ofOperator, `"${key}"`, test, eol);
  const operators: Written = { kind: 'object', items: [attribute(`"${key}"`, test)] };
  if (tests) return insertIntoObject(block, tests, operator, operators, eol);
  const conditions: Written = { kind: 'object', items: [attribute(operator, operators)] };
  return insertIntoObject(block, statement, 'Condition', conditions, eol);
}

/** Adds an entry to the end of an object, as its entries are written. */
function insertIntoObject(
  block: Block,
  object: Expression,
  name: string,
  value: Written,
  eol: string,
): readonly TextEdit[] {
  if (object.kind !== 'object') return [];
  const { text } = block;
  const last = object.entries.at(-1);
  const isOnOneLine = !text.slice(object.span.start, object.span.end).includes('\n');
  if (!last) return [{ span: object.span, text: `{ ${onOneLine(attribute(name, value))} }` }];
  const { end } = last.value.span;
  const style = styleOf(text, last);
  const item = inStyle(attribute(name, value), style);
  if (isOnOneLine || lineStart(text, last.key.span.start) === lineStart(text, object.span.start))
    return [{ span: span(end, end), text: `, ${onOneLine(item, style.colon)}` }];
  const indentation = indentationAt(text, last.key.span.start);
  const [comma = ''] = /^[ \t]*,/.exec(text.slice(end)) ?? [];
  const at = text.slice(end, lineEnd(text, end)).includes('}') ? end + comma.length : lineEnd(text, end);
  const { colon } = style;
  const lines = print([item]).map((line) => (colon ? line.replace(/^(\s*\S+) = /, `$1${colon}`) : line));
  const gap = typeof value === 'string' && !colon ? gapTo(text, last, nameIn(style, name)) : { blank: '', pad: '' };
  const [first = '', ...rest] = lines;
  const opened = gap.pad === '' ? first : first.replace(' = ', `${gap.pad} = `);
  const added = indent([opened, ...rest], indentation);
  const close = comma === '' ? '' : ',';
  const line = { span: span(at, at), text: `${gap.blank === '' ? '' : eol}${eol}${added.join(eol)}${close}` };
  const before = object.entries.at(-2);
  const isParted = comma !== '' || !before || !text.slice(before.value.span.end, last.key.span.start).includes(',');
  if (isParted) return [line];
  if (at === end) return [{ ...line, text: `,${line.text}` }];
  return [{ span: span(end, end), text: ',' }, line];
}

/** How the entries of an object are written. */
interface Style {
  /** What stands between a name and its value, where that is a colon. */
  readonly colon: string | undefined;
  readonly isQuoted: boolean;
}

function styleOf(text: string, { key, value }: { readonly key: Expression; readonly value: Expression }): Style {
  const between = text.slice(key.span.end, value.span.start);
  // `terraform fmt` has a space on both sides of it.
  const colon = between.includes(':') ? (/^: ?$/.test(between) ? between : ' : ') : undefined;
  return { colon, isQuoted: key.source.startsWith('"') };
}

function nameIn({ isQuoted }: Style, name: string): string {
  return isQuoted && !name.startsWith('"') ? `"${name}"` : name;
}

/** A name and those in its value, in quotes where the others are. */
function inStyle(item: Item, style: Style): Item {
  if (item.kind !== 'attribute' || !style.isQuoted) return item;
  const { value } = item;
  const quoted = nameIn(style, item.name);
  if (typeof value === 'string' || value.kind !== 'object') return attribute(quoted, value);
  return attribute(quoted, { ...value, items: value.items.map((inner) => inStyle(inner, style)) });
}

/** What keeps the `=` of a new line in the column of the line before it, or the two apart. */
function gapTo(
  text: string,
  last: { readonly key: Expression; readonly value: Expression },
  name: string,
): { readonly blank: string; readonly pad: string } {
  const isOneLine = !text.slice(last.key.span.start, last.value.span.end).includes('\n');
  if (!isOneLine) return { blank: '', pad: '' };
  const width = text.indexOf('=', last.key.span.end) - last.key.span.start - 1;
  return name.length <= width ? { blank: '', pad: ' '.repeat(width - name.length) } : { blank: 'blank', pad: '' };
}

function onOneLine(item: Item, colon = ' = '): string {
  return item.kind === 'attribute' ? `${item.name}${colon}${inlineOf(item.value, colon)}` : '';
}

function inlineOf(value: Written, colon: string): string {
  if (typeof value === 'string') return value;
  if (value.kind === 'list') return `[${value.values.map((each) => inlineOf(each, colon)).join(', ')}]`;
  if (value.kind !== 'object') return '';
  return `{ ${value.items.map((item) => onOneLine(item, colon)).join(', ')} }`;
}
