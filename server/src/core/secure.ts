import { analyze, type Report, type ReportedFinding, type Settings } from './analyze';
import { preferredFix } from './fix-all';
import { editsOf, leave, nextStep, startMending, take } from './mending';
import type { FileEdits, Mistake } from './model/edits';
import { rereadWith, type SourceFile } from './source';
import type { Surroundings } from './surroundings';
import type { Syntax } from './syntax/parser';

/**
 * The edits that mend all that is found of a trail and of what it uses, as far as the files can: the preferred fix of each finding. Where one of them
 * would not do what is meant, that is told: then none of it is to be done. One that cannot be written is left out, and told as well.
 */
export function secure(
  trail: string,
  files: readonly SourceFile[],
  settings: Settings,
  surroundings: Surroundings,
  syntax: Syntax,
  onMistake: (mistake: Mistake) => void = () => undefined,
  onFault: (error: unknown) => void = () => undefined,
): readonly FileEdits[] {
  const reread = rereadWith(syntax);
  let mending = startMending(files);
  let report: Report | undefined;
  for (;;) {
    report = analyze(mending.files, settings, surroundings, report);
    const { step, mending: asked } = nextStep(mending, findingsOf(trail, report.findings), preferredFix, syntax);
    if (!step) return editsOf(mending);
    if (step.fault) {
      onFault(step.fault.error);
      mending = leave(asked, step);
      continue;
    }
    const mistake = step.fix.mistake?.(reread);
    if (mistake) onMistake(mistake);
    mending = take(asked, step);
  }
}

/** How many of the findings of a trail have a fix that would be taken. */
export function countMendable(trail: string, findings: readonly ReportedFinding[]): number {
  return findingsOf(trail, findings).filter((finding) => preferredFix(finding) !== undefined).length;
}

function findingsOf(trail: string, findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.filter(({ trails }) => trails.includes(trail));
}
