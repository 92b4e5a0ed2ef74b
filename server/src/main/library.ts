import { access } from 'node:fs/promises';
import { languageOf, readSource, type SourceFile } from '../core/source';
import type { Asked, Surroundings } from '../core/surroundings';
import type { Syntax } from '../core/syntax/parser';
import { type Skimmed, skimFile } from '../core/terraform/calls';
import { installedModules } from '../core/terraform/module-source';
import { today } from '../lsp/today';
import { readListing } from './listing';
import { inFolder, show } from './paths';
import { readOther, readText } from './read-text';

/** The Terraform folders that a check has to do with. */
export interface Library {
  readonly surroundings: Surroundings;
  /** Reads a folder of those that are checked, and remembers no more than whom it calls and whether it has a trail or an event data store. */
  readonly skim: (shown: string, names: readonly string[]) => ReadFolder;
  /** Whether there may be something to find in the folder: a trail or an event data store in it or in a module that it calls, or what ignores none. */
  readonly matters: (shown: string) => Promise<boolean>;
  /** The files of a folder, of these names or all that there are. They are kept. */
  readonly folder: (shown: string, names?: readonly string[]) => Promise<ReadFolder>;
  /** Reads what was asked for and is not there. Whether there was something to read. */
  readonly fetch: (asked: Asked) => Promise<boolean>;
  readonly sourceAt: (path: string) => SourceFile | undefined;
  /** From now on these files of folders that are kept are as given. */
  readonly put: (changed: readonly SourceFile[]) => void;
}

export interface ReadFolder {
  readonly sources: readonly SourceFile[];
  /** A sentence for each file that cannot be read. */
  readonly unread: readonly string[];
}

/** What is remembered of a folder that has been skimmed. */
type Remembered = Omit<Skimmed, 'isUnfinished'>;

export function openLibrary(syntax: Syntax, workingFolder: string): Library {
  const folders = new Map<string, ReadFolder>();
  const texts = new Map<string, string | null | undefined>();
  const sources = new Map<string, SourceFile>();
  const skimmed = new Map<string, Remembered>();
  const callers = new Map<string, Set<string>>();
  const ignoring = new Set<string>();
  const resolve = (folder: string, path: string) => resolvePath(folder, path, workingFolder);

  const read = (shown: string, names: readonly string[]): ReadFolder => {
    const found = names.map((name) => {
      const text = readText(inFolder(workingFolder, shown + name));
      return typeof text === 'string' ? sourceOf(shown, name, text, syntax) : `${shown}${name} ${text.why}.`;
    });
    return {
      sources: found.filter((one) => typeof one !== 'string'),
      unread: found.filter((one) => typeof one === 'string'),
    };
  };
  const folder: Library['folder'] = async (shown, names) => {
    const known = folders.get(shown);
    if (known) return known;
    const found = read(shown, names ?? (await readListing(shown, workingFolder)).module);
    folders.set(shown, found);
    for (const source of found.sources) sources.set(source.path, source);
    return found;
  };
  // What is not skimmed may declare one.
  const reachesRecorder = reacher(skimmed, (folder) => folder?.declaresRecorder ?? true);
  const reachesFetched = reacher(skimmed, (folder) => folder?.callsFetched ?? false);
  return {
    folder,
    matters: async (shown) =>
      ignoring.has(shown) ||
      reachesRecorder(shown) ||
      (reachesFetched(shown) && exists(inFolder(workingFolder, shown + installedModules))),
    surroundings: {
      resolve,
      filesIn: (shown) => folders.get(shown)?.sources,
      textOf: (path) => texts.get(path),
      callersOf: (shown) => [...(callers.get(shown) ?? [])],
      today,
      hasNoRecorder: (shown) => !reachesRecorder(shown) && !reachesFetched(shown),
    },
    skim(shown, names) {
      const found = read(shown, names);
      const files = found.sources.map((source) => skimFile(source, resolve));
      const calls = new Set(files.flatMap((file) => file.calls));
      if (found.sources.some(({ text }) => text.includes('trailseal:ignore'))) ignoring.add(shown);
      skimmed.set(shown, {
        calls: [...calls],
        callsFetched: files.some(({ callsFetched }) => callsFetched),
        declaresRecorder: files.some(({ declaresRecorder }) => declaresRecorder),
      });
      for (const called of calls) {
        const known = callers.get(called);
        if (known) known.add(shown);
        else callers.set(called, new Set([shown]));
      }
      return found;
    },
    async fetch(asked) {
      const missing = [...asked.folders].filter((shown) => !folders.has(shown));
      const unknown = [...asked.texts].filter((path) => !texts.has(path));
      for (const shown of missing) await folder(shown);
      for (const path of unknown) texts.set(path, readOther(inFolder(workingFolder, path)));
      return missing.length + unknown.length > 0;
    },
    sourceAt: (path) => sources.get(path),
    put(changed) {
      for (const source of changed) {
        const known = folders.get(source.folder);
        if (!known) continue;
        const now = known.sources.map((each) => (each.path === source.path ? source : each));
        folders.set(source.folder, { ...known, sources: now });
        sources.set(source.path, source);
      }
    },
  };
}

/** Whether something holds for a folder, or for one that is called from there. */
function reacher(
  skimmed: ReadonlyMap<string, Remembered>,
  holds: (folder: Remembered | undefined) => boolean,
): (shown: string) => boolean {
  const known = new Map<string, boolean>();
  const reaches = (shown: string): boolean => {
    const found = known.get(shown);
    if (found !== undefined) return found;
    known.set(shown, false); // modules that call each other in a circle
    const folder = skimmed.get(shown);
    const does = holds(folder) || folder?.calls.some(reaches) === true;
    known.set(shown, does);
    return does;
  };
  return reaches;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

export function sourceOf(folder: string, name: string, text: string, syntax: Syntax): SourceFile {
  // Only files whose name says what they are get here.
  const language = languageOf(name, undefined, text) ?? 'terraform';
  return readSource(syntax, { path: folder + name, folder, language, text });
}

function resolvePath(folder: string, path: string, workingFolder: string): string {
  const shown = show(folder + path, workingFolder);
  return path.endsWith('/') ? shown : shown.replace(/\/$/, '');
}
