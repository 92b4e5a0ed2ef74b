import { readSource, type SourceFile } from '../core/source';
import type { Syntax } from '../core/syntax/parser';
import { skimFile } from '../core/terraform/calls';
import { backgroundWork } from './background-work';
import { type FileCalls, makeCallGraph } from './call-graph';
import { limiter, mapLimited } from './limited';
import type { Platform } from './platform';
import { folderOf, isBelowAny, isCalling, isWithin, originOf, resolvePath, terraformLanguage } from './uri';
import { pauseAfter, walk } from './walk';

/** Who calls the module of a folder: of the Terraform files below the workspace folders, and of the open documents. */
export interface Callers {
  /** Undefined as long as not all are known; the same array as long as they are the same. */
  readonly of: (folder: string) => readonly string[] | undefined;
  /** What to wait for, if it will not take long, before `of` is asked about the folder. */
  readonly pending: (folder: string) => Promise<void> | undefined;
  /** Goes through the workspace folders; the second time and later does nothing. */
  readonly start: () => void;
  /** These files were changed, created or deleted on disk. */
  readonly filesChanged: (paths: readonly string[]) => void;
  /** These folders went away with all that is in them, or came from elsewhere. */
  readonly foldersDeleted: (folders: readonly string[]) => void;
  readonly foldersCreated: (folders: readonly string[]) => void;
  readonly workspaceChanged: (added: readonly string[], removed: readonly string[]) => void;
  readonly documentChanged: (path: string, source: () => SourceFile | undefined) => void;
}

/** What callers are looked for with. Folders are normalized URIs with `/` at their end. */
export interface CallersReader extends Pick<Platform, 'listFolder' | 'readFile'> {
  readonly folders: readonly string[];
  readonly syntax: Promise<Syntax>;
  readonly log: (error: unknown) => void;
  /** There may be an answer where there was none, or another one. */
  readonly onChanged: () => void;
}

/** Fewer than for what somebody waits for. */
const readsAtOnce = 8;

export function findCallers(reader: CallersReader): Callers {
  const graph = makeCallGraph();
  const roots = new Set(reader.folders);
  const changedDocuments = new Map<string, () => SourceFile | undefined>();
  const work = backgroundWork(reader.log, reader.onChanged);
  let isStarted = false;

  const isInWorkspace = (path: string) => [...roots].some((root) => isWithin(path, root));
  const { read, drop } = callsReader(reader, (path, calls) => {
    // A folder may leave the workspace while it is read.
    if (isInWorkspace(path)) graph.setOnDisk(path, calls);
  });
  const forget = (isGone: (path: string) => boolean) => {
    drop(isGone);
    if (graph.forgetOnDisk(isGone)) reader.onChanged();
  };
  const isReachable = (folder: string) => [...roots].some((root) => originOf(root) === originOf(folder));
  const oneByOne = limiter(1);
  const go = (folder: string) =>
    work.run(async (meet) => {
      await reader.syntax;
      await oneByOne(() => walk(folder, { ...reader, readsAtOnce, meet, read }));
    });
  const reread = (paths: readonly string[]) => work.run(async () => void (await mapLimited(readsAtOnce, paths, read)));
  const readDocuments = () => {
    for (const [path, sourceOf] of changedDocuments) {
      const source = sourceOf();
      graph.setOpen(path, source && callsOf(source));
    }
    changedDocuments.clear();
  };
  return {
    of(folder) {
      readDocuments();
      return work.isDoneOnce() || !isReachable(folder) ? graph.callersOf(folder) : undefined;
    },
    pending: (folder) => (isReachable(folder) ? work.soon() : undefined),
    start() {
      if (isStarted) return;
      isStarted = true;
      for (const root of roots) go(root);
      work.run(async () => {}); // with no folder to go through, that is all
    },
    filesChanged(paths) {
      const calling = paths.filter((path) => isCalling(path) && isInWorkspace(path));
      if (isStarted && calling.length > 0) reread(calling);
    },
    foldersDeleted(folders) {
      forget(isBelowAny(new Set(folders)));
    },
    foldersCreated(folders) {
      if (isStarted) for (const folder of folders) if (isInWorkspace(folder)) go(folder);
    },
    workspaceChanged(added, removed) {
      for (const root of removed) roots.delete(root);
      for (const root of added) roots.add(root);
      if (removed.length > 0) forget((path) => !isInWorkspace(path));
      if (isStarted) for (const root of added) go(root);
    },
    documentChanged: (path, source) => void changedDocuments.set(path, source),
  };
}

function callsOf(source: SourceFile): FileCalls {
  const { calls, isUnfinished } = skimFile(source, resolvePath);
  return { folder: source.folder, called: calls, isUnfinished };
}

interface CallsReader {
  /** Of two readings of a file the one that was begun last counts. */
  readonly read: (path: string) => Promise<void>;
  /** What has been begun of these files counts no more. */
  readonly drop: (isGone: (path: string) => boolean) => void;
}

/** Reads the calls of files, with pauses. */
function callsReader(
  { readFile, syntax, log }: CallersReader,
  tell: (path: string, calls: FileCalls) => void,
): CallsReader {
  const latest = new Map<string, symbol>();
  const pause = pauseAfter(200_000);
  const read = async (path: string) => {
    const mine = Symbol(path);
    latest.set(path, mine);
    const text = await readFile(path).catch(log);
    const [reading, language, folder] = [await syntax, terraformLanguage(path), folderOf(path)];
    if (latest.get(path) !== mine) return;
    latest.delete(path);
    if (!language || typeof text !== 'string' || !text.includes('module')) {
      tell(path, { folder, called: [] });
      return;
    }
    tell(path, callsOf(readSource(reading, { path, folder, language, text })));
    await pause(text.length);
  };
  return {
    read,
    drop(isGone) {
      for (const path of latest.keys()) if (isGone(path)) latest.delete(path);
    },
  };
}
