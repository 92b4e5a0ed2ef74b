import type { ReportedFinding } from '../core/analyze';
import { type FixedAll, fixAll } from '../core/fix-all';
import { type Choice, changedIn, editsOf, startMending } from '../core/mending';
import { render } from '../core/model/message';
import type { SourceFile } from '../core/source';
import type { Syntax } from '../core/syntax/parser';
import { type Done, type Made, madeIn, move, withLines, withLinesBefore } from './fix-done';
import { type Left, leftOf } from './fix-left';
import { obstacleFinder, unreadableFinder } from './fix-obstacles';
import { addPending, type Pending, type Places, placesOnDisk } from './fix-places';
import { inFolder } from './paths';
import { type Writing, writeFiles } from './write-files';

/** What is judged together. */
export interface Unit {
  readonly sources: readonly SourceFile[];
  /** A sentence for each file of it that could not be read. */
  readonly unread: readonly string[];
  readonly isAsked: (path: string) => boolean;
  /** What is found in the files that were asked about. */
  readonly find: (sources: readonly SourceFile[]) => Promise<readonly ReportedFinding[]>;
  /** Other files that findings may speak of. */
  readonly sourceAt: (path: string) => SourceFile | undefined;
}

/** What has become of it so far. */
export interface FixState {
  readonly tried: ReadonlySet<string>;
  /** Why findings are left, by name. */
  readonly obstacles: ReadonlyMap<string, string>;
  readonly made: readonly Made[];
  /** What was made, as the files are on disk. */
  readonly done: readonly Done[];
  readonly left: readonly Left[];
  /** The files that the last turn has changed. */
  readonly changed: readonly SourceFile[];
}

export interface Fixer {
  readonly choose: Choice;
  readonly dryRun: boolean;
  readonly syntax: Syntax;
  readonly workingFolder: string;
  /** The paths that the user named. */
  readonly named: readonly string[];
  /** What was written, or would be, by path. */
  readonly writings: Map<string, Writing>;
  /** What would be written. */
  readonly pending: Pending;
  /** A sentence for each file that could not be written. */
  readonly unwritten: Set<string>;
  /** A sentence for what is not as sure as it should be. */
  readonly doubts: Set<string>;
}

export const untouched: FixState = {
  tried: new Set(),
  obstacles: new Map(),
  made: [],
  done: [],
  left: [],
  changed: [],
};

/** All of the files are written, or none: what is in one may refer to what is in another. */
export async function fixUnit(unit: Unit, state: FixState, fixer: Fixer): Promise<FixState> {
  const { choose, syntax } = fixer;
  const fixed = await fixAll(startMending(unit.sources, state.tried), {
    find: unit.find,
    choose,
    findObstacle: obstacleFinder(unit, fixer),
    findUnreadable: unreadableFinder(fixer),
    syntax,
    onFault: (error, { finding, fix }) =>
      fixer.unwritten.add(`${finding.place.path}: "${render(fix.title)}" cannot be written (${error}).`),
  });
  const { mending } = fixed;
  const { tried } = mending;
  const obstacles = new Map([...state.obstacles, ...fixed.obstacles]);
  const writings = writingsOf(unit, fixed, fixer);
  const changed = changedIn(mending).map(({ after }) => after);
  const own = madeIn(fixed);
  const made = [...move(state.made, editsOf(mending)), ...own];
  // What is taken away leaves no place to go back from.
  const wouldBeDone = fixer.dryRun ? withLinesBefore(own, placesIn(unit.sources)) : [];
  if (fixer.dryRun) addPending(fixer.pending, mending);
  const places = placesIn(mending.files);
  const left = leftOf(fixed.findings, { ...places, obstacles, choose });
  const done = fixer.dryRun ? [...state.done, ...wouldBeDone] : withLines(made, places);
  // Last, so that nothing can go wrong between what is written and what is said of it.
  const failure = fixer.dryRun ? undefined : await writeFiles(writings);
  if (failure !== undefined) {
    fixer.unwritten.add(failure);
    for (const { name } of fixed.taken) obstacles.set(name, failure);
    const findings = await unit.find(unit.sources);
    return {
      ...state,
      tried,
      obstacles,
      left: leftOf(findings, { ...placesIn(unit.sources), obstacles, choose }),
      changed: [],
    };
  }
  for (const writing of writings) {
    const { before } = fixer.writings.get(writing.path) ?? writing;
    fixer.writings.set(writing.path, { ...writing, before });
  }
  return { tried, obstacles, made, done, left, changed };

  function placesIn(sources: readonly SourceFile[]): Places {
    const byPath = new Map(sources.map((source) => [source.path, source]));
    return placesOnDisk((path) => byPath.get(path) ?? unit.sourceAt(path), fixer.pending);
  }
}

function writingsOf({ sources }: Unit, { mending }: FixedAll, { workingFolder }: Fixer): readonly Writing[] {
  return sources.flatMap(({ path, text }) => {
    const after = mending.files.find((file) => file.path === path)?.text ?? text;
    return after === text ? [] : [{ path: inFolder(workingFolder, path), shown: path, before: text, after }];
  });
}
