import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineStart } from '../../text/lines';
import { span } from '../../text/span';
import { beginningOfLine, type Document, insertLines, isInBrackets, spanOf } from './insert';
import type { Entry, Mapping, Scalar } from './tree';
import { printItem, printLine, printValue, type Written } from './written';

/** Makes a list of a value, as its first item, and of others after it. What is there stays as it is, with a dash or brackets around it. */
export function becomeList(document: Document, only: MayBeItem, items: readonly Written[]): readonly TextEdit[] {
  const { text, style } = document;
  const { start } = document.inFile(only);
  const { end } = spanOf(document, only);
  if (only.style === 'block') {
    const column = start - lineStart(text, start) - dash.length;
    const lines = items.flatMap((item) => printItem(item, style));
    return [
      { span: span(start - dash.length, start), text: dash },
      insertLines(document, end, ' '.repeat(column), lines),
    ];
  }
  const beginning = only.kind === 'scalar' ? beginningIn(document, only) : undefined;
  if (beginning) return becomeLines(document, only, beginning, items);
  const isOnOneLine = style.format === 'yaml' || !text.slice(start, end).includes('\n');
  const added = items.map((item) => {
    if (isOnOneLine) return style.comma + printLine(item, style);
    return style.comma + indent(printValue(item, style), indentationAt(text, end)).join(style.eol).trimStart();
  });
  return [
    { span: span(start, start), text: '[' },
    { span: span(end, end), text: `${added.join('')}]` },
  ];
}

const dash = '- ';

/** What stands on its line before a scalar of a block, where that is nothing but its key and dashes. */
function beginningIn({ text, style, inFile }: Document, scalar: Scalar): RegExpExecArray | undefined {
  if (style.format === 'json' || isInBrackets(scalar)) return undefined;
  const { start } = inFile(scalar);
  return beginningOfLine.exec(text.slice(lineStart(text, start), start)) ?? undefined;
}

function becomeLines(
  document: Document,
  only: MayBeItem,
  [before, lead = '', key]: RegExpExecArray,
  items: readonly Written[],
): readonly TextEdit[] {
  const { text, style } = document;
  const { start } = document.inFile(only);
  const column = ' '.repeat(lead.length) + (key !== undefined && style.indentsItems ? style.unit : '');
  const lines = items.flatMap((item) => printItem(item, style));
  const afterKey = lineStart(text, start) + before.trimEnd().length;
  return [
    key === undefined
      ? { span: span(start, start), text: dash }
      : { span: span(afterKey, start), text: `${style.eol}${column}${dash}` },
    insertLines(document, spanOf(document, only).end, column, lines),
  ];
}

type MayBeItem = Mapping | Scalar;

/** Whether there is room for the dash, where it needs any: not left of the key of the list. A scalar has to be on one line, and be the same in brackets. */
export function mayBecomeItem({ key, value, owner }: Entry): boolean {
  if (value.kind === 'scalar') {
    const whole = owner.text.slice(value.span.start, value.span.end);
    const isFlow = value.style !== 'plain' || !isInBrackets(value) || !/[,[\]{}]/.test(whole);
    return isFlow && value.style !== 'literal' && value.style !== 'folded' && !whole.includes('\n');
  }
  if (value.kind !== 'mapping') return false;
  if (value.style === 'flow') return true;
  const columnOf = (offset: number) => offset - lineStart(owner.text, offset);
  const line = owner.text.slice(lineStart(owner.text, value.span.start), value.span.start);
  return /^ *$/.test(line) && columnOf(value.span.start) - columnOf(key.span.start) >= dash.length;
}
