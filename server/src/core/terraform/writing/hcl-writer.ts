import type { Expression } from '../../syntax/hcl/tree';
import type { TextEdit } from '../../text/edit';
import { lineBreak } from '../../text/layout';
import { lineEnd, nextLine } from '../../text/lines';
import { shift, span } from '../../text/span';
import { attributeIn, type LocatedBlock } from '../module';
import { realignComments } from './comments';
import { appendElements } from './elements';
import type { FileWriter, NewMember } from './file-writer';
import { type Addition, insertAdditions } from './insert';
import { policyExpression } from './policy';
import { attribute, parted, print } from './print';

export const hclWriter: FileWriter = {
  addMembers(owner, members) {
    const edits = insertAdditions(owner.block, additionsOf(members), lineBreak(owner.file.text));
    return edits.map((edit) => inFile(owner, edit));
  },
  replaceValue(owner, name, source) {
    const found = attributeIn(owner.block, name);
    if (typeof found === 'string') return [];
    return replaceSpan(owner, found.valueSpan, source);
  },
  appendReferences(owner, name, references) {
    const found = attributeIn(owner.block, name);
    const list = typeof found === 'string' ? undefined : found.value();
    if (list?.kind !== 'tuple') return [];
    return appendTo(owner, list, references);
  },
  addBlocks({ file: { text }, start, block }, items) {
    const eol = lineBreak(text);
    // A block with an open brace reaches to the next one.
    const end = block.text.slice(0, block.span.end).trimEnd().length;
    const at = lineEnd(text, start + end);
    const next = nextLine(text, at);
    // Blank lines part them from what surrounds them.
    const parted = next >= text.length || text.slice(next, lineEnd(text, next)).trim() === '';
    return [{ span: span(at, at), text: eol + eol + print(items).join(eol) + (parted ? '' : eol) }];
  },
  policy: (policy, _name, sourceOf) => ({ value: policyExpression(policy, sourceOf), blocks: [] }),
};

function additionsOf(members: readonly NewMember[]): readonly Addition[] {
  const types = new Set(members.flatMap((member) => (member.kind === 'block' ? [member.block.type] : [])));
  return [
    ...members.flatMap((member): readonly Addition[] => {
      if (member.kind !== 'argument') return [];
      const { name, value, after, moves = [] } = member;
      if (typeof value === 'string') return [{ kind: 'line', name, value, after, moves }];
      return [{ kind: 'lines', lines: print([attribute(name, value)]), after: 'attributes' }];
    }),
    ...[...types].map((type): Addition => {
      const blocks = members.flatMap((member) =>
        member.kind === 'block' && member.block.type === type ? [member.block] : [],
      );
      return { kind: 'lines', lines: print(parted(blocks)), after: { blocks: type } };
    }),
    ...members.flatMap((member): readonly Addition[] =>
      member.kind === 'dependencies'
        ? [{ kind: 'lines', lines: [`depends_on = [${member.on.join(', ')}]`], after: 'everything' }]
        : [],
    ),
  ];
}

function appendTo(
  owner: LocatedBlock,
  list: Extract<Expression, { kind: 'tuple' }>,
  elements: readonly string[],
): readonly TextEdit[] {
  if (list.items.length === 0) return replaceSpan(owner, list.span, `[${elements.join(', ')}]`);
  const edits = appendElements(owner.block, list, elements, lineBreak(owner.file.text));
  return edits.map((edit) => inFile(owner, edit));
}

/** Puts something in the place of what stands in a block, with the comments beside it in their column. */
export function replaceSpan(owner: LocatedBlock, at: TextEdit['span'], source: string): readonly TextEdit[] {
  const edits = around(owner.block.text, { span: at, text: source }).map((edit) => inFile(owner, edit));
  return [...edits, ...realignComments(owner.file.text, edits)];
}

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
