import type { JsonTerraformFile } from '../../source';
import { becomeList } from '../../syntax/data/become-list';
import { anchorIn, appendItems, type Document, insertEntries } from '../../syntax/data/insert';
import { insertMembers, insertSection } from '../../syntax/data/insert-section';
import { styleOf } from '../../syntax/data/style';
import { type Data, type Entry, entryNamed, type Mapping, sectionNamed, startOf } from '../../syntax/data/tree';
import { entry, mapping, printLine, sequence, text, type WrittenEntry } from '../../syntax/data/written';
import type { TextEdit } from '../../text/edit';
import { shift } from '../../text/span';
import { attributeIn, type LocatedBlock } from '../module';
import type { FileWriter, NewMember } from './file-writer';
import { entryFor, jsonOf, objectOf, repeatable } from './json-values';
import { documentReference, policyDocument } from './policy';
import type { Item } from './print';

export const jsonWriter: FileWriter = {
  addMembers(owner, members) {
    const opened = openJson(owner);
    const body = opened && bodyOf(opened.file, owner);
    if (!opened || !body) return [];
    const blocks = members.flatMap((member) => (member.kind === 'block' ? [member.block] : []));
    const nested = [...groupBy(blocks, ({ type }) => type)].map(([type, added]) =>
      addNested(opened.document, body, type, added),
    );
    const given = members.flatMap((member) => entryOf(member) ?? []);
    const entries = [...given, ...nested.flatMap(({ entries: added }) => added)];
    return [
      ...[...groupBy(entries, ({ after }) => anchorIn(body, after))].flatMap(([anchor, added]) =>
        insertEntries(
          opened.document,
          body,
          added.map(({ written }) => written),
          anchor,
        ),
      ),
      ...nested.flatMap(({ edits }) => edits),
    ];
  },
  appendReferences(owner, name, references) {
    const opened = openJson(owner);
    const body = opened && bodyOf(opened.file, owner);
    const list = body && entryNamed(body, name)?.value;
    return opened && list?.kind === 'sequence'
      ? appendItems(
          opened.document,
          list,
          references.map((each) => text(each)),
        )
      : [];
  },
  replaceValue(owner, name, source) {
    const opened = openJson(owner);
    const found = attributeIn(owner.block, name);
    if (!opened || typeof found === 'string') return [];
    return [{ span: shift(found.valueSpan, owner.start), text: printLine(jsonOf(source), opened.document.style) }];
  },
  addBlocks(after, items) {
    const opened = openJson(after);
    if (!opened) return [];
    const blocks = items.flatMap((item) => (item.kind === 'block' ? [item] : []));
    const types = [...new Set(blocks.map(({ type }) => type))];
    return types.flatMap((type) =>
      addSection(
        opened,
        type,
        blocks.filter((block) => block.type === type),
        after,
      ),
    );
  },
  // A reference to a document is easier to read, and to change, than a call in a string.
  policy: (policy, name, sourceOf, repetition) => ({
    value: documentReference(name, repetition?.index),
    blocks: [policyDocument(policy, name, sourceOf, repetition?.items)],
  }),
};

interface NewEntry {
  readonly written: WrittenEntry;
  readonly after: readonly string[];
}

function entryOf(member: NewMember): NewEntry | undefined {
  switch (member.kind) {
    case 'argument':
      return { written: entryFor(member.name, member.value), after: member.after };
    case 'dependencies':
      return { written: entry('depends_on', sequence(member.on.map((each) => text(each)))), after: [] };
    case 'block':
      return undefined;
  }
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Nested blocks beside those of the same type that are there: an object alone becomes the first of an array. */
function addNested(
  document: Document,
  body: Mapping,
  type: string,
  blocks: readonly Block[],
): { readonly entries: readonly NewEntry[]; readonly edits: readonly TextEdit[] } {
  const written = blocks.map(({ items }) => objectOf(items));
  const there = entryNamed(body, type)?.value;
  if (there?.kind === 'sequence') return { entries: [], edits: appendItems(document, there, written) };
  if (there?.kind === 'mapping') return { entries: [], edits: becomeList(document, there, written) };
  const [first = mapping([]), ...others] = written;
  const isList = others.length > 0 || repeatable.includes(type);
  return { entries: [{ written: entry(type, isList ? sequence(written) : first), after: [] }], edits: [] };
}

type Block = Extract<Item, { kind: 'block' }>;

interface OpenJson {
  readonly file: JsonTerraformFile;
  readonly document: Document;
}

function openJson({ file }: LocatedBlock): OpenJson | undefined {
  if (file.language !== 'terraform-json') return undefined;
  const { data } = file.content;
  const inFile = (placed: Pick<Entry, 'owner' | 'span'>) => shift(placed.span, startOf(data, placed.owner));
  return { file, document: { text: file.text, style: styleOf(data), inFile } };
}

/** The object that a block was read from. */
function bodyOf({ content: { data } }: JsonTerraformFile, { block, start }: LocatedBlock): Mapping | undefined {
  const { span } = block.body();
  const candidates = data.sections.flatMap((section) => [
    section.member,
    ...section.members.map(({ member }) => member),
  ]);
  const owner = candidates.find((member) => member.text === block.text && startOf(data, member) === start);
  return owner && mappingAt(owner.value(), span.start);
}

/** The innermost mapping that starts at an offset. */
function mappingAt(data: Data, start: number): Mapping | undefined {
  if (data.kind === 'sequence') return data.items.map((item) => mappingAt(item, start)).find((found) => found);
  if (data.kind !== 'mapping') return undefined;
  if (data.contentSpan.start === start) return data;
  return data.entries.map(({ value }) => mappingAt(value, start)).find((found) => found);
}

function addSection(
  { file, document }: OpenJson,
  type: string,
  blocks: readonly Block[],
  after: LocatedBlock,
): readonly TextEdit[] {
  const { data } = file.content;
  const section = sectionNamed(data, type);
  const added = nested(blocks);
  if (!section) {
    const before = sectionNamed(data, 'resource') ?? data.sections[0];
    return before ? [insertSection(document, before, entry(type, mapping(added)))] : [];
  }
  const value = section.member.value();
  if (value.kind === 'sequence')
    return appendItems(
      document,
      value,
      added.map((member) => mapping([member])),
    );
  if (value.kind !== 'mapping') return [];
  const known = added.flatMap((member) => {
    const there = section.members.find((placed) => placed.member.name === member.key)?.member.value();
    return there?.kind === 'mapping' && member.value.kind === 'mapping'
      ? [{ member, there, entries: member.value.entries }]
      : [];
  });
  const fresh = added.filter((member) => !known.some((each) => each.member === member));
  const anchor = section.members.find(({ start }) => start === after.start) ?? section.members.at(-1);
  const whole = document.inFile(value);
  return [
    ...known.flatMap(({ there, entries }) => insertEntries(document, there, entries, anchorIn(there, []))),
    ...(fresh.length === 0
      ? []
      : anchor
        ? insertMembers(document, section, anchor.start, fresh)
        : [{ span: whole, text: printLine(mapping(fresh), document.style) }]),
  ];
}

/** Blocks by their labels, each level an object. */
function nested(blocks: readonly Block[], level = 0): readonly WrittenEntry[] {
  const labels = [...new Set(blocks.map((block) => block.labels[level] ?? ''))];
  return labels.map((label) => {
    const labelled = blocks.filter((block) => block.labels[level] === label);
    const [only] = labelled;
    const isLast = only !== undefined && only.labels.length === level + 1;
    return entry(label, isLast ? objectOf(only.items) : mapping(nested(labelled, level + 1)));
  });
}
