import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { watchMemory } from './memory';
import { median } from './statistics';
import type { Expected } from './workspace-plan';

export interface WorkspaceCheck {
  readonly runs: number;
  /** Milliseconds, from the start of the process to its end. */
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
  /** The most resident memory that any run has had, in MB. */
  readonly peak: number | undefined;
  /** How many files were looked at. */
  readonly files: number;
  readonly findings: Expected;
}

/** Times the command line on a whole folder. */
export async function measureCheck(dist: string, folder: string, runs: number): Promise<WorkspaceCheck> {
  await check(dist, folder); // finds nothing in the system's cache
  const times: number[] = [];
  const peaks: number[] = [];
  let report: JsonReport = { findings: [], files: 0 };
  for (let run = 0; run < runs; run++) {
    const before = performance.now();
    const result = await check(dist, folder);
    times.push(performance.now() - before);
    if (result.peak !== undefined) peaks.push(result.peak);
    report = result.report;
  }
  const withoutKey = report.findings.filter(({ rule }) => rule === counted);
  const atCalls = withoutKey.filter(({ resource }) => resource.startsWith('module.')).length;
  return {
    runs,
    median: median(times),
    fastest: Math.min(...times),
    slowest: Math.max(...times),
    peak: peaks.length > 0 ? Math.max(...peaks) : undefined,
    files: report.files,
    findings: { own: withoutKey.length - atCalls, atCalls },
  };
}

/** The rule whose findings are counted: what others find follows from less. */
export const counted = 'trail-without-kms-key';

/** As far as it is looked at. */
interface JsonReport {
  readonly findings: readonly { readonly rule: string; readonly resource: string }[];
  readonly files: number;
}

export async function check(
  dist: string,
  folder: string,
  nodeOptions: readonly string[] = [],
): Promise<{ readonly report: JsonReport; readonly peak: number | undefined }> {
  const args = [...nodeOptions, join(dist, 'cli.js'), 'check', '--format', 'json', folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.pid === undefined) throw new Error('The check did not start.');
  const peak = watchMemory(child.pid);
  const exited = once(child, 'exit');
  const output = await text(child.stdout);
  const [code] = await exited;
  if (code !== 0 && code !== 1) throw new Error(`The check ended with ${code}.`);
  return { report: JSON.parse(output), peak: peak() };
}
