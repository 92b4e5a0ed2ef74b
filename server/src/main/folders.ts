import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { isModuleFile, languageOf } from '../core/source';

/** A folder with Terraform files, or with files that may be templates. */
export interface Folder {
  /** Its path as the user would write it, with `/` between its parts and at its end. Empty for the working folder. */
  readonly shown: string;
  /** All Terraform files in it, sorted: one module. */
  readonly names: readonly string[];
  /** The files of YAML and JSON that the user asked about. */
  readonly templates: readonly string[];
  /** The Terraform files that the user asked about. */
  readonly asked: readonly string[];
}

export interface FoundFolders {
  readonly folders: readonly Folder[];
  /** A sentence for each path that leads nowhere. */
  readonly unread: readonly string[];
}

/** Finds the folders among and below the paths, each once, in the order of the paths and then of their names. */
export async function findFolders(paths: readonly string[], workingFolder: string): Promise<FoundFolders> {
  const folders = new Map<string, Folder>();
  const unread: string[] = [];
  const add = (folder: Folder) => {
    const known = folders.get(folder.shown);
    const asked = new Set([...(known?.asked ?? []), ...folder.asked]);
    const templates = [...new Set([...(known?.templates ?? []), ...folder.templates])].sort();
    folders.set(folder.shown, { ...folder, templates, asked: folder.names.filter((name) => asked.has(name)) });
  };
  for (const path of paths) {
    const kind = await kindOf(inFolder(workingFolder, path));
    if (kind === 'folder') {
      for await (const folder of walk(show(path), workingFolder, unread)) add(folder);
    } else if (kind === 'missing') {
      unread.push(`${path} does not exist.`);
    } else if (languageOf(basename(path)) === undefined) {
      unread.push(`${path} is not a Terraform file (.tf, .tofu) or template (.yaml, .yml, .json, .template).`);
    } else {
      const [shown, name] = [show(dirname(path)), basename(path)];
      const { names } = await list(shown, workingFolder, unread);
      const isModule = isModuleFile(name);
      add({ shown, names: names.filter(isModuleFile), templates: isModule ? [] : [name], asked: isModule ? [name] : [] });
    }
  }
  return { folders: [...folders.values()], unread };
}

async function* walk(shown: string, workingFolder: string, unread: string[]): AsyncGenerator<Folder> {
  const { names: all, below } = await list(shown, workingFolder, unread);
  const names = all.filter(isModuleFile);
  if (all.length > 0) yield { shown, names, templates: all.filter((name) => !isModuleFile(name)), asked: names };
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
    names: namesOf((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && languageOf(entry.name) !== undefined),
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
