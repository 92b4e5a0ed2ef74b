import type { OfferedFix, ReportedFinding } from './analyze';
import { type Choice, leave, type Mending, nextStep, type Step, take } from './mending';
import { render } from './model/message';
import { rereadWith, type SourceFile } from './source';
import type { Syntax } from './syntax/parser';

/** What all findings are mended with. */
export interface FixAll {
  /** What is to be mended in the files as they are now. */
  readonly find: (files: readonly SourceFile[]) => Promise<readonly ReportedFinding[]>;
  readonly choose: Choice;
  /** Why a fix may not be made, which is then left; undefined where it may. */
  readonly findObstacle: (step: Step) => Promise<string | undefined>;
  readonly syntax: Syntax;
}

export interface FixedAll {
  readonly mending: Mending;
  readonly taken: readonly Step[];
  /** Why a finding was left, by its name. See `namesOf`. */
  readonly obstacles: ReadonlyMap<string, string>;
  readonly findings: readonly ReportedFinding[];
}

/** Makes the chosen fix of each finding, until no finding is left that has one and has not had its turn. */
export async function fixAll(start: Mending, { find, choose, findObstacle, syntax }: FixAll): Promise<FixedAll> {
  let mending = start;
  let findings = await find(start.files);
  const taken: Step[] = [];
  const obstacles = new Map<string, string>();
  for (;;) {
    const step = nextStep(mending, findings, choose, syntax);
    if (!step) return { mending, taken, obstacles, findings };
    const obstacle = mistakeOf(step, syntax) ?? (await findObstacle(step));
    if (obstacle === undefined) {
      taken.push(step);
      mending = take(mending, step);
      findings = await find(mending.files);
    } else {
      obstacles.set(step.name, obstacle);
      mending = leave(mending, step);
    }
  }
}

function mistakeOf({ fix }: Step, syntax: Syntax): string | undefined {
  const mistake = fix.mistake?.(rereadWith(syntax));
  return mistake && `it would ${render(mistake.effect)} in ${mistake.path}`;
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
