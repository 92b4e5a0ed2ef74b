import type { Place } from './model/place';
import { vocabulary } from './model/vocabulary';
import type { SourceFile } from './source';
import type { DataFile } from './syntax/data/tree';
import type { Block } from './syntax/hcl/tree';
import { type Span, shift, slice, span } from './text/span';

/**
 * The first place of a file that does not read, where a trail or an event data store may be, or part of one: an editor waits for what
 * comes, and a check of what is meant to be whole must not pass over it. `everywhere` in the file is where they may depend on anything.
 */
export function firstUnread(file: SourceFile, everywhere = false): Place | undefined {
  const [first] = [...unreadSpans(file, everywhere)].sort((a, b) => a.start - b.start);
  return first && { path: file.path, span: first };
}

/** Whether a text speaks of a trail or an event data store. */
export function mentionsTrail(text: string): boolean {
  return [...terraformTypes, ...cloudFormationTypes].some((type) => text.includes(type));
}

function unreadSpans(file: SourceFile, everywhere: boolean): readonly Span[] {
  switch (file.language) {
    case 'terraform': {
      const { openings, blocks } = file.content;
      return [
        ...openings.map((start) => span(start, start)),
        ...blocks.flatMap(({ start, block }) => unreadOf(block, everywhere).map((each) => shift(each, start))),
      ];
    }
    case 'terraform-variables':
    case 'terraform-variables-json':
      return file.content.blocks.flatMap(({ start, block }) => block.body().unread.map((each) => shift(each, start)));
    case 'terraform-json':
      return unreadMembers(file.content.data, everywhere ? undefined : terraformTypes);
    case 'yaml':
    case 'json':
      return unreadMembers(file.content, everywhere ? undefined : cloudFormationTypes);
  }
}

/** The types of resources that findings are about. */
const terraformTypes: readonly string[] = [vocabulary.trail.terraform, vocabulary.store.terraform];
const cloudFormationTypes: readonly string[] = [vocabulary.trail.cloudformation, vocabulary.store.cloudformation];

function unreadOf(block: Block, everywhere: boolean): readonly Span[] {
  if (everywhere || terraformTypes.includes(block.labels[0] ?? '')) return unreadIn(block, block.text);
  // It may call a module that has one. Each expression of all calls would take too long.
  return block.type === 'module' ? block.body().unread : [];
}

/** Blocks nested deeper than this are none that Terraform has. */
const deepest = 50;

/** What surely reads, as most of what is written does, need not be read to know it. */
const plainValue = /^(?:"[^"\\$%\n]*"|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*|\d+)$/;

/** The spans of a block, and of those in it, count from the start of `text`. */
function unreadIn(block: Block, text: string, depth = 0): readonly Span[] {
  const { unread, attributes, blocks } = block.body();
  const unfinished = attributes.filter(
    ({ valueSpan, value }) => !plainValue.test(slice(text, valueSpan)) && value().kind === 'unreadable',
  );
  const nested = depth < deepest ? blocks.flatMap((each) => unreadIn(each, text, depth + 1)) : [];
  return [...unread, ...unfinished.map(({ span: whole }) => whole), ...nested];
}

/** All of them, or those that speak of one of the types. */
function unreadMembers({ sections }: DataFile, types: readonly string[] | undefined): readonly Span[] {
  const placed = sections.flatMap((section) => (section.members.length > 0 ? section.members : [section]));
  const looked = placed.filter(({ member }) => !types || types.some((type) => member.text.includes(type)));
  const lost = sections.flatMap((section) => (section.lost.length > 0 ? [section.nameSpan] : []));
  const broken = looked.filter(({ member }) => member.broken());
  return [...lost, ...broken.map(({ start, member }) => shift(member.nameSpan, start))];
}
