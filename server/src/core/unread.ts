import type { Place } from './model/place';
import { vocabulary } from './model/vocabulary';
import type { SourceFile } from './source';
import type { DataFile } from './syntax/data/tree';
import type { TopLevelBlock } from './syntax/hcl/tree';
import { type Span, shift, span } from './text/span';

/**
 * The first place of a file that does not read, where a trail or an event data store may be, or part of one: an editor waits for what
 * comes, and a check of what is meant to be whole must not pass over it.
 */
export function firstUnread(file: SourceFile): Place | undefined {
  const [first] = [...unreadSpans(file)].sort((a, b) => a.start - b.start);
  return first && { path: file.path, span: first };
}

function unreadSpans(file: SourceFile): readonly Span[] {
  switch (file.language) {
    case 'terraform': {
      const { openings, blocks } = file.content;
      return [...openings.map((start) => span(start, start)), ...blocks.flatMap(unreadIn)];
    }
    case 'terraform-variables':
    case 'terraform-variables-json':
      return file.content.blocks.flatMap(({ start, block }) => block.body().unread.map((each) => shift(each, start)));
    case 'terraform-json':
      return unreadMembers(file.content.data, terraformTypes);
    case 'yaml':
    case 'json':
      return unreadMembers(file.content, cloudFormationTypes);
  }
}

/** The types of resources that findings are about. */
const terraformTypes: readonly string[] = [vocabulary.trail.terraform, vocabulary.store.terraform];
const cloudFormationTypes: readonly string[] = [vocabulary.trail.cloudformation, vocabulary.store.cloudformation];

function unreadIn({ start, block }: TopLevelBlock): readonly Span[] {
  if (!terraformTypes.includes(block.labels[0] ?? '')) return [];
  const { unread, attributes } = block.body();
  const unfinished = attributes.filter((attribute) => attribute.value().kind === 'unreadable');
  return [...unread, ...unfinished.map(({ span: whole }) => whole)].map((each) => shift(each, start));
}

function unreadMembers({ sections }: DataFile, types: readonly string[]): readonly Span[] {
  const placed = sections.flatMap((section) => (section.members.length > 0 ? section.members : [section]));
  const lost = sections.flatMap((section) => (section.lost.length > 0 ? [section.nameSpan] : []));
  const broken = placed.filter(({ member }) => types.some((type) => member.text.includes(type)) && member.broken());
  return [...lost, ...broken.map(({ start, member }) => shift(member.nameSpan, start))];
}
