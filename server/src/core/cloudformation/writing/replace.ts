import { type Document, spanOf } from '../../syntax/data/insert';
import type { Data, Entry } from '../../syntax/data/tree';
import { printEntry, printLine, printValue, type Written } from '../../syntax/data/written';
import { indent, indentationAt } from '../../text/layout';
import { lineEnd, lineStart } from '../../text/lines';
import { span } from '../../text/span';
import type { Operation } from './operation';

/** Another value for an entry. One that stands on the lines after its key comes to stand beside it. */
export function replaceValue(document: Document, { owner, key, value }: Entry, by: Written): Operation {
  const whole = spanOf(document, value);
  const afterKey = span(document.inFile({ owner, span: key.span }).end, whole.start);
  const line = printLine(by, document.style);
  const between = document.text.slice(afterKey.start, afterKey.end);
  if (!/^:\s*\n\s*$/.test(between)) return { kind: 'replace', edit: { span: whole, text: line }, what: value, by };
  return { kind: 'replace', edit: { span: span(afterKey.start, whole.end), text: `: ${line}` }, what: value, by };
}

/** A list of the value of an entry, which is its first item, and of others. It is spread out over lines where the entry has its own. */
export function replaceByList(document: Document, { owner, key, value }: Entry, by: Written): Operation {
  const { text, style } = document;
  const afterKey = document.inFile({ owner, span: key.span }).end;
  const whole = spanOf(document, value);
  const start = lineStart(text, document.inFile({ owner, span: key.span }).start);
  const indentation = indentationAt(text, start);
  const replace = (from: number, lines: readonly string[]): Operation => ({
    kind: 'replace',
    edit: { span: span(from, whole.end), text: indent(lines, indentation).join(style.eol).trimStart() },
    what: value,
    by,
  });
  const isAlone =
    start + indentation.length === document.inFile({ owner, span: key.span }).start &&
    /^:\s*$/.test(text.slice(afterKey, whole.start)) &&
    /^,?\s*$/.test(text.slice(whole.end, lineEnd(text, whole.end)));
  if (!isAlone) return replace(whole.start, [printLine(by, style)]);
  if (style.format === 'json') return replace(whole.start, printValue(by, style));
  const [, ...items] = printEntry({ key: '', value: by }, style);
  return replace(afterKey, [':', ...items]);
}

/** Another value for what stands in an entry, or for all of it. */
export function replaceWithin(document: Document, within: Entry, data: Data, by: Written): Operation {
  return data === within.value ? replaceValue(document, within, by) : replaceData(document, data, by);
}

/** Another value for what stands inside one. A function in the long form of a block needs no braces. */
export function replaceData(document: Document, data: Data, by: Written): Operation {
  const isBlock = data.kind === 'mapping' && data.style === 'block';
  const line = printLine(by, document.style);
  const text = isBlock && !document.style.tags ? line.replace(/^\{\s*|\s*\}$/g, '') : line;
  return { kind: 'replace', edit: { span: spanOf(document, data), text }, what: data, by };
}
