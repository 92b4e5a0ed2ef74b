import { memoize } from '../memory/lazy';
import type { HclTerraformFile, TemplateFile } from '../source';
import type { Member } from '../syntax/data/tree';
import { scanComments } from '../syntax/hcl/scan';
import type { Block } from '../syntax/hcl/tree';
import type { TextEdit } from '../text/edit';
import { lineEnd, lineStart, nextLine } from '../text/lines';
import { type Span, shift, slice, span } from '../text/span';
import { commentsOfYaml } from './comments';
import { type Mark, marksIn, mayHoldMark } from './markers';
import { type Outline, outlineOfHcl, outlineOfTemplate } from './outline';
import type { Suppression } from './suppression';

/** The suppressions in the comments of a file of HCL. */
export function suppressionsInHcl(file: HclTerraformFile): readonly Suppression[] {
  const blocks = file.content.blocks.map(({ start, block }) => ({
    start,
    end: start + block.span.end,
    comments: () => commentsOfBlock(block),
  }));
  return suppressionsAt(file, commentsAmong(file.text, blocks, scanComments), outlineOfHcl(file));
}

/** The suppressions in the comments of a template in YAML. */
export function suppressionsInYaml(file: TemplateFile): readonly Suppression[] {
  const pieces = file.content.sections
    .flatMap((section) => (section.members.length > 0 ? section.members : [section]))
    .map(({ start, member }) => ({
      start,
      end: start + member.text.length,
      comments: () => commentsOfMember(member),
    }));
  return suppressionsAt(file, commentsAmong(file.text, pieces, commentsOfYaml), outlineOfTemplate(file));
}

/** Kept as long as the text of the block stays as it is. */
const commentsOfBlock = memoize(({ text }: Block) => commentsIn(text, scanComments));
const commentsOfMember = memoize(({ text }: Member) => commentsIn(text, commentsOfYaml));

/** A comment with marks. */
interface Comment {
  readonly span: Span;
  readonly marks: readonly Mark[];
}

function commentsIn(text: string, find: (text: string) => readonly Span[]): readonly Comment[] {
  if (!mayHoldMark(text)) return none;
  return find(text).flatMap((comment) => {
    const marks = marksIn(slice(text, comment));
    return marks.length > 0 ? [{ span: comment, marks }] : [];
  });
}

const none: readonly Comment[] = [];

interface Piece {
  readonly start: number;
  readonly end: number;
  /** Counted from its start. */
  readonly comments: () => readonly Comment[];
}

/** Those of the pieces, and those between them. */
function commentsAmong(
  text: string,
  pieces: readonly Piece[],
  find: (text: string) => readonly Span[],
): readonly Comment[] {
  const found: Comment[] = [];
  const add = (comments: readonly Comment[], by: number) => {
    for (const { span: where, marks } of comments) found.push({ span: shift(where, by), marks });
  };
  let from = 0;
  for (const { start, end, comments } of [...pieces, { start: text.length, end: text.length, comments: () => none }]) {
    add(commentsIn(text.slice(from, start), find), from);
    add(comments(), start);
    from = Math.max(from, end);
  }
  return found;
}

function suppressionsAt(
  { path, text }: { readonly path: string; readonly text: string },
  comments: readonly Comment[],
  outline: Outline,
): readonly Suppression[] {
  const below = contentBelow(text);
  return comments.flatMap(({ span: comment, marks }) =>
    marks.flatMap((mark): readonly Suppression[] => {
      const place = shift(mark.span, comment.start);
      const scope = scopeOf(mark, text, comment, outline, below);
      const around = outline.around(scope?.start ?? place.start);
      if (mark.reach === 'file' && comment.start >= outline.start) return [];
      if (around && !mark.wanted.every(([name, value]) => around.mayHave(name, value))) return [];
      return [
        {
          tool: mark.tool,
          rules: mark.rules,
          place: { path, span: place },
          scope: scope ?? span(place.start, place.start),
          reason: mark.reason,
          until: mark.until,
          resource: mark.reach === 'file' ? '' : (around?.name ?? ''),
          placeOf: (rule) => ({ path, span: shift(spanOfId(mark, slice(text, comment), rule), comment.start) }),
          without: (rule) => withoutRule(rule, mark, text, comment),
        },
      ];
    }),
  );
}

/** Undefined where it covers nothing. */
function scopeOf(
  { reach }: Mark,
  text: string,
  comment: Span,
  outline: Outline,
  below: (offset: number) => number | undefined,
): Span | undefined {
  const line = lineStart(text, comment.start);
  const isAlone = text.slice(line, comment.start).trim() === '';
  switch (reach) {
    case 'file':
      return span(0, text.length);
    case 'around':
      return outline.around(comment.start)?.span;
    case 'next line':
      return span(line, lineEnd(text, nextLine(text, comment.end)));
    case 'next block':
    case 'beside':
    case 'beside or around': {
      const heads = reach === 'beside or around' && isAlone ? outline.headedAt(comment.start) : undefined;
      if (heads) return heads;
      const target = isAlone ? below(comment.end) : firstOnLine(text, line);
      return target === undefined ? undefined : outline.startingAt(target);
    }
  }
}

function firstOnLine(text: string, line: number): number {
  return line + text.slice(line, lineEnd(text, line)).search(/\S|$/);
}

/** What starts on the next line that is no comment, below an offset; undefined where a blank line comes before it. */
function contentBelow(text: string): (offset: number) => number | undefined {
  // Comments below each other are heads of the same: each is looked at once.
  const known = new Map<number, number | undefined>();
  return (offset) => {
    const passed: number[] = [];
    let found: number | undefined;
    for (let line = nextLine(text, offset); line < text.length; line = nextLine(text, line)) {
      if (known.has(line)) {
        found = known.get(line);
        break;
      }
      passed.push(line);
      const content = text.slice(line, lineEnd(text, line)).trim();
      if (/^(?:#|\/\/|\/\*.*\*\/$)/.test(content)) continue;
      if (content !== '') found = firstOnLine(text, line);
      break;
    }
    for (const line of passed) known.set(line, found);
    return found;
  };
}

/** Where one of our ids is written; the whole mark where it is not. */
export function spanOfId({ ids, span: whole }: Mark, text: string, rule: string): Span {
  for (const match of slice(text, ids).matchAll(/[\w-]+/g))
    if (match[0] === rule) return span(ids.start + match.index, ids.start + match.index + rule.length);
  return whole;
}

/** The comment, or the mark in it, goes with its last rule. */
function withoutRule(rule: string, mark: Mark, text: string, comment: Span): readonly TextEdit[] {
  const kept = mark.rules.filter((other) => other !== rule);
  if (kept.length > 0) return [{ span: shift(mark.ids, comment.start), text: kept.join(',') }];
  const content = slice(text, comment);
  const before = content.slice(0, mark.span.start);
  const after = content.slice(mark.span.end);
  if (!/^[\s#/*]*$/.test(before) || !/^[\s*/]*$/.test(after)) {
    const start = comment.start + before.trimEnd().length;
    return [{ span: span(start, comment.start + mark.span.end), text: '' }];
  }
  const line = lineStart(text, comment.start);
  const end = lineEnd(text, comment.end);
  const code = text.slice(line, comment.start);
  const isAlone = code.trim() === '' && text.slice(comment.end, end).trim() === '';
  return [
    { span: isAlone ? span(line, nextLine(text, end)) : span(line + code.trimEnd().length, comment.end), text: '' },
  ];
}
