import { isModuleFile, languageOf, readSource, type SourceFile } from '../core/source';
import type { Syntax } from '../core/syntax/parser';
import type { Platform } from './platform';
import { sameItems } from './same';
import { makeSequence } from './sequence';
import { fileIn } from './uri';

/** The files of a unit (see `unitOf`) as they are on disk, with the open documents in place of theirs. */
export interface Folder {
  readonly uri: string;
  /** Undefined until they have been read; the same array as long as none of them changes. */
  readonly files: () => readonly SourceFile[] | undefined;
  /** The file as it was last read from disk. */
  readonly onDisk: (path: string) => SourceFile | undefined;
  /** Whether something is being read: until that is done nothing may be said about the folder. */
  readonly loading: () => Promise<void> | undefined;
  /** Reads the whole folder again. */
  readonly reload: () => void;
  /** Reads these files again, or forgets them where they are gone. */
  readonly reread: (paths: readonly string[]) => void;
  /** Documents in the folder were opened, changed or closed. */
  readonly documentsChanged: () => void;
}

/** What a folder is read with. */
export interface FolderReader extends Pick<Platform, 'listFolder' | 'readFile'> {
  readonly syntax: Promise<Syntax>;
  /** The open documents of the unit, read. */
  readonly openIn: (unit: string) => readonly SourceFile[];
  /** Whether the file is open: then its text on disk does not matter until it is closed. */
  readonly isOpen: (path: string) => boolean;
  readonly log: (error: unknown) => void;
  /** Something was read, and nothing more is to be read. */
  readonly onLoaded: (folder: Folder) => void;
}

/** A folder that starts being read. */
export function loadFolder(uri: string, reader: FolderReader): Folder {
  let disk = new Map<string, SourceFile>();
  let current: readonly SourceFile[] | undefined;
  let isOutdated = false;
  const reading = makeSequence(reader.log, () => reader.onLoaded(folder));
  const readInto = async (files: Map<string, SourceFile>, paths: readonly string[]) => {
    const found = await Promise.all(paths.map((path) => readFile(path, uri, disk.get(path), reader)));
    for (const [index, path] of paths.entries()) {
      const file = found[index];
      if (file) files.set(path, file);
      else files.delete(path);
    }
    isOutdated = true;
  };
  const folder: Folder = {
    uri,
    files() {
      if (!current || !isOutdated) return current;
      isOutdated = false;
      const opened = reader.openIn(uri).map((source) => [source.path, source] as const);
      const next = [...new Map([...disk, ...opened]).values()];
      if (!sameItems(current, next)) current = next;
      return current;
    },
    onDisk: (path) => disk.get(path),
    loading: reading.underWay,
    reload: () =>
      reading.add(async () => {
        const files = new Map<string, SourceFile>();
        await readInto(files, await filesOf(uri, reader));
        disk = files;
        isOutdated = true;
        current ??= [];
      }),
    reread: (paths) => reading.add(() => readInto(disk, paths)),
    documentsChanged() {
      isOutdated = true;
    },
  };
  folder.reload();
  return folder;
}

/** What stands alone has no files but its document. */
async function filesOf(uri: string, { listFolder, syntax, log }: FolderReader): Promise<readonly string[]> {
  await syntax; // nothing can be said before
  if (!uri.endsWith('/')) return [];
  const listing = await listFolder(uri).catch(log);
  return (listing?.files ?? []).filter(isModuleFile).map((name) => fileIn(uri, name));
}

async function readFile(
  path: string,
  folder: string,
  previous: SourceFile | undefined,
  reader: FolderReader,
): Promise<SourceFile | undefined> {
  const language = languageOf(path);
  if (!language || reader.isOpen(path)) return previous;
  const text = await reader.readFile(path).catch(reader.log);
  if (typeof text !== 'string') return undefined;
  return readSource(await reader.syntax, { path, folder, language, text }, previous);
}
