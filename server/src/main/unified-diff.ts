import { relative, sep } from 'node:path';
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** A file by its absolute path, with the texts before and after, marks and all. */
export interface Difference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What `patch -p1` and `git apply` take in the working folder. */
export function unifiedDiff({ path, before, after }: Difference, workingFolder: string): string {
  const name = relative(workingFolder, path).split(sep).join('/');
  const patch = structuredPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, { context: 3 });
  return formatPatch(patch, FILE_HEADERS_ONLY).replace(/^(?:---|\+\+\+) [^"\n].*$/gm, endName);
}

/** A name with spaces goes on up to a tab (gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html). */
function endName(header: string, at: number, patch: string): string {
  const isHeader = at < patch.indexOf('\n@@');
  return isHeader && header.indexOf(' ') !== header.lastIndexOf(' ') ? `${header}\t` : header;
}
