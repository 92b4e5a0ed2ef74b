import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from './generated-file';

/** Those of the files that are not on disk as they must be. */
export function outOfDate(root: string, files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  return files.filter(({ path, text }) => {
    const target = join(root, path);
    return text !== (existsSync(target) ? readFileSync(target, 'utf8') : undefined);
  });
}
