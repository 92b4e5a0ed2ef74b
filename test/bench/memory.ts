import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The resident memory of a process in MB (1,000,000 bytes). Undefined where the system does not say. */
export function residentMemory(pid: number): number | undefined {
  if (existsSync('/proc/self/status')) return inStatus(pid, 'VmRSS');
  return megabytes(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim());
}

/**
 * Watches a process until the function that this gives is called, which says how much resident memory it has had at most, in MB.
 * Undefined where the system does not say. (What `getrusage` says of a process counts in the one that has started it.)
 */
export function watchMemory(pid: number): () => number | undefined {
  let most: number | undefined;
  const look = () => {
    most = inStatus(pid, 'VmHWM') ?? most;
  };
  const timer = setInterval(look, 10);
  return () => {
    clearInterval(timer);
    return most;
  };
}

/** Linux: man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function inStatus(pid: number, name: string): number | undefined {
  try {
    return megabytes(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined; // there is no such process any more, or no such file on this system
  }
}

function megabytes(kibibytes: string | undefined): number | undefined {
  return kibibytes && /^\d+$/.test(kibibytes) ? (Number(kibibytes) * 1024) / 1e6 : undefined;
}
