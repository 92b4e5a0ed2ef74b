import type { Asked } from '../core/surroundings';
import { type Folder, type FolderReader, loadFolder } from './folder';
import { limiter } from './limited';
import { type LoadedText, loadText, type TextReader } from './text';
import { isBelowAny, unitOf } from './uri';

/** What has been read from disk: the folders and texts that an open unit is, or was judged with. */
export interface Library {
  readonly folder: (uri: string) => Folder | undefined;
  readonly text: (path: string) => LoadedText | undefined;
  readonly openFolder: (uri: string) => Folder;
  /** Whether all of it has been read, or is being read. */
  readonly has: (asked: Wanted) => boolean;
  /** Starts reading what has not been read, and gives what is being read. */
  readonly fetch: (asked: Wanted) => readonly Promise<void>[];
  /** Forgets what is not wanted, but for some folders that may be wanted again at the next keystroke. */
  readonly keep: (wanted: Wanted, spare: number) => void;
  readonly filesChanged: (paths: readonly string[]) => void;
  /** These folders, or folders above them, went away or came from elsewhere. */
  readonly foldersChanged: (folders: readonly string[]) => void;
}

export type Wanted = Pick<Asked, 'folders' | 'texts'>;

/** What a library reads with. */
export interface LibraryReader
  extends Omit<FolderReader, 'onLoaded'>,
    Omit<TextReader, 'onLoaded' | 'readFile' | 'log'> {
  /** Something was read. */
  readonly onLoaded: () => void;
  /** A folder, with `/` at its end, or a file is wanted from now on, or no more. */
  readonly onWanted: (uri: string) => void;
  readonly onForgotten: (uri: string) => void;
}

const readsAtOnce = 32;

export function openLibrary(reader: LibraryReader): Library {
  const folders = new Map<string, Folder>();
  const texts = new Map<string, LoadedText>();
  const patient = withFewReads(reader);

  const openFolder = (uri: string): Folder => {
    const onLoaded = (folder: Folder) => folders.get(uri) === folder && reader.onLoaded();
    return wanted(folders, uri, () => loadFolder(uri, { ...patient, onLoaded }), uri.endsWith('/'));
  };
  const openText = (path: string): LoadedText => {
    const onLoaded = () => texts.has(path) && reader.onLoaded();
    return wanted(texts, path, () => loadText(path, { ...patient, onLoaded }), true);
  };
  function wanted<T>(known: Map<string, T>, uri: string, load: () => T, isOnDisk: boolean): T {
    const found = known.get(uri);
    if (found) return found;
    const loaded = load();
    known.set(uri, loaded);
    if (isOnDisk) reader.onWanted(uri); // what stands alone is as it is in the editor
    return loaded;
  }
  function forget<T>(known: Map<string, T>, wantedOnes: ReadonlySet<string>, spare: number): void {
    const unwanted = [...known.keys()].filter((uri) => !wantedOnes.has(uri));
    for (const uri of unwanted.slice(0, Math.max(0, unwanted.length - spare))) {
      known.delete(uri);
      reader.onForgotten(uri);
    }
  }
  return {
    openFolder,
    folder: (uri) => folders.get(uri),
    text: (path) => texts.get(path),
    has: (asked) =>
      [...asked.folders].every((uri) => folders.has(uri)) &&
      [...asked.texts].every((path) => texts.has(path) || reader.isOpen(path)),
    fetch(asked) {
      const closed = [...asked.texts].filter((path) => !reader.isOpen(path));
      return [...[...asked.folders].map(openFolder), ...closed.map(openText)].flatMap(
        (loaded) => loaded.loading() ?? [],
      );
    },
    keep(asked, spare) {
      forget(folders, asked.folders, spare);
      forget(texts, asked.texts, 0);
    },
    filesChanged(paths) {
      for (const path of paths) texts.get(path)?.reload();
      for (const [uri, inFolder] of byUnit(paths)) folders.get(uri)?.reread(inFolder);
    },
    foldersChanged(changed) {
      const isChanged = isBelowAny(new Set(changed));
      for (const [uri, folder] of folders) if (isChanged(uri)) folder.reload();
      for (const [path, text] of texts) if (isChanged(path)) text.reload();
    },
  };
}

/** What a module of many folders needs is not all read at once. */
function withFewReads<T extends Pick<LibraryReader, 'listFolder' | 'readFile' | 'sizeOf'>>(reader: T): T {
  const limited = limiter(readsAtOnce);
  return {
    ...reader,
    listFolder: (uri: string) => limited(() => reader.listFolder(uri)),
    readFile: (uri: string) => limited(() => reader.readFile(uri)),
    sizeOf: (uri: string) => limited(() => reader.sizeOf(uri)),
  };
}

function byUnit(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const units = new Map<string, string[]>();
  for (const path of paths) units.set(unitOf(path), [...(units.get(unitOf(path)) ?? []), path]);
  return units;
}
