import type { ReportedFinding } from './analyze';
import { type FixAll, type FixedAll, fixAll, preferredFix } from './fix-all';
import type { Mending } from './mending';

/** Mends all that is found of a trail and of what it uses, as far as the files can: the preferred fix of each finding. */
export function secure(trail: string, start: Mending, fixing: Omit<FixAll, 'choose'>): Promise<FixedAll> {
  return fixAll(start, {
    ...fixing,
    find: async (files) => findingsOf(trail, await fixing.find(files)),
    choose: preferredFix,
  });
}

/** How many of the findings of a trail have a fix that would be taken. */
export function countMendable(trail: string, findings: readonly ReportedFinding[]): number {
  return findingsOf(trail, findings).filter((finding) => preferredFix(finding) !== undefined).length;
}

function findingsOf(trail: string, findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.filter(({ trails }) => trails.includes(trail));
}
