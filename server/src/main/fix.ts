import type { Report, ReportedFinding } from '../core/analyze';
import { preferredFix, safeFix } from '../core/fix-all';
import { isModuleFile } from '../core/source';
import type { Chosen } from './chosen';
import type { Done } from './fix-done';
import type { Left } from './fix-left';
import { type Fixer, type FixState, fixUnit, type Unit, untouched } from './fix-unit';
import type { Asked, Folder } from './folders';
import { type Judging, judgeAlone, judgeModule, type Looked, lookAt, readAlone, readModule, sumOf } from './judging';
import type { Writing } from './write-files';

export interface Fixing {
  readonly chosen: Chosen;
  /** Whether what creates something, costs something or decides something is done as well. */
  readonly unsafe: boolean;
  /** Whether nothing is written. */
  readonly dryRun: boolean;
}

/** What was done to files, or would be, and what is left. */
export interface Fixed extends Looked {
  readonly done: readonly Done[];
  readonly left: readonly Left[];
  readonly writings: readonly Writing[];
  /** A sentence for each file that could not be written. */
  readonly unwritten: readonly string[];
  /** A sentence for what is not as sure as it should be. */
  readonly doubts: readonly string[];
}

/** What one module is given changes what is found in others, which may have had their turn: so often at most. */
const mostRounds = 10;

/** Mends what is found in files and folders, in no file but those. */
export async function fix(paths: readonly string[], fixing: Fixing, workingFolder: string): Promise<Fixed> {
  const { chosen, unsafe, dryRun } = fixing;
  const { judging, folders, looked } = await lookAt(paths, chosen.settings, workingFolder);
  const { syntax } = judging;
  const choose = unsafe ? preferredFix : safeFix;
  const fixer: Fixer = {
    choose,
    dryRun,
    syntax,
    workingFolder,
    named: paths,
    writings: new Map(),
    pending: new Map(),
    unwritten: new Set(),
    doubts: new Set(),
  };
  const looks = [looked];
  const states = new Map<string, FixState>();
  // What was done elsewhere is to be told, whatever goes wrong here.
  const attempt = async (shown: string, work: () => Promise<boolean>) => {
    try {
      return await work();
    } catch (error) {
      fixer.unwritten.add(`${shown || './'} could not be fixed (${error}).`);
      return false;
    }
  };
  const fixModule = (folder: Folder) =>
    attempt(folder.shown, async () => {
      const unit = await openModule(folder, chosen, judging);
      if (!unit) return false;
      const state = await fixUnit(unit, states.get(folder.shown) ?? untouched, fixer);
      states.set(folder.shown, state);
      judging.library.put(state.changed);
      return state.changed.length > 0;
    });
  const fixAlone = (folder: Folder, name: string, how: Asked) =>
    attempt(folder.shown + name, async () => {
      const { unit, looked: look } = openAlone(folder, name, how, chosen, judging);
      looks.push(look);
      if (unit) states.set(folder.shown + name, await fixUnit(unit, untouched, fixer));
      return false;
    });
  let isChanged = false;
  for (const folder of folders) {
    if (await fixModule(folder)) isChanged = true;
    for (const [name, how] of folder.asked) if (!isModuleFile(name)) await fixAlone(folder, name, how);
  }
  for (let round = 1; isChanged && round < mostRounds; round++) {
    isChanged = false;
    for (const folder of folders) if (await fixModule(folder)) isChanged = true;
  }
  const sum = sumOf(looks);
  return {
    ...sum,
    doubts: [...fixer.doubts],
    done: [...states.values()].flatMap(({ done }) => done),
    left: [...states.values()].flatMap(({ left }) => left),
    writings: [...fixer.writings.values()],
    unwritten: [...fixer.unwritten],
  };
}

async function openModule(folder: Folder, { isChosen }: Chosen, judging: Judging): Promise<Unit | undefined> {
  const read = await readModule(folder, judging);
  const isAsked = (path: string) => folder.asked.has(path.slice(folder.shown.length));
  const isWanted = (finding: ReportedFinding) => isChosen(finding) && isAsked(finding.place.path);
  let report: Report | undefined;
  return (
    read && {
      ...read,
      isAsked,
      async find(sources) {
        report = await judgeModule(sources, judging, report);
        return report.findings.filter(isWanted);
      },
      sourceAt: judging.library.sourceAt,
    }
  );
}

function openAlone({ shown }: Folder, name: string, how: Asked, { isChosen }: Chosen, judging: Judging) {
  const { source, looked } = readAlone(shown, name, how, judging);
  let report: Report | undefined;
  const unit: Unit | undefined = source && {
    sources: [source],
    unread: [],
    isAsked: (path) => path === source.path,
    async find([file = source]) {
      report = judgeAlone(file, judging, report);
      return report.findings.filter(isChosen);
    },
    sourceAt: () => undefined,
  };
  return { unit, looked };
}
