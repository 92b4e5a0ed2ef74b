import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The resident memory of a process in MB (1,000,000 bytes). Undefined where the system does not say. */
export function residentMemory(pid: number): number | undefined {
  const status = `/proc/${pid}/status`;
  const kibibytes = existsSync(status)
    ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1]
    : spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim();
  return kibibytes && /^\d+$/.test(kibibytes) ? (Number(kibibytes) * 1024) / 1e6 : undefined;
}
