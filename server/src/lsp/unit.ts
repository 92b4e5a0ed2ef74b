import { analyze, type Report, type Settings } from '../core/analyze';
import { type FixAll, type FixedAll, fixAll, safeFix } from '../core/fix-all';
import { startMending } from '../core/mending';
import { secure } from '../core/secure';
import type { SourceFile } from '../core/source';
import type { Asked, Surroundings } from '../core/surroundings';
import type { Syntax } from '../core/syntax/parser';
import type { Folder } from './folder';
import { makeSequence } from './sequence';
import { noSettings } from './settings';

/** What is judged together, as long as documents of it are open. See `unitOf`. */
export interface Unit {
  readonly uri: string;
  /** Judges it as things are now, unless that has been done. */
  readonly judge: () => Judgement;
  /** What the latest report was made with. */
  readonly asked: () => Asked | undefined;
  readonly reloadSettings: () => void;
}

/** A judgement is final when nothing that it was made with is being read, or has not been. */
export type Judgement =
  | { readonly kind: 'final'; readonly snapshot: Snapshot }
  | { readonly kind: 'waiting'; readonly until: Promise<unknown> };

/** What is known of a unit at one moment. */
export interface Snapshot {
  readonly report: Report;
  /** The files of the unit. */
  readonly files: readonly SourceFile[];
  /** A file of the unit, or of the folders that it was judged with. */
  readonly file: (path: string) => SourceFile | undefined;
  /** Makes the preferred fixes of all that is found of a trail. */
  readonly secure: (trail: string, shell: MendingShell) => Promise<FixedAll>;
  /** Makes the safe fixes of all that is found in a file. */
  readonly fixAll: (path: string, shell: MendingShell) => Promise<FixedAll>;
}

export type MendingShell = Pick<FixAll, 'findObstacle' | 'findUnreadable' | 'isOver'>;

/** What a unit is judged with. */
export interface UnitReader {
  readonly syntax: Promise<Syntax>;
  readonly folder: Folder;
  readonly surroundings: Surroundings;
  /** Whether all that was asked for has been read, or is being read. */
  readonly has: (asked: Asked) => boolean;
  /** Starts reading what has not been read, and gives what is being read, whoever wanted it. */
  readonly fetch: (asked: Asked) => readonly Promise<void>[];
  readonly settingsFor: (uri: string) => Promise<Settings>;
  readonly log: (error: unknown) => void;
  readonly onSettings: () => void;
  /** The unit was judged anew. */
  readonly onJudged: () => void;
}

/**
 * So often something new may be asked for, and so much of it: links may make folders that lead to ever more folders, and nobody waits for
 * the end of them.
 */
const most = { rounds: 50, asked: 2000 };

export function openUnit(uri: string, reader: UnitReader): Unit {
  let settings = noSettings;
  let latest: Judged | undefined;
  const fetch = fetchWithin(uri, reader);
  const readingSettings = makeSequence(reader.log, reader.onSettings);
  const reloadSettings = () =>
    readingSettings.add(async () => {
      settings = await reader.settingsFor(uri);
    });
  reloadSettings();
  return {
    uri,
    reloadSettings,
    asked: () => latest?.report.asked,
    judge() {
      const loading = [reader.folder.loading(), readingSettings.underWay()].filter((one) => one !== undefined);
      if (loading.length > 0) return { kind: 'waiting', until: Promise.all(loading) };
      const files = reader.folder.files() ?? [];
      if (!latest || !isStillRight(latest, files, settings, reader.surroundings)) {
        latest = judge(files, settings, reader, latest?.report);
        reader.onJudged();
      }
      const more = fetch(latest.report.asked);
      return more.length > 0 ? { kind: 'waiting', until: Promise.all(more) } : { kind: 'final', snapshot: latest };
    },
  };
}

/** Fetches, and gives what to wait for, as long as there is an end in sight. */
function fetchWithin(uri: string, reader: UnitReader): UnitReader['fetch'] {
  let rounds = 0;
  const complain = once(() => reader.log(`${uri} leads to ever more folders: it is judged with those that were read.`));
  return (asked) => {
    if (!reader.has(asked)) {
      if (rounds >= most.rounds || asked.folders.size + asked.texts.size > most.asked) {
        complain();
        return [];
      }
      rounds++;
    }
    const loading = reader.fetch(asked);
    if (loading.length === 0) rounds = 0;
    return loading;
  };
}

/** A report with all that it was made with. */
interface Judged extends Snapshot {
  readonly settings: Settings;
  readonly folders: ReadonlyMap<string, readonly SourceFile[] | undefined>;
  readonly texts: ReadonlyMap<string, string | null | undefined>;
  readonly callers: ReadonlyMap<string, readonly string[] | undefined>;
}

function judge(
  files: readonly SourceFile[],
  settings: Settings,
  { surroundings, syntax, log }: UnitReader,
  before: Report | undefined,
): Judged {
  const report = analyze(files, settings, surroundings, before);
  const { asked } = report;
  const folders = valuesOf(asked.folders, surroundings.filesIn);
  let byPath: ReadonlyMap<string, SourceFile> | undefined;
  const mendingWith = async (shell: MendingShell) => {
    let latest = report;
    const find: FixAll['find'] = async (now) => {
      if (now !== files) await breathe();
      latest = now === files ? report : analyze(now, settings, surroundings, latest);
      return latest.findings;
    };
    return { ...shell, find, syntax: await syntax, onFault: log };
  };
  return {
    report,
    files,
    settings,
    folders,
    texts: valuesOf(asked.texts, surroundings.textOf),
    callers: valuesOf(asked.callers, surroundings.callersOf),
    secure: async (trail, shell) => secure(trail, startMending(files), await mendingWith(shell)),
    async fixAll(path, shell) {
      const mending = await mendingWith(shell);
      const find: FixAll['find'] = async (now) => (await mending.find(now)).filter(({ place }) => place.path === path);
      return fixAll(startMending(files), { ...mending, find, choose: safeFix });
    },
    file(path) {
      byPath ??= new Map(
        [...[...folders.values()].flatMap((found) => found ?? []), ...files].map((one) => [one.path, one]),
      );
      return byPath.get(path);
    },
  };
}

/** Lets what has come in meanwhile have its turn: that something is to end, too. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}

function valuesOf<T>(keys: ReadonlySet<string>, get: (key: string) => T): ReadonlyMap<string, T> {
  return new Map([...keys].map((key) => [key, get(key)]));
}

/** Nothing is ever told that it is outdated: what it was made with is still the same, or it is not. */
function isStillRight(
  judged: Judged,
  files: readonly SourceFile[],
  settings: Settings,
  { filesIn, textOf, callersOf }: Surroundings,
): boolean {
  return (
    judged.files === files &&
    judged.settings === settings &&
    areStill(judged.folders, filesIn) &&
    areStill(judged.texts, textOf) &&
    areStill(judged.callers, callersOf)
  );
}

function areStill<T>(values: ReadonlyMap<string, T>, get: (key: string) => T): boolean {
  for (const [key, value] of values) if (get(key) !== value) return false;
  return true;
}
