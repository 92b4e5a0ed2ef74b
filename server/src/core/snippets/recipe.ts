import type { ResourceBlueprint } from '../blueprints/resources';
import type { Change } from '../model/change';

/** What a snippet consists of, whatever language it is in: resources, and the changes that a fix would make of them. */
export interface Recipe {
  /** Unique among the snippets. */
  readonly title: string;
  /** What one types to find it. Unique among the snippets. */
  readonly prefixes: readonly string[];
  /** What one types to find it as a template of its own. */
  readonly templatePrefix?: string;
  /** A sentence or two. */
  readonly description: string;
  readonly resources: readonly ResourceBlueprint[];
  /** Those of them that are elsewhere: only what the changes make of them is inserted, under names that are to be filled in. */
  readonly elsewhere: readonly ResourceBlueprint['kind'][];
  /** Whether it speaks of nothing that has to be there. */
  readonly standsAlone: boolean;
  readonly changes: (names: RecipeNames) => readonly Change[];
  /** In the order in which one decides. What is not in the text of a language is not asked for there. */
  readonly stops: readonly Stop[];
}

/** Addresses or logical ids. */
export interface RecipeNames extends Readonly<Record<ResourceBlueprint['kind'], string>> {
  /** A key that is elsewhere. */
  readonly key: string;
}

/** What is to be decided. */
export type Stop =
  /** A name, wherever its mark stands. The mark itself is what it is at first, unless something else is given. */
  | { readonly mark: string; readonly initial?: InLanguage }
  /** The value of a setting: what is written, or one of the others. */
  | { readonly setting: InLanguage; readonly others: readonly string[] };

export interface InLanguage {
  readonly terraform: string;
  readonly cloudformation: string;
}

/** What stands for a name until the text is made. Nothing else in the text contains one of them, and each is a name of its kind. */
export const marks = {
  trail: 'management-events',
  /** The names of several trails. As short as what it stands for: what fits on a line depends on it. */
  trails: '@*',
  store: 'management-event-store',
  namePrefix: 'cloudtrail-logs-',
  accessLog: 'my-access-logs',
  /** A label, or a logical id. */
  bucket: 'MarkedBucket',
  key: 'MarkedKey',
  /** Of an organization, where nothing looks it up. */
  organization: 'o-exampleorgid',
} as const;
