import { once } from 'node:events';

/** Processes that lead a process group of their own and must not outlive this one. */
const owned = new Set();

/**
 * Ends the child's whole group when this process ends, however that happens: a hung extension host outlives its parent.
 * The child must have been started with `detached: true`.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithUs(child) {
  if (owned.size === 0) {
    process.once('exit', () => {
      for (const each of owned) signal(each, 'SIGKILL');
    });
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(130));
  }
  owned.add(child);
}

/** Ends the child and everything it started, politely at first. */
export async function endGroup(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    signal(child, 'SIGTERM');
    await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
  }
  signal(child, 'SIGKILL');
  owned.delete(child);
}

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone already.
  }
}
