import type { Settings } from '../core/analyze';
import { isModuleFile, languageOf, readSource, type SourceFile } from '../core/source';
import type { Syntax } from '../core/syntax/parser';
import { mapLimited } from './limited';
import type { Platform } from './platform';
import { noSettings } from './settings';
import { fileIn } from './uri';

/** What is judged together, as it is on disk. See `unitOf`. */
export interface Unit {
  readonly uri: string;
  /** By normalized URI, in the order of the folder's listing. Files that are open may be missing or out of date. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly settings: Settings;
  /** Whether something is being read: until that is done nothing may be said about the unit. */
  readonly loading: Promise<void> | undefined;
  /** Reads the whole folder again. */
  readonly reload: () => void;
  /** Reads these files again, or forgets them where they are gone. */
  readonly reread: (paths: readonly string[]) => void;
  readonly reloadSettings: () => void;
}

/** What a unit is loaded with. */
export interface Loader extends Pick<Platform, 'listFolder' | 'readFile'> {
  readonly syntax: Promise<Syntax>;
  readonly settingsFor: (uri: string) => Promise<Settings>;
  /** Whether the file is open: then its text on disk does not matter until it is closed. */
  readonly isOpen: (path: string) => boolean;
  readonly log: (error: unknown) => void;
  /** Something was read, and nothing more is to be read. */
  readonly onLoaded: (unit: Unit) => void;
}

const readsAtOnce = 32;

/** A unit whose folder starts being read. What is asked of it is done one after the other, so that the last word is the newest. */
export function loadUnit(uri: string, loader: Loader): Unit {
  let files = new Map<string, SourceFile>();
  let settings = noSettings;
  let loading: Promise<void> | undefined;

  const enqueue = (work: () => Promise<void>) => {
    const current: Promise<void> = (loading ?? Promise.resolve())
      .then(work)
      .catch(loader.log)
      .then(() => {
        if (loading !== current) return;
        loading = undefined;
        loader.onLoaded(unit);
      });
    loading = current;
  };
  const read = async (path: string): Promise<SourceFile | undefined> => {
    const language = languageOf(path);
    if (!language || loader.isOpen(path)) return files.get(path);
    const text = await loader.readFile(path).catch(loader.log);
    return typeof text === 'string'
      ? readSource(await loader.syntax, { path, folder: uri, language, text }, files.get(path))
      : undefined;
  };
  const readFolder = async () => {
    const names = uri.endsWith('/') ? await loader.listFolder(uri) : [];
    const found = await mapLimited(readsAtOnce, names.filter(isModuleFile), (name) => read(fileIn(uri, name)));
    files = new Map(found.flatMap((file) => (file ? [[file.path, file]] : [])));
  };
  const readSettings = async () => {
    settings = await loader.settingsFor(uri);
  };
  const unit: Unit = {
    uri,
    get files() {
      return files;
    },
    get settings() {
      return settings;
    },
    get loading() {
      return loading;
    },
    reload: () => enqueue(readFolder),
    reread: (paths) =>
      enqueue(async () => {
        const found = await mapLimited(readsAtOnce, paths, read);
        for (const [index, path] of paths.entries()) {
          const file = found[index];
          if (file) files.set(path, file);
          else files.delete(path);
        }
      }),
    reloadSettings: () => enqueue(readSettings),
  };
  enqueue(async () => {
    await Promise.all([readSettings(), readFolder()]);
  });
  return unit;
}
