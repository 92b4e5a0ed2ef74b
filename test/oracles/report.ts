import { type Fixed, readCases } from './cases';
import { assertNone } from './complaints';
import { missing } from './skipping';
import { render } from './table';

/** What came of a fix: what the judge has to say against it, or why the judge was not asked. */
export interface Outcome {
  readonly judge: string;
  readonly fixed: Fixed;
  readonly said: readonly string[];
  readonly unasked: string | undefined;
}

const outcomes: Outcome[] = [];

/** Has a judge say what is wrong with each fix; fails if there is anything. */
export function judgeEach(judge: string, fixes: readonly Fixed[], wrongIn: (fixed: Fixed) => readonly string[]): void {
  const own = fixes.map((fixed): Outcome => ({ judge, fixed, said: wrongIn(fixed), unasked: undefined }));
  outcomes.push(...own);
  assertNone(new Map(own.map(({ fixed, said }) => [fixed.name, said])));
}

/** Counts the fixes that a judge is not asked about. */
export function leaveOut(judge: string, fixes: readonly Fixed[], why: string): void {
  outcomes.push(...fixes.map((fixed) => ({ judge, fixed, said: [], unasked: why })));
}

// At the very end, whichever of the files that use this are run.
after(async () => {
  if (outcomes.length === 0) return;
  const offered = (await readCases()).flatMap(({ fixes }) => fixes);
  console.log(render(offered, outcomes, [...missing]));
});
