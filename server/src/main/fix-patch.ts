import { realpathSync } from 'node:fs';
import { hasMark } from './read-text';
import { unifiedDiff } from './unified-diff';
import type { Writing } from './write-files';

/** What would be written, as a patch for the working folder. Those who apply it do not follow links, so it names what they lead to, once. */
export function toPatch(writings: readonly Writing[], workingFolder: string): string {
  const byPath = new Map(writings.map((writing) => [realpathSync(writing.path), writing]));
  const diffs = [...byPath].map(([path, { before, after }]) => {
    const mark = hasMark(path) ? '\uFEFF' : '';
    return unifiedDiff({ path, before: mark + before, after: mark + after }, realpathSync(workingFolder));
  });
  return diffs.join('');
}
