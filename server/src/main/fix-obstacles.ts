import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import type { Changed, Step } from '../core/mending';
import type { SourceFile } from '../core/source';
import { readersWith } from '../lsp/withholding';
import { inFolder } from './paths';
import { whyNotWritable } from './write-files';

/** What fixes are to be made in. */
interface Place {
  readonly unread: readonly string[];
  readonly isAsked: (path: string) => boolean;
}

/** What is to be told, and what was asked for. */
interface Run {
  readonly workingFolder: string;
  /** The paths that the user named. */
  readonly named: readonly string[];
  /** A sentence for each file that cannot be written. */
  readonly unwritten: Set<string>;
  /** A sentence for what is not as sure as it should be. */
  readonly doubts: Set<string>;
}

/** Why a fix is not made, as a sentence; undefined where it may be. What cannot be written is told in a sentence of its own as well. */
export function obstacleFinder(
  { isAsked, unread }: Place,
  { workingFolder, named, unwritten }: Omit<Run, 'doubts'>,
): (step: Step) => Promise<string | undefined> {
  const targets = named.flatMap((path) => existing(inFolder(workingFolder, path)) ?? []);
  return async ({ edits, fix }) => {
    for (const { path } of edits) {
      if (!isAsked(path)) return `${path}, which it changes as well, was not asked for.`;
      if (isFetched(inFolder(workingFolder, path), workingFolder))
        return `${path} has been fetched from elsewhere, and that is where the change belongs.`;
      const target = existing(inFolder(workingFolder, path));
      if (target !== undefined && !targets.some((each) => isWithin(target, each)))
        return `${path} leads to ${shown(target, workingFolder)}, which was not asked for.`;
    }
    const [first] = unread;
    // It may hold what would be made once more.
    if (first !== undefined && fix.safety !== 'safe') return `${first} What is there may matter.`;
    for (const { path } of edits) {
      const why = await whyNotWritable(inFolder(workingFolder, path));
      if (why === undefined) continue;
      unwritten.add(`${path} ${why}.`);
      return `${path} ${why}.`;
    }
    return undefined;
  };
}

/** Why a file is not to be left as it is, as a sentence; undefined where it reads. */
export function unreadableFinder({ doubts }: Pick<Run, 'doubts'>): (changed: Changed) => Promise<string | undefined> {
  const readers = readersWith(accepts, (sentence) => doubts.add(`${sentence}. What is written was not shown to it.`));
  const isReadable = async ({ path, language, text }: SourceFile) => (await readers[language]?.(path, text)) ?? true;
  return async ({ before, after }) => {
    if (await isReadable(after)) return undefined;
    return (await isReadable(before))
      ? `${after.path} would not read any more.`
      : `${after.path} does not read as it is.`;
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

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** As people would write it: what is far away is found by its whole path. */
function shown(path: string, workingFolder: string): string {
  const way = relative(realpathSync(workingFolder), path);
  return way.startsWith(`..${sep}`) || isAbsolute(way) ? path : way.split(sep).join('/');
}

async function accepts(path: string, text: string): Promise<boolean> {
  return (await import('./hashicorp-parser')).isAccepted(path, text);
}
