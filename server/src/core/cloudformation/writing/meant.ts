import {
  type Data,
  type DataFile,
  type Entry,
  type Mapping,
  type PlacedMember,
  type Section,
  sectionNamed,
} from '../../syntax/data/tree';
import { mapping, sequence, text, type Written, type WrittenEntry } from '../../syntax/data/written';
import { intrinsicOf } from '../intrinsic';
import { merge, type Operation } from './operation';

/**
 * Where a file that has been edited says something else than it did before, but for what the operations mean: the names that lead there, with
 * dots between them. Undefined where it says what is meant, and nothing else. Places, style and comments do not count.
 */
export function findUnmeant(before: DataFile, after: DataFile, operations: readonly Operation[]): string | undefined {
  const meant = intentionOf(before, operations);
  // What is the same object as before is not gone through, and there nothing has been done.
  return differenceOfFiles(before, after, meant) ?? leftUndone(meant);
}

/** What operations come to: the last word on what is different afterwards. */
interface Intention {
  /** Entries of mappings and items of sequences, by what they are added to. */
  readonly added: ReadonlyMap<Data, Written>;
  readonly members: ReadonlyMap<Section, Written>;
  /** By name. */
  readonly sections: ReadonlyMap<string, Written>;
  /** Values and keys. */
  readonly replaced: ReadonlyMap<Data, Written>;
  /** What comes after a value in the list that is made of it. */
  readonly listed: ReadonlyMap<Data, Written>;
  /** What has been compared: an alias leads to what others lead to as well. */
  readonly seen: Map<Data, Data>;
  readonly keys: Set<Data>;
}

function intentionOf(file: DataFile, operations: readonly Operation[]): Intention {
  const added = new Map<Data, Written>();
  const members = new Map<Section, Written>();
  const sections = new Map<string, Written>();
  const replaced = new Map<Data, Written>();
  const listed = new Map<Data, Written>();
  for (const operation of operations) {
    switch (operation.kind) {
      case 'add-entries':
        put(added, operation.to, mapping(operation.entries));
        break;
      case 'add-items':
        put(added, operation.to, sequence(operation.items));
        break;
      case 'make-list':
        put(listed, operation.of, sequence(operation.items));
        break;
      case 'add-members':
        put(members, operation.to, mapping(operation.members));
        break;
      case 'add-to-section': {
        const section = sectionNamed(file, operation.name);
        if (section) put(members, section, mapping(operation.members));
        else put(sections, operation.name, mapping(operation.members));
        break;
      }
      case 'replace':
        replaced.set(operation.what, operation.by);
        break;
    }
  }
  return { added, members, sections, replaced, listed, seen: new Map(), keys: new Set() };
}

function leftUndone({ added, replaced, listed, seen, keys }: Intention): string | undefined {
  const all = [...added.keys(), ...replaced.keys(), ...listed.keys()];
  const left = all.find((data) => !seen.has(data) && !keys.has(data));
  return left?.owner.name;
}

function put<K>(found: Map<K, Written>, key: K, written: Written): void {
  const known = found.get(key);
  // Of one value, `merge` leaves out what is there twice.
  found.set(key, merge(known ?? written, written));
}

function differenceOfFiles(before: DataFile, after: DataFile, meant: Intention): string | undefined {
  return differenceOfLists(
    before.sections,
    after.sections,
    [...meant.sections].map(([key, value]) => ({ key, value })),
    ({ name }) => name,
    (section, other) =>
      hasColon(before, section) && !hasColon(after, other) ? other.name : differenceOfSections(section, other, meant),
    (section, written) =>
      hasColon(after, section) && section.lost.length === 0 && isWritten(section.member.value(), written.value),
  );
}

/** Of a section that is being typed the colon is not there yet. */
function hasColon({ text }: DataFile, { nameSpan: { end } }: Section): boolean {
  return /^\s*:/.test(text.slice(end, end + 1000));
}

function differenceOfSections(before: Section, after: Section, meant: Intention): string | undefined {
  const written = meant.members.get(before);
  if (written && before.members.length === 0) {
    const value = before.member.value();
    const isEmpty = value.kind === 'mapping' ? value.entries.length === 0 : isNull(value);
    return isEmpty && isWritten(after.member.value(), written) ? undefined : before.name;
  }
  if (before.members.length === 0 || after.members.length === 0)
    return before.members.length === after.members.length
      ? within(before.name, difference(before.member.value(), after.member.value(), meant))
      : before.name;
  if (!areAlike(before.lost, after.lost)) return before.name;
  const differing = differenceOfLists(
    before.members,
    after.members,
    written?.kind === 'mapping' ? written.entries : [],
    ({ member }) => member.name,
    (one, other) => differenceOfMembers(one, other, meant),
    ({ member }, each) => !member.broken() && isWritten(member.value(), each.value),
  );
  return within(before.name, differing);
}

function differenceOfMembers(
  { member: before }: PlacedMember,
  { member: after }: PlacedMember,
  meant: Intention,
): string | undefined {
  if (before === after) return undefined;
  const different = differenceOfEntries(before.entry(), after.entry(), meant);
  return different ?? (after.broken() && !before.broken() ? before.name : undefined);
}

function differenceOfEntries(before: Entry, after: Entry, meant: Intention): string | undefined {
  const key = meant.replaced.get(before.key);
  meant.keys.add(before.key);
  const isKey = key ? key.kind === 'text' && key.text === after.keyText : before.keyText === after.keyText;
  return isKey ? within(before.keyText, difference(before.value, after.value, meant)) : before.keyText;
}

/** The names that lead to a difference; empty where it is the value itself. */
function difference(before: Data, after: Data, meant: Intention): string | undefined {
  if (before === after || meant.seen.get(before) === after) return undefined;
  meant.seen.set(before, after);
  const replacement = meant.replaced.get(before);
  if (replacement) return isWritten(after, replacement) ? undefined : '';
  const others = meant.listed.get(before);
  return others ? differenceOfFirst(before, after, others, meant) : differenceInside(before, after, meant);
}

/** Of a value and the list that is made of it, with these after it. */
function differenceOfFirst(before: Data, after: Data, others: Written, meant: Intention): string | undefined {
  if (after.kind !== 'sequence') return '';
  const [first, ...items] = after.items;
  return first && isWritten({ ...after, items }, others) ? differenceInside(before, first, meant) : '';
}

function differenceInside(before: Data, after: Data, meant: Intention): string | undefined {
  if (before.tag !== after.tag) return '';
  const added = meant.added.get(before);
  switch (before.kind) {
    case 'scalar': {
      const isSame = after.kind === 'scalar' && after.value === before.value && after.source === before.source;
      return isSame ? undefined : '';
    }
    case 'unreadable':
      return after.kind === 'unreadable' && sourceOf(before) === sourceOf(after) ? undefined : '';
    case 'sequence': {
      if (after.kind !== 'sequence' || after.broken !== before.broken) return '';
      const items = added?.kind === 'sequence' ? added.items : [];
      const { length } = before.items;
      if (after.items.length !== length + items.length) return '';
      for (const [index, item] of after.items.entries()) {
        const old = before.items[index];
        const written = items[index - length];
        const different = old ? difference(old, item, meant) : written && isWritten(item, written) ? undefined : '';
        if (different !== undefined) return within(String(index), different);
      }
      return undefined;
    }
    case 'mapping': {
      if (after.kind !== 'mapping' || !areAlike(before.lost, after.lost)) return '';
      const names = new Set(after.entries.map(({ keyText }) => keyText));
      const missing = before.entries.find(({ keyText, key }) => !names.has(keyText) && !meant.replaced.has(key));
      if (missing) return missing.keyText;
      return differenceOfLists(
        ownEntries(before),
        ownEntries(after),
        added?.kind === 'mapping' ? added.entries : [],
        ({ keyText }) => keyText,
        (one, other) => differenceOfEntries(one, other, meant),
        ({ value }, each) => isWritten(value, each.value),
      );
    }
  }
}

/** Those that stand in the mapping itself. What merge keys bring is compared where it is written. */
function ownEntries({ entries, owner, contentSpan }: Mapping): readonly Entry[] {
  return entries.filter(
    (entry) => entry.owner === owner && entry.span.start >= contentSpan.start && entry.span.end <= contentSpan.end,
  );
}

/** All of the one list has to be in the other, in its order; and beside it what is added, once, and nothing else. */
function differenceOfLists<T>(
  before: readonly T[],
  after: readonly T[],
  added: readonly WrittenEntry[],
  nameOf: (one: T) => string,
  compare: (before: T, after: T) => string | undefined,
  isAdded: (one: T, added: WrittenEntry) => boolean,
): string | undefined {
  const open = new Map(added.map((each) => [each.key, each]));
  let at = 0;
  for (const one of after) {
    const name = nameOf(one);
    const wanted = open.get(name);
    if (wanted && isAdded(one, wanted)) {
      open.delete(name);
      continue;
    }
    const old = before[at++];
    if (!old) return name;
    const different = compare(old, one);
    if (different === undefined) continue;
    return before.some((each) => nameOf(each) === name) ? different : name;
  }
  const missing = before[at];
  return missing ? nameOf(missing) : [...open.keys()][0];
}

/** Whether data says what was to be written, in whatever form. */
export function isWritten(data: Data, written: Written): boolean {
  switch (written.kind) {
    case 'text':
      return isPlain(data) && data.kind === 'scalar' && typeof data.value === 'string' && data.source === written.text;
    case 'bare':
      return isPlain(data) && data.kind === 'scalar' && data.style === 'plain' && data.source === written.source;
    case 'call': {
      const intrinsic = intrinsicOf(data);
      if (intrinsic?.name !== written.name) return false;
      const { argument } = intrinsic;
      const inside = argument === data ? { ...data, tag: undefined } : argument;
      return isWritten(inside, written.argument) || isAttribute(inside, written);
    }
    case 'mapping': {
      if (!isPlain(data) || data.kind !== 'mapping' || data.lost.length > 0) return false;
      const { entries } = data;
      return (
        entries.length === written.entries.length &&
        written.entries.every(({ key, value }, index) => {
          const entry = entries[index];
          return entry?.keyText === key && isWritten(entry.value, value);
        })
      );
    }
    case 'sequence': {
      if (!isPlain(data) || data.kind !== 'sequence' || data.broken) return false;
      const { items } = data;
      return (
        items.length === written.items.length &&
        written.items.every((item, index) => {
          const found = items[index];
          return found !== undefined && isWritten(found, item);
        })
      );
    }
  }
}

/** `GetAtt` takes `Key.Arn` and `[Key, Arn]`. */
function isAttribute(data: Data, { name, argument }: Extract<Written, { kind: 'call' }>): boolean {
  if (name !== 'GetAtt' || argument.kind !== 'text') return false;
  const [resource = '', ...attribute] = argument.text.split('.');
  return isWritten(data, sequence([text(resource), text(attribute.join('.'))]));
}

function isPlain({ tag }: Data): boolean {
  return tag === undefined;
}

function isNull(data: Data): boolean {
  return data.kind === 'scalar' && data.value === null;
}

function sourceOf({ owner, span }: Data): string {
  return owner.text.slice(span.start, span.end).trim();
}

function areAlike(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && before.every((word, index) => after[index] === word);
}

function within(name: string, inner: string | undefined): string | undefined {
  if (inner === undefined) return undefined;
  return inner === '' ? name : `${name}.${inner}`;
}
