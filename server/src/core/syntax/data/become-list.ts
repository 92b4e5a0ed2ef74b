import type { TextEdit } from '../../text/edit';
import { indent, indentationAt } from '../../text/layout';
import { lineStart } from '../../text/lines';
import { span } from '../../text/span';
import { type Document, insertLines, spanOf } from './insert';
import type { Entry, Mapping } from './tree';
import { printItem, printLine, printValue, type Written } from './written';

/** Makes a list of a mapping, as its first item, and of others after it. What is there stays as it is, with a dash or brackets around it. */
export function becomeList(document: Document, only: Mapping, items: readonly Written[]): readonly TextEdit[] {
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

/** Whether there is room for the dash, where it needs any: not left of the key of the list. */
export function mayBecomeItem({ key, value, owner }: Entry): boolean {
  if (value.kind !== 'mapping') return false;
  if (value.style === 'flow') return true;
  const columnOf = (offset: number) => offset - lineStart(owner.text, offset);
  const line = owner.text.slice(lineStart(owner.text, value.span.start), value.span.start);
  return /^ *$/.test(line) && columnOf(value.span.start) - columnOf(key.span.start) >= dash.length;
}
