import type { Mistake } from '../../model/edits';
import { message } from '../../model/message';
import type { Reread, TemplateFile } from '../../source';
import { startOf } from '../../syntax/data/tree';
import { applyEdits, inOrder, type TextEdit } from '../../text/edit';
import { lineEnd, lineStart } from '../../text/lines';
import { findUnmeant } from './meant';
import type { Operation } from './operation';

/** What is wrong with edits that are to do what the operations mean, by what our own reader says of the text that they leave. */
export function mistakeOf(
  file: TemplateFile,
  edits: readonly TextEdit[],
  operations: readonly Operation[],
  reread: Reread,
): Mistake | undefined {
  const { path, text, content } = file;
  if (!areDisjoint(edits)) return { path, effect: message('write two things in one place') };
  const result = applyEdits(text, edits);
  const after = reread(file, result);
  if (after.language !== 'yaml' && after.language !== 'json')
    return { path, effect: message('leave something else than a template') };
  // Our own reader goes on where others give up.
  if (isJson(text) && !isJson(result)) return { path, effect: message('leave something else than JSON') };
  const where = findUnmeant(content, after.content, operations);
  if (where !== undefined) return { path, effect: message('change {0} in a way that is not meant', where) };
  const comment = edits.map((edit) => partedComment(text, edit) ?? lostComment(file, edit, operations)).find(Boolean);
  return comment === undefined ? undefined : { path, effect: message('part "{0}" from what it is about', comment) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function areDisjoint(edits: readonly TextEdit[]): boolean {
  try {
    inOrder(edits);
    return true;
  } catch {
    return false;
  }
}

/** The comment at the end of a line that new lines would come before. */
function partedComment(text: string, { span, text: written }: TextEdit): string | undefined {
  if (span.start !== span.end || !written.includes('\n')) return undefined;
  const isInLine = text.slice(lineStart(text, span.start), span.start).trim() !== '';
  const rest = text.slice(span.start, lineEnd(text, span.start)).trim();
  return isInLine && /^(?:#|\/\/|\/\*)/.test(rest) ? rest : undefined;
}

/** The comment inside of what is replaced, beside the value itself. */
function lostComment(file: TemplateFile, edit: TextEdit, operations: readonly Operation[]): string | undefined {
  const { text, content } = file;
  const replacement = operations.find((operation) => operation.kind === 'replace' && operation.edit === edit);
  if (replacement?.kind !== 'replace' || edit.span.start === edit.span.end) return undefined;
  const { what } = replacement;
  const start = startOf(content, what.owner) + what.contentSpan.start;
  // In a scalar it is text.
  const replaced =
    what.kind === 'scalar' ? text.slice(edit.span.start, start) : text.slice(edit.span.start, edit.span.end);
  const sign = content.format === 'json' ? /(?:^|\s)(?:\/\/|\/\*)[^\n]*/ : /(?:^|\s)#[^\n]*/;
  return sign.exec(withoutTexts(replaced))?.[0].trim();
}

function withoutTexts(source: string): string {
  return source.replace(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/g, '""');
}
