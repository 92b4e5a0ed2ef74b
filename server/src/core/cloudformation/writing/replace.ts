import { type Document, spanOf } from '../../syntax/data/insert';
import type { Data, Entry } from '../../syntax/data/tree';
import { printLine, type Written } from '../../syntax/data/written';
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
