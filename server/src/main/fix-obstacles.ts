import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Step } from '../core/mending';
import type { SourceFile } from '../core/source';
import { readersWith } from '../lsp/withholding';
import { inFolder } from './paths';
import { whyNotWritable } from './write-files';

/** What fixes are to be made in. */
interface Place {
  readonly unread: readonly string[];
  readonly isAsked: (path: string) => boolean;
}

/** Why a fix is not made, as a sentence; undefined where it may be. What cannot be written is told in a sentence of its own as well. */
export function obstacleFinder(
  { isAsked, unread }: Place,
  workingFolder: string,
  onUnwritable: (sentence: string) => void,
): (step: Step) => Promise<string | undefined> {
  return async ({ edits, fix, changed }) => {
    for (const { path } of edits) {
      if (!isAsked(path)) return `${path}, which it changes as well, was not asked for.`;
      if (isFetched(inFolder(workingFolder, path), workingFolder))
        return `${path} has been fetched from elsewhere, and that is where the change belongs.`;
    }
    const [first] = unread;
    // It may hold what would be made once more.
    if (first !== undefined && fix.safety !== 'safe') return `${first} What is there may matter.`;
    for (const { path } of edits) {
      const why = await whyNotWritable(inFolder(workingFolder, path));
      if (why === undefined) continue;
      onUnwritable(`${path} ${why}.`);
      return `${path} ${why}.`;
    }
    for (const { before, after } of changed) {
      if (await isReadable(after)) continue;
      return (await isReadable(before))
        ? `${after.path} would not read any more.`
        : `${after.path} does not read as it is.`;
    }
    return undefined;
  };
}

/** Folders of what is fetched: what is changed there is lost the next time. */
const fetched: ReadonlySet<string> = new Set(['.terraform', 'node_modules']);

function isFetched(path: string, workingFolder: string): boolean {
  const target = relative(realpathSync(workingFolder), existing(path) ?? path);
  const parts = [relative(workingFolder, path), target].flatMap((each) => each.split(sep));
  return parts.some((part) => fetched.has(part));
}

function existing(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

const readers = readersWith(async (path, text) => (await import('./hashicorp-parser')).isAccepted(path, text));

async function isReadable({ path, language, text }: SourceFile): Promise<boolean> {
  return (await readers[language]?.(path, text)) ?? true;
}
