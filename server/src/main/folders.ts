import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { isModuleFile, languageOf } from '../core/source';
import { templateExtensions } from '../core/template-extensions';
import { mapLimited } from '../lsp/limited';
import { type Listing, noListing, readListing } from './listing';
import { inFolder, show } from './paths';

/** Whether the user named a file, or it was found in a folder that the user named. */
export type Asked = 'named' | 'found';

/** A folder with files to check. */
export interface Folder {
  /** Its path as the user would write it, with `/` between its parts and at its end. Empty for the working folder. */
  readonly shown: string;
  /** The names of all its Terraform files, sorted: they are judged together, whichever of them the user asked about. */
  readonly module: readonly string[];
  /** The files that the user asked about, by name. */
  readonly asked: ReadonlyMap<string, Asked>;
  /** A sentence for a folder that cannot be listed. */
  readonly unread: readonly string[];
}

export interface FoundFolders {
  readonly folders: readonly Folder[];
  /** A sentence for each path that leads to nothing that could be checked. */
  readonly unread: readonly string[];
}

/** Finds the folders among and below the paths, each once, in the order of the paths and then of their names. */
export async function findFolders(paths: readonly string[], workingFolder: string): Promise<FoundFolders> {
  const unread: string[] = [];
  const listings = new Map<string, Promise<Listing>>();
  const list = (shown: string) => {
    const listing = listings.get(shown) ?? readListing(shown, workingFolder);
    listings.set(shown, listing);
    return listing;
  };
  const found: Folder[] = [];
  for (const path of paths) {
    const [shown, name] = [show(dirname(path), workingFolder), basename(path)];
    const kind = await kindOf(inFolder(workingFolder, path));
    if (kind === 'folder') for (const folder of await walk(show(path, workingFolder), list)) found.push(folder);
    else if (kind === 'missing') unread.push(`${path} does not exist.`);
    else if (languageOf(name) === undefined) unread.push(`${path} is not ${readable}.`);
    else {
      const { module, unread: failed } = isModuleFile(name) ? await list(shown) : noListing;
      found.push({ shown, module, asked: new Map([[name, 'named']]), unread: failed });
    }
  }
  return { folders: merge(found), unread };
}

const templates = ['yaml', 'yml', 'json', ...templateExtensions].map((extension) => `.${extension}`).join(', ');
const readable = `a Terraform file (.tf, .tofu, .tf.json, .tofu.json) or a template (${templates})`;

const listedAtOnce = 16;

async function walk(shown: string, list: (shown: string) => Promise<Listing>): Promise<readonly Folder[]> {
  const { module, alone, below, unread } = await list(shown);
  const deeper = await mapLimited(listedAtOnce, below, (name) => walk(`${shown}${name}/`, list));
  const asked = new Map([...module, ...alone].map((name) => [name, 'found'] as const));
  return [...(asked.size + unread.length > 0 ? [{ shown, module, asked, unread }] : []), ...deeper.flat()];
}

/** A folder may be reached by more than one of the paths. */
function merge(found: readonly Folder[]): readonly Folder[] {
  const folders = new Map<string, Folder & { readonly asked: Map<string, Asked> }>();
  for (const folder of found) {
    const known = folders.get(folder.shown);
    const asked = known?.asked ?? new Map<string, Asked>();
    if (!known || known.module.length === 0) folders.set(folder.shown, { ...folder, asked });
    for (const [name, how] of folder.asked) if (asked.get(name) !== 'named') asked.set(name, how);
  }
  return [...folders.values()];
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'missing'> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'missing';
  return found.isDirectory() ? 'folder' : 'file';
}
