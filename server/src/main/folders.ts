import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { isModuleFile } from '../lsp/uri';

/** A folder with Terraform files. */
export interface Folder {
  /** Its path as the user would write it, with `/` between its parts and at its end. Empty for the working folder. */
  readonly shown: string;
  /** All Terraform files in it, sorted: one module. */
  readonly names: readonly string[];
  /** Those of them that the user asked about. */
  readonly asked: readonly string[];
}

export interface FoundFolders {
  readonly folders: readonly Folder[];
  /** A sentence for each path that leads nowhere. */
  readonly unread: readonly string[];
}

/** Finds the Terraform folders among and below the paths, each once, in the order of the paths and then of their names. */
export async function findFolders(paths: readonly string[], workingFolder: string): Promise<FoundFolders> {
  const folders = new Map<string, Folder>();
  const unread: string[] = [];
  const add = (folder: Folder) => {
    const asked = new Set([...(folders.get(folder.shown)?.asked ?? []), ...folder.asked]);
    folders.set(folder.shown, { ...folder, asked: folder.names.filter((name) => asked.has(name)) });
  };
  for (const path of paths) {
    const kind = await kindOf(inFolder(workingFolder, path));
    if (kind === 'folder') {
      for await (const folder of walk(show(path), workingFolder, unread)) add(folder);
    } else if (kind === 'missing') {
      unread.push(`${path} does not exist.`);
    } else if (!isModuleFile(basename(path))) {
      unread.push(`${path} is not a Terraform file (.tf, .tofu).`);
    } else {
      const shown = show(dirname(path));
      const { names } = await list(shown, workingFolder, unread);
      add({ shown, names, asked: [basename(path)] });
    }
  }
  return { folders: [...folders.values()], unread };
}

async function* walk(shown: string, workingFolder: string, unread: string[]): AsyncGenerator<Folder> {
  const { names, below } = await list(shown, workingFolder, unread);
  if (names.length > 0) yield { shown, names, asked: names };
  for (const name of below) yield* walk(`${shown}${name}/`, workingFolder, unread);
}

interface Listing {
  readonly names: readonly string[];
  /** The folders to go into. Links are not followed: what they lead to is found where it is, and no walk goes in a circle. */
  readonly below: readonly string[];
}

async function list(shown: string, workingFolder: string, unread: string[]): Promise<Listing> {
  const entries = await readdir(inFolder(workingFolder, shown || '.'), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException): readonly Dirent[] => {
      unread.push(`${shown || '.'} cannot be read (${error.code}).`);
      return [];
    },
  );
  const namesOf = (is: (entry: Dirent) => boolean) =>
    entries
      .filter(is)
      .map(({ name }) => name)
      .sort();
  return {
    names: namesOf((entry) => !entry.isDirectory() && isModuleFile(entry.name)),
    below: namesOf((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules'),
  };
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'missing'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'missing';
  return found.isDirectory() ? 'folder' : 'file';
}

/** An absolute path stays one, so that what is printed can be found from where the user stands. */
export function inFolder(workingFolder: string, path: string): string {
  return isAbsolute(path) ? path : join(workingFolder, path);
}

function show(folder: string): string {
  const posix = normalize(folder).split(sep).join('/');
  return posix === '.' || posix === './' ? '' : posix.replace(/\/?$/, '/');
}
