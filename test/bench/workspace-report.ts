import { memory, ratio, short, table } from './table';
import type { Workspace } from './workspace';

const checkBudget = 3000;
const memoryBudget = 200;
const keystrokeBudget = 16;

/** The results as tables for people. */
export function renderWorkspace({ files, megabytes, modules, expected, check, typing }: Workspace): readonly string[] {
  return [
    `First check of a workspace: ${files} files of Terraform (${megabytes.toFixed(1)} MB) in ${modules} modules that call each other`,
    table([
      ['runs', 'median', 'min', 'max', 'budget', 'ratio', 'peak memory', 'budget', 'ratio'],
      [
        `${check.runs}`,
        ...[check.median, check.fastest, check.slowest].map(short),
        `${checkBudget}`,
        ratio(check.median, checkBudget),
        memory(check.peak),
        `${memoryBudget}`,
        ratio(check.peak, memoryBudget),
      ],
    ]),
    table([
      ['findings', 'found', 'expected'],
      ['at trails', `${check.findings.own}`, `${expected.own}`],
      ['at calls', `${check.findings.atCalls}`, `${expected.atCalls}`],
    ]),
    `Keystroke in a trail module of the workspace to the diagnostics of ${typing.callers} files that call it, directly or not`,
    table([
      ['samples', 'p50', 'p95', 'max', 'budget of p95', 'ratio', 'wrong', 'memory then'],
      [
        `${typing.samples}`,
        ...[typing.p50, typing.p95, typing.slowest].map(short),
        `${keystrokeBudget}`,
        ratio(typing.p95, keystrokeBudget),
        `${typing.wrong}`,
        memory(typing.memory),
      ],
    ]),
    'Opening these files of the workspace, in a server that has just started',
    table([
      ['to first diagnostics', 'to final ones', 'findings', 'expected'],
      [short(typing.first), short(typing.final), `${typing.findings}`, `${typing.callers}`],
    ]),
  ];
}
