import { sameItems } from './same';

/** Which Terraform folders call which, as told file by file. What is open wins over what is on disk. */
export interface CallGraph {
  /** No calls, and undefined, both take the file out. */
  readonly setOnDisk: (path: string, calls: FileCalls | undefined) => void;
  /** Undefined for a document that is no longer open. */
  readonly setOpen: (path: string, calls: FileCalls | undefined) => void;
  /** Whether there was something to forget. */
  readonly forgetOnDisk: (isGone: (path: string) => boolean) => boolean;
  /** Sorted; the same array as long as the callers are the same. */
  readonly callersOf: (folder: string) => readonly string[];
}

/** The folders that a file calls. */
export interface FileCalls {
  readonly folder: string;
  readonly called: readonly string[];
  /** Whether some text of it is being typed: a call that was there may still be. */
  readonly isUnfinished?: boolean;
}

const nobody: readonly string[] = [];

export function makeCallGraph(): CallGraph {
  const onDisk = new Map<string, FileCalls>();
  const open = new Map<string, FileCalls>();
  /** The folders of the callers by file, by the folder that they call. */
  const callers = new Map<string, Map<string, string>>();
  const given = new Map<string, readonly string[]>();
  /** The folders whose callers are still those that were given. */
  const unchanged = new Set<string>();

  const change = (path: string, put: () => void) => {
    const before = open.get(path) ?? onDisk.get(path);
    put();
    const after = open.get(path) ?? onDisk.get(path);
    if (before && after && before.folder === after.folder && sameItems(before.called, after.called)) return;
    for (const folder of before?.called ?? []) {
      unchanged.delete(folder);
      const files = callers.get(folder);
      files?.delete(path);
      if (files?.size === 0) callers.delete(folder);
    }
    for (const folder of after?.called ?? []) {
      unchanged.delete(folder);
      const files = callers.get(folder) ?? new Map<string, string>();
      callers.set(folder, files.set(path, after?.folder ?? ''));
    }
  };
  const set = (layer: Map<string, FileCalls>) => (path: string, calls: FileCalls | undefined) =>
    change(path, () => (calls ? layer.set(path, calls) : layer.delete(path)));
  const setOnDisk = set(onDisk);
  const setOpen = set(open);
  return {
    setOnDisk: (path, calls) => setOnDisk(path, calls && calls.called.length > 0 ? calls : undefined),
    setOpen(path, calls) {
      const before = calls?.isUnfinished ? (open.get(path) ?? onDisk.get(path)) : undefined;
      setOpen(path, calls && before ? { ...calls, called: [...new Set([...before.called, ...calls.called])] } : calls);
    },
    forgetOnDisk(isGone) {
      const gone = [...onDisk.keys()].filter(isGone);
      for (const path of gone) setOnDisk(path, undefined);
      return gone.length > 0;
    },
    callersOf(folder) {
      const before = given.get(folder);
      if (before && unchanged.has(folder)) return before;
      const files = callers.get(folder);
      if (!files) {
        given.delete(folder);
        return nobody;
      }
      const found = [...new Set(files.values())].sort();
      const callersNow = before && sameItems(before, found) ? before : found;
      given.set(folder, callersNow);
      unchanged.add(folder);
      return callersNow;
    },
  };
}
