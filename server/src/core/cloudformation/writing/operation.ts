import { becomeList } from '../../syntax/data/become-list';
import { anchorIn, appendItems, type Document, insertEntries } from '../../syntax/data/insert';
import { insertIntoSection, insertMembers } from '../../syntax/data/insert-section';
import {
  type Data,
  type DataFile,
  type Entry,
  type Mapping,
  type Scalar,
  type Section,
  type Sequence,
  sectionNamed,
} from '../../syntax/data/tree';
import { entry, mapping, sequence, type Written, type WrittenEntry } from '../../syntax/data/written';
import type { TextEdit } from '../../text/edit';

/** A step of a change. What several changes do to one thing is put together before it comes to be text. */
export type Operation =
  | {
      readonly kind: 'add-entries';
      readonly to: Mapping;
      readonly entries: readonly WrittenEntry[];
      /** They come after the last of these that is there, else at the end. */
      readonly after: readonly string[];
    }
  | { readonly kind: 'add-items'; readonly to: Sequence; readonly items: readonly Written[] }
  /** What stands alone becomes the first item of a list. */
  | { readonly kind: 'make-list'; readonly of: Mapping | Scalar; readonly items: readonly Written[] }
  /** `after` is where the member starts that they come after. */
  | {
      readonly kind: 'add-members';
      readonly to: Section;
      readonly after: number;
      readonly members: readonly WrittenEntry[];
    }
  /** Where there is no section of the name, it comes before `Resources`. */
  | {
      readonly kind: 'add-to-section';
      readonly name: 'Parameters' | 'Conditions';
      readonly members: readonly WrittenEntry[];
    }
  /** The edit puts something else in the place of a value or a key. */
  | { readonly kind: 'replace'; readonly edit: TextEdit; readonly what: Data; readonly by: Written };

/** Adds to a list, or to the one item that stands for it. */
export function addItems(to: Sequence | Mapping | Scalar, items: readonly Written[]): Operation {
  if (to.kind === 'sequence') return { kind: 'add-items', to, items };
  return { kind: 'make-list', of: to, items };
}

/** The edits are disjoint, and those at one offset in their order. */
export function editsOf(document: Document, file: DataFile, operations: readonly Operation[]): readonly TextEdit[] {
  const replacements = new Map<string, TextEdit>();
  const insertions = new Map<string, Insertion>();
  for (const operation of operations) {
    if (operation.kind === 'replace') {
      const { edit } = operation;
      replacements.set(`${edit.span.start} ${edit.span.end}`, edit);
      continue;
    }
    const found = insertionOf(document, file, operation);
    const { id } = found;
    const before = insertions.get(id);
    insertions.set(id, before ? { ...before, written: merge(before.written, found.written) } : found);
  }
  // What ends where a collection around it ends comes first: it belongs to the inner one.
  const inOrder = [...insertions.values()].sort((a, b) => a.size - b.size);
  return [...replacements.values(), ...inOrder.flatMap(({ written, edits }) => edits(written))];
}

/** What is inserted in one place. */
interface Insertion {
  readonly id: string;
  /** How much text there is in what it goes into. */
  readonly size: number;
  /** A mapping or a sequence. */
  readonly written: Written;
  readonly edits: (written: Written) => readonly TextEdit[];
}

function insertionOf(
  document: Document,
  file: DataFile,
  operation: Exclude<Operation, { kind: 'replace' }>,
): Insertion {
  switch (operation.kind) {
    case 'add-entries': {
      const { to, entries, after } = operation;
      const anchor: Entry | undefined = anchorIn(to, after);
      const { start, end } = document.inFile(to);
      return {
        id: `entries ${start} ${end} ${anchor ? document.inFile(anchor).start : ''}`,
        size: end - start,
        written: mapping(entries),
        edits: (written) => insertEntries(document, to, entriesOf(written), anchor),
      };
    }
    case 'add-items': {
      const { start, end } = document.inFile(operation.to);
      return {
        id: `items ${start} ${end}`,
        size: end - start,
        written: sequence(operation.items),
        edits: (written) => appendItems(document, operation.to, itemsOf(written)),
      };
    }
    case 'make-list': {
      const { start, end } = document.inFile(operation.of);
      return {
        id: `list ${start} ${end}`,
        // The list is around it.
        size: end - start + 1,
        written: sequence(operation.items),
        edits: (written) => becomeList(document, operation.of, itemsOf(written)),
      };
    }
    case 'add-members': {
      const { to, after, members } = operation;
      return {
        id: `members ${to.start} ${after}`,
        size: to.member.text.length,
        written: mapping(members),
        edits: (written) => insertMembers(document, to, after, entriesOf(written)),
      };
    }
    case 'add-to-section': {
      const { name, members } = operation;
      return {
        id: `section ${name}`,
        size: sectionNamed(file, name)?.member.text.length ?? document.text.length + (name === 'Parameters' ? 0 : 1),
        written: mapping(members),
        edits: (written) => insertIntoSection(document, file, name, 'Resources', entriesOf(written)),
      };
    }
  }
}

/** What two changes write in one place: what both write is written once, and collections hold what either has. */
export function merge(first: Written, second: Written): Written {
  if (first.kind === 'sequence' && second.kind === 'sequence') {
    const items = new Map([...first.items, ...second.items].map((item) => [JSON.stringify(item), item]));
    return sequence([...items.values()]);
  }
  if (first.kind !== 'mapping' || second.kind !== 'mapping') return first;
  const merged = new Map<string, WrittenEntry>();
  for (const each of [...first.entries, ...second.entries]) {
    const { key, value, comment } = each;
    const before = merged.get(key);
    merged.set(key, before ? entry(key, merge(before.value, value), before.comment ?? comment) : each);
  }
  return mapping([...merged.values()]);
}

function entriesOf(written: Written): readonly WrittenEntry[] {
  return written.kind === 'mapping' ? written.entries : [];
}

function itemsOf(written: Written): readonly Written[] {
  return written.kind === 'sequence' ? written.items : [];
}
