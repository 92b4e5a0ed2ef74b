import { memoize } from '../../memory/lazy';
import { mayBecome } from '../../text/beginning';
import type { Span } from '../../text/span';

export type DataFormat = 'yaml' | 'json';

/** A file of YAML or JSON. Only its outline is made when it is read; everything below a member is made when asked for. */
export interface DataFile {
  readonly text: string;
  readonly format: DataFormat;
  /** The entries at the root of the (first) document. */
  readonly sections: readonly Section[];
}

/** A member and where its text starts in the file. The member itself knows no file, so it survives edits elsewhere. */
export interface PlacedMember {
  readonly start: number;
  readonly member: Member;
}

/** An entry at the root: `Resources`, `Parameters`. Its `member` is the whole of it. */
export interface Section extends PlacedMember {
  readonly name: string;
  /** In the file. */
  readonly nameSpan: Span;
  /** The entries, where the section is a mapping with entries of its own. A merge key is one of them. */
  readonly members: readonly PlacedMember[];
  /** The first words of lines among the members that do not read: what seems absent may be one of them. */
  readonly lost: readonly string[];
}

/** A piece of a file that reads on its own: an entry. All spans below it count from the start of its `text`. */
export interface Member {
  readonly name: string;
  readonly text: string;
  readonly nameSpan: Span;
  readonly entry: () => Entry;
  readonly value: () => Data;
  /** Whether some part of it does not read. Reads it. */
  readonly broken: () => boolean;
}

export interface Entry {
  readonly key: Data;
  readonly keyText: string;
  /** From the key to the end of the value. */
  readonly span: Span;
  /** Where the value stands in this entry: for an alias, the alias. */
  readonly valueSpan: Span;
  /** What the spans of this entry count from. The value's count from its own owner, which is another one where an alias led there. */
  readonly owner: Member;
  /** An absent value is a null with an empty span. An alias is the value that it stands for, the same object. */
  readonly value: Data;
}

export type Data = {
  /** With tag and anchor. */
  readonly span: Span;
  /** Without them. */
  readonly contentSpan: Span;
  /** As written: `!GetAtt`. */
  readonly tag: string | undefined;
  /** What the spans count from. Aliases and merge keys lead to other members. */
  readonly owner: Member;
} & (
  | {
      readonly kind: 'scalar';
      readonly value: string | number | boolean | null;
      /** The text as a string: decoded, but not taken for a number, a boolean or null. */
      readonly source: string;
      readonly style: ScalarStyle;
    }
  | {
      readonly kind: 'mapping';
      readonly style: CollectionStyle;
      /** Merged entries come first, each in its own owner. Of several with one key the last counts: see `entryNamed`. */
      readonly entries: readonly Entry[];
      /** The first words of lines in it that do not read: what seems absent may be one of them. */
      readonly lost: readonly string[];
    }
  | {
      readonly kind: 'sequence';
      readonly style: CollectionStyle;
      readonly items: readonly Data[];
      /** Whether some items do not read. */
      readonly broken: boolean;
    }
  /** What is being typed, or is wrong. */
  | { readonly kind: 'unreadable' }
);

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';
export type CollectionStyle = 'block' | 'flow';
export type Scalar = Extract<Data, { kind: 'scalar' }>;
export type Mapping = Extract<Data, { kind: 'mapping' }>;
export type Sequence = Extract<Data, { kind: 'sequence' }>;

/**
 * The entry with this key. Of several, the last: CloudFormation accepts duplicate keys in YAML and JSON, logical ids and properties
 * alike, and deploys the last one (github.com/aws-cloudformation/cfn-language-discussion/issues/96).
 */
export function entryNamed(mapping: Mapping, name: string): Entry | undefined {
  return mapping.entries.findLast(({ keyText }) => keyText === name);
}

/** An entry, or why there is none: `unsure` where it is being typed and the name may be among what does not read. */
export function findEntry(data: Data, name: string): Entry | 'absent' | 'unsure' {
  switch (data.kind) {
    case 'mapping':
      return entryNamed(data, name) ?? (mayBeAmong(data.lost, name) ? 'unsure' : 'absent');
    case 'scalar': {
      // Where a mapping is about to come, its first key without a colon yet is a plain scalar.
      const beginning = data.style === 'plain' && data.source !== '' && mayBecome(data.source, name);
      return beginning ? 'unsure' : 'absent';
    }
    case 'sequence':
      return 'absent';
    case 'unreadable':
      return 'unsure';
  }
}

/** The section that counts: of several with one name, the last. */
export function sectionNamed(file: DataFile, name: string): Section | undefined {
  return file.sections.findLast((section) => section.name === name);
}

/** Where the text of an owner starts in the file it belongs to. */
export function startOf(file: DataFile, owner: Member): number {
  return startsIn(file).get(owner) ?? 0;
}

const startsIn = memoize((file: DataFile): ReadonlyMap<Member, number> => {
  const placed = file.sections.flatMap((section): readonly PlacedMember[] => [section, ...section.members]);
  return new Map(placed.map(({ member, start }) => [member, start]));
});

function mayBeAmong(lost: readonly string[], name: string): boolean {
  return lost.some((word) => mayBecome(word, name));
}
