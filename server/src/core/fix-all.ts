import type { OfferedFix, ReportedFinding } from './analyze';
import { type Changed, type Choice, changedIn, leave, type Mending, nextStep, type Step, take } from './mending';
import { render } from './model/message';
import { hasOpenings, rereadWith, type SourceFile } from './source';
import type { Syntax } from './syntax/parser';
import { firstUnread } from './unread';

/** What all findings are mended with. */
export interface FixAll {
  /** What is to be mended in the files as they are now. */
  readonly find: (files: readonly SourceFile[]) => Promise<readonly ReportedFinding[]>;
  readonly choose: Choice;
  /** Why a fix may not be made, which is then left; undefined where it may. */
  readonly findObstacle: (step: Step) => Promise<string | undefined>;
  /**
   * Why a file may not be left as it is, which takes long to say: it is asked when all is done, and only where there is something to say of that, of
   * each step by itself.
   */
  readonly findUnreadable?: (changed: Changed, step?: Step) => Promise<string | undefined>;
  readonly syntax: Syntax;
  /** Hears of a fix that cannot be written: a fault of ours, and no reason to stop. */
  readonly onFault?: (error: unknown, step: Step) => void;
  /** Whether nobody waits for it any more: then it ends with what it has. */
  readonly isOver?: () => boolean;
}

export interface FixedAll {
  readonly mending: Mending;
  readonly taken: readonly Step[];
  /** Why a finding was left, by its name. See `namesOf`. */
  readonly obstacles: ReadonlyMap<string, string>;
  readonly findings: readonly ReportedFinding[];
}

/** Makes the chosen fix of each finding, until no finding is left that has one and has not had its turn. */
export async function fixAll(start: Mending, fixing: FixAll): Promise<FixedAll> {
  const { findObstacle, findUnreadable, isOver } = fixing;
  const fixed = await fixEach(start, fixing);
  if (!findUnreadable || isOver?.() || (await firstOf(changedIn(fixed.mending), findUnreadable)) === undefined)
    return fixed;
  return fixEach(start, {
    ...fixing,
    findObstacle: async (step) =>
      (await findObstacle(step)) ?? (await firstOf(step.changed, (changed) => findUnreadable(changed, step))),
  });
}

async function firstOf(
  changed: readonly Changed[],
  find: (changed: Changed) => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const each of changed) {
    const found = await find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function fixEach(start: Mending, fixing: FixAll): Promise<FixedAll> {
  const { find, choose, syntax, isOver = () => false } = fixing;
  let mending = start;
  let findings = await find(start.files);
  const taken: Step[] = [];
  const obstacles = new Map<string, string>();
  for (;;) {
    const next = nextStep(mending, findings, choose, syntax);
    const { step } = next;
    if (!step || isOver()) return { mending: next.mending, taken, obstacles, findings };
    const obstacle = await obstacleOf(step, fixing);
    if (obstacle === undefined) {
      taken.push(step);
      mending = take(next.mending, step);
      findings = await find(mending.files);
    } else {
      obstacles.set(step.name, obstacle);
      mending = leave(next.mending, step);
    }
  }
}

/** Said of a fix that fails to be written. */
export const unwritable = 'It cannot be written.';

async function obstacleOf(
  step: Step,
  { findObstacle, syntax, onFault }: Pick<FixAll, 'findObstacle' | 'syntax' | 'onFault'>,
): Promise<string | undefined> {
  const { fault, mistake } = step.fault ? { ...step, mistake: undefined } : mistakeOf(step, syntax);
  if (fault) {
    onFault?.(fault.error, step);
    return unwritable;
  }
  return mistake ?? openIn(step) ?? (await findObstacle(step));
}

function openIn({ changed }: Step): string | undefined {
  const open = changed.find(({ before }) => isOpen(before));
  return open && `${open.before.path} does not read as it is.`;
}

/**
 * In a file with an open brace nobody can tell where a step ends, and the next one may get into it. Of a trail in a template that reads in part
 * only, such as one that a template engine is to make, nobody knows what else is in it.
 */
export function isOpen(file: SourceFile): boolean {
  const isTemplate = file.language === 'yaml' || file.language === 'json';
  return hasOpenings(file) || (isTemplate && firstUnread(file) !== undefined);
}

function mistakeOf({ fix }: Step, syntax: Syntax): Pick<Step, 'fault'> & { readonly mistake: string | undefined } {
  try {
    const mistake = fix.mistake?.(rereadWith(syntax));
    return { mistake: mistake && `It would ${render(mistake.effect)}, in ${mistake.path}.`, fault: undefined };
  } catch (error) {
    return { mistake: undefined, fault: { error } };
  }
}

/** What most people want. */
export function preferredFix(finding: ReportedFinding): OfferedFix | undefined {
  return finding.fixes().find(({ preferred }) => preferred);
}

/** What most people want, and nobody has to be asked about: it creates nothing, costs nothing and decides nothing. */
export function safeFix(finding: ReportedFinding): OfferedFix | undefined {
  const fix = preferredFix(finding);
  return fix?.safety === 'safe' ? fix : undefined;
}
