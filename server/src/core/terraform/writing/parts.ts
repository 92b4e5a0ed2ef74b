import type { FileEdits } from '../../model/edits';
import type { TextEdit } from '../../text/edit';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type LocatedBlock, type Module, type Resource } from '../module';
import { type Declared, declarationNamed } from '../reading/declared';
import { memberNamed } from '../reading/member';
import type { FileWriter, NewMember } from './file-writer';
import { hclWriter } from './hcl-writer';
import { jsonWriter } from './json-writer';
import { blank, type Item } from './print';

/** What a change consists of: edits, members for blocks that are there, and new top-level blocks to be added after one. */
export type Part =
  | { readonly kind: 'edits'; readonly path: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: 'members'; readonly owner: LocatedBlock; readonly members: readonly NewMember[] }
  | { readonly kind: 'blocks'; readonly after: LocatedBlock; readonly blocks: readonly Item[] };

export function writerFor({ file }: LocatedBlock): FileWriter {
  return file.language === 'terraform' || file.language === 'terraform-variables' ? hclWriter : jsonWriter;
}

export function resourceNamed(module: Module, address: string): Resource {
  return module.resources.get(address) ?? notThere(address);
}

/** A bucket or key: of several that it makes, the one that the first of its users names by an attribute. */
export function usedBy(root: Instance, resource: Resource, [user]: readonly string[], attribute: string): Declared {
  const found = user === undefined ? undefined : declarationNamed(root, user);
  const all = { instance: root, resource };
  return found ? memberNamed(all, found, attribute) : all;
}

export function notThere(address: string): never {
  throw new Error(`a change names ${address}, which is not in the module`);
}

/** The argument becomes what is given, whatever it was before. */
export function setArgument(
  owner: LocatedBlock,
  name: string,
  source: string,
  after: readonly string[] = [],
  moves: readonly string[] = [],
): Part {
  const written = findAttribute(owner, name);
  if (typeof written === 'object') return replaceValue(written, source);
  return { kind: 'members', owner, members: [{ kind: 'argument', name, value: source, after, moves }] };
}

/** The arguments become what is given, and stand below each other where they are new. */
export function setArguments(owner: LocatedBlock, values: Readonly<Record<string, string>>): readonly Part[] {
  const names = Object.keys(values);
  const { text } = owner.block;
  const { start, end } = owner.block.body().span;
  const isSpread = owner.file.language !== 'terraform' || text.slice(start, end).includes('\n');
  const areThere = names.every((name) => typeof findAttribute(owner, name) === 'object');
  if (isSpread || areThere)
    return Object.entries(values).map(([name, value]) => setArgument(owner, name, value, names, names));
  // Where a block is spread out over lines, all that is in it is written anew.
  const members = Object.entries(values).map(
    ([name, value]): NewMember => ({ kind: 'argument', name, value, after: names }),
  );
  return [{ kind: 'members', owner, members }];
}

export function replaceValue({ owner, name }: LocatedAttribute, source: string): Part {
  return { kind: 'edits', path: owner.file.path, edits: writerFor(owner).replaceValue(owner, name, source) };
}

export function addBlocks(after: LocatedBlock, blocks: readonly Item[]): readonly Part[] {
  return blocks.length === 0 ? [] : [{ kind: 'blocks', after, blocks }];
}

/** What is made waits for others. */
export function addDependencies(owner: LocatedBlock, on: readonly string[]): readonly Part[] {
  const written = findAttribute(owner, 'depends_on');
  if (written === 'unsure') return [];
  if (written === 'absent') return [{ kind: 'members', owner, members: [{ kind: 'dependencies', on }] }];
  const { file } = written.owner;
  return [
    {
      kind: 'edits',
      path: file.path,
      edits: writerFor(written.owner).appendReferences(written.owner, 'depends_on', on),
    },
  ];
}

/** The edits of all parts, by file. Those of one place are made together, and what several of them add is added once. */
export function editsOf(parts: readonly Part[]): readonly FileEdits[] {
  const byPath = new Map<string, TextEdit[]>();
  const add = (path: string, edits: readonly TextEdit[]) => byPath.set(path, [...(byPath.get(path) ?? []), ...edits]);
  for (const part of parts) if (part.kind === 'edits') add(part.path, part.edits);
  for (const group of groups(membersIn(parts), ({ owner }) => idOf(owner)))
    add(
      group[0].owner.file.path,
      membersOf(
        group[0].owner,
        group.flatMap(({ members }) => members),
      ),
    );
  const isJson = ({ file }: LocatedBlock) => file.language !== 'terraform';
  // What is added to one file of JSON is added at once: a section that it lacks must not be made twice.
  for (const group of groups(withoutRepeated(parts), ({ after }) => (isJson(after) ? after.file.path : idOf(after)))) {
    const { after } = group[0];
    add(after.file.path, writerFor(after).addBlocks(after, parted(group.flatMap(({ blocks }) => blocks))));
  }
  return [...byPath].map(([path, edits]) => ({ path, edits: withoutSame(edits) }));
}

function membersOf(owner: LocatedBlock, members: readonly NewMember[]): readonly TextEdit[] {
  const on = new Set(members.flatMap((member) => (member.kind === 'dependencies' ? member.on : [])));
  const others = members.filter(
    (member, index) =>
      member.kind === 'block' ||
      (member.kind === 'argument' &&
        members.findIndex((other) => other.kind === 'argument' && other.name === member.name) === index),
  );
  const dependencies: readonly NewMember[] = on.size === 0 ? [] : [{ kind: 'dependencies', on: [...on] }];
  return writerFor(owner).addMembers(owner, [...others, ...dependencies]);
}

function membersIn(parts: readonly Part[]): readonly Extract<Part, { kind: 'members' }>[] {
  return parts.filter((part) => part.kind === 'members');
}

/** What is added, without the blocks that another change adds as well. */
function withoutRepeated(parts: readonly Part[]): readonly Extract<Part, { kind: 'blocks' }>[] {
  const known = new Set<string>();
  return parts.flatMap((part) => {
    if (part.kind !== 'blocks') return [];
    const blocks = part.blocks.filter((item) => {
      const id = item.kind === 'block' ? JSON.stringify([item.type, ...item.labels]) : '';
      return !known.has(id) && known.add(id);
    });
    return blocks.length === 0 ? [] : [{ ...part, blocks }];
  });
}

/** Blocks, with blank lines between those that are not all on one line. */
function parted(blocks: readonly Item[]): readonly Item[] {
  return blocks.flatMap((item, index) => {
    const before = blocks[index - 1];
    return before === undefined || (isOnOneLine(before) && isOnOneLine(item)) ? [item] : [blank, item];
  });
}

function isOnOneLine(item: Item): boolean {
  return item.kind === 'block' && item.items.length === 0;
}

function withoutSame(edits: readonly TextEdit[]): readonly TextEdit[] {
  const replaced = new Set<string>();
  return edits.filter(({ span: { start, end }, text }) => {
    const id = `${start} ${end} ${text}`;
    return start === end || (!replaced.has(id) && replaced.add(id));
  });
}

/** In JSON the blocks of a list begin where the list does. */
function idOf({ file, start, block }: LocatedBlock): string {
  return `${file.path} ${start} ${block.body().span.start}`;
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = found.get(keyOf(item));
    if (group) group.push(item);
    else found.set(keyOf(item), [item]);
  }
  return [...found.values()];
}
