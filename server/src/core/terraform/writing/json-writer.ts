import type { JsonTerraformFile } from '../../source';
import { appendItems, type Document, insertEntry } from '../../syntax/data/insert';
import { insertMembers, insertSection } from '../../syntax/data/insert-section';
import { styleOf } from '../../syntax/data/style';
import { type Data, type Entry, type Mapping, sectionNamed, startOf } from '../../syntax/data/tree';
import {
  bare,
  entry,
  mapping,
  printLine,
  sequence,
  text,
  type Written as WrittenData,
  type WrittenEntry,
} from '../../syntax/data/written';
import { scanInterpolations } from '../../syntax/hcl/scan';
import { decodeEscapes } from '../../syntax/hcl/template';
import type { TextEdit } from '../../text/edit';
import { shift, span } from '../../text/span';
import { attributeIn, type LocatedBlock } from '../module';
import type { FileWriter } from './file-writer';
import { documentReference, policyDocument } from './policy';
import type { Item, Written } from './print';

export const jsonWriter: FileWriter = {
  addArgument(owner, name, value, after) {
    const opened = openJson(owner);
    const body = opened && bodyOf(opened.file, owner);
    return opened && body ? insertEntry(opened.document, body, entry(name, jsonOf(value)), after) : [];
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
  policy: (policy, name, sourceOf) => ({
    value: documentReference(name),
    blocks: [policyDocument(policy, name, sourceOf)],
  }),
};

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
    ...known.flatMap(({ there, entries }) => entries.flatMap((each) => insertEntry(document, there, each, []))),
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

/** Nested blocks that may come more than once are an array, as most people write them. */
const repeatable = ['statement', 'principals', 'condition'];

function objectOf(items: readonly Item[]): WrittenData {
  const blockTypes = [...new Set(items.flatMap((item) => (item.kind === 'block' ? [item.type] : [])))];
  const ownBlocks = (type: string) =>
    items.flatMap((item) => (item.kind === 'block' && item.type === type ? [objectOf(item.items)] : []));
  return mapping([
    ...items.flatMap((item) =>
      item.kind === 'attribute'
        ? [entry(item.name, item.name === 'provider' ? text(String(item.value)) : jsonOf(item.value))]
        : [],
    ),
    ...blockTypes.map((type) => {
      const [first = mapping([]), ...others] = ownBlocks(type);
      return entry(type, repeatable.includes(type) ? sequence([first, ...others]) : first);
    }),
  ]);
}

/** A value in JSON: an expression stands in a template. */
function jsonOf(value: Written): WrittenData {
  if (typeof value !== 'string') {
    switch (value.kind) {
      case 'list':
        return sequence(value.values.map(jsonOf));
      case 'object':
        return objectOf(value.items);
      case 'call':
        throw new Error('a call is written in HCL only');
    }
  }
  if (/^(?:true|false|\d+)$/.test(value)) return bare(value);
  // The types of variables.
  if (/^(?:string|number|bool)$/.test(value)) return text(value);
  return text(insideOfTemplate(value) ?? `\${${value}}`);
}

/** The inside of what is one quoted template, and not several with something between them, with the escapes that JSON has instead. */
function insideOfTemplate(source: string): string | undefined {
  if (!/^"[\s\S]*"$/.test(source)) return undefined;
  const quoted = source.slice(1, -1);
  const interpolations = scanInterpolations(quoted);
  if (!interpolations) return undefined;
  let inside = '';
  let from = 0;
  for (const { start, end } of [...interpolations, span(quoted.length, quoted.length)]) {
    const raw = quoted.slice(from, start);
    if (!/^(?:[^"\\]|\\.)*$/.test(raw)) return undefined;
    inside += decodeEscapes(raw) + quoted.slice(start, end);
    from = end;
  }
  return inside;
}
