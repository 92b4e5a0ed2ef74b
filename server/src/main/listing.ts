import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isModuleFile, languageOf } from '../core/source';
import { inFolder } from './paths';

/** The names in a folder that matter, sorted. */
export interface Listing {
  readonly module: readonly string[];
  readonly alone: readonly string[];
  /** The folders to go into. Links are not followed: what they lead to is found where it is, and no walk goes in a circle. */
  readonly below: readonly string[];
  readonly unread: readonly string[];
}

export const noListing: Listing = { module: [], alone: [], below: [], unread: [] };

export async function readListing(shown: string, workingFolder: string): Promise<Listing> {
  const entries = await readdir(inFolder(workingFolder, shown || '.'), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (entries instanceof Error) return { ...noListing, unread: [`${shown || '.'} cannot be read (${entries.code}).`] };
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const namesOf = (is: (entry: Dirent) => boolean) =>
    visible
      .filter(is)
      .map(({ name }) => name)
      .sort();
  // A pipe with the name of a file would be waited for.
  const files = namesOf((entry) => (entry.isFile() || entry.isSymbolicLink()) && languageOf(entry.name) !== undefined);
  return {
    module: files.filter(isModuleFile),
    alone: files.filter((name) => !isModuleFile(name)),
    below: namesOf((entry) => entry.isDirectory() && entry.name !== 'node_modules'),
    unread: [],
  };
}
