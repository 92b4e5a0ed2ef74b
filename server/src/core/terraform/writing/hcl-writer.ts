import type { TextEdit } from '../../text/edit';
import { lineBreak } from '../../text/layout';
import { lineEnd, nextLine } from '../../text/lines';
import { shift, span } from '../../text/span';
import { attributeIn, type LocatedBlock } from '../module';
import { realignComments } from './comments';
import type { FileWriter } from './file-writer';
import { insertAttribute, insertLines } from './insert';
import { policyExpression } from './policy';
import { attribute, print } from './print';

export const hclWriter: FileWriter = {
  addArgument(owner, name, value, after) {
    const eol = lineBreak(owner.file.text);
    const edit =
      typeof value === 'string'
        ? insertAttribute(owner.block, name, value, after, eol)
        : insertLines(owner.block, print([attribute(name, value)]), eol);
    return [inFile(owner, edit)];
  },
  replaceValue(owner, name, source) {
    const found = attributeIn(owner.block, name);
    if (typeof found === 'string') return [];
    const edits = around(owner.block.text, { span: found.valueSpan, text: source }).map((edit) => inFile(owner, edit));
    return [...edits, ...realignComments(owner.file.text, edits)];
  },
  addBlocks(after, items) {
    const { text } = after.file;
    const eol = lineBreak(text);
    const at = lineEnd(text, after.start + after.block.span.end);
    const next = nextLine(text, at);
    // Blank lines part them from what surrounds them.
    const parted = next >= text.length || text.slice(next, lineEnd(text, next)).trim() === '';
    return [{ span: span(at, at), text: eol + eol + print(items).join(eol) + (parted ? '' : eol) }];
  },
  policy: (policy, _name, sourceOf) => ({ value: policyExpression(policy, sourceOf), blocks: [] }),
};

/** The edit, or what it puts before and after a text over several lines that stays. */
function around(text: string, edit: TextEdit): readonly TextEdit[] {
  const { start, end } = edit.span;
  const kept = text.slice(start, end);
  const at = edit.text.indexOf(kept);
  if (!kept.includes('\n') || at < 0) return [edit];
  return [
    { span: span(start, start), text: edit.text.slice(0, at) },
    { span: span(end, end), text: edit.text.slice(at + kept.length) },
  ];
}

/** An edit whose span counts from the start of the block, in its file. */
export function inFile(owner: LocatedBlock, edit: TextEdit): TextEdit {
  return { ...edit, span: shift(edit.span, owner.start) };
}
