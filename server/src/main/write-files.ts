import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file that is to say something else, without the mark that says it is UTF-8. */
export interface Writing {
  readonly path: string;
  /** As people know it. */
  readonly shown: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes all of the files or none, and says why in the latter case. Each is exchanged as a whole: whoever reads it meanwhile gets the text before or the
 * text after. Modes, owners, marks and links stay. What is not as it was read is not touched.
 */
export async function writeFiles(writings: readonly Writing[]): Promise<string | undefined> {
  const prepared: Prepared[] = [];
  const exchanged: Prepared[] = [];
  try {
    for (const writing of writings) prepared.push(await prepare(writing));
    for (const each of prepared) {
      await checkUnchanged(each);
      if (each.temporary !== undefined) await rename(each.temporary, each.path);
      exchanged.push(each);
    }
    return undefined;
  } catch (error) {
    const { lost, kept } = await takeBack(exchanged);
    const sentence = `${error instanceof Refusal ? error.message : describe(error, writings[prepared.length] ?? writings[exchanged.length])}`;
    return [
      sentence,
      ...lost.map((shown) => `${shown} could not be put back as it was.`),
      ...kept.map((shown) => `${shown} had been written, and has changed since: it is left as it is now.`),
    ].join(' ');
  } finally {
    for (const { temporary } of prepared) if (temporary !== undefined) await rm(temporary, { force: true });
  }
}

/** Why a file could not be written, as the end of a sentence; undefined where it can. */
export async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    const target = await realpath(path);
    if ((await stat(target)).nlink > 1) return severalNames;
    // Some users may write whatever they want: what is marked as read-only is meant to stay as it is all the same.
    if (((await stat(target)).mode & 0o222) === 0) return 'is read-only';
    await access(target, constants.W_OK);
    if (((await stat(dirname(target))).mode & 0o222) === 0) return 'is in a read-only folder';
    await access(dirname(target), constants.W_OK);
    return undefined;
  } catch (error) {
    return `cannot be written (${codeOf(error)})`;
  }
}

/** A file that is ready to be exchanged. */
interface Prepared {
  readonly shown: string;
  /** Where links lead to. */
  readonly path: string;
  readonly old: Buffer;
  readonly bytes: Buffer;
  /** Has all that the file is to hold, beside it; undefined where the file holds it already. */
  readonly temporary: string | undefined;
}

class Refusal extends Error {}

/** To exchange one of them would part it from the others; to write to what they share would, where it fails, leave half of a text. */
const severalNames = 'has other names as well (hard links), which would be parted from it';

async function prepare({ path, shown, before, after }: Writing): Promise<Prepared> {
  const target = await realpath(path);
  const old = await readFile(target);
  const mark = old.subarray(0, utf8Mark.length).equals(utf8Mark) ? utf8Mark : Buffer.alloc(0);
  const bytes = Buffer.concat([mark, Buffer.from(after)]);
  // By another name of the same file.
  if (old.equals(bytes)) return { shown, path: target, old, bytes, temporary: undefined };
  if (!old.equals(Buffer.concat([mark, Buffer.from(before)]))) throw changed(shown);
  if ((await stat(target)).nlink > 1) throw new Refusal(`${shown} ${severalNames}.`);
  return { shown, path: target, old, bytes, temporary: await writeBeside(target, bytes) };
}

const utf8Mark = Buffer.from('\uFEFF');

async function checkUnchanged({ shown, path, old }: Prepared): Promise<void> {
  if (!(await readFile(path)).equals(old)) throw changed(shown);
}

function changed(shown: string): Refusal {
  return new Refusal(`${shown} has changed since it was read: it is left as it is now. Try again.`);
}

/** A hidden file, which no tool takes for one of the folder's. */
async function writeBeside(path: string, bytes: Buffer): Promise<string> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const like = await stat(path);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await keepOwner(file, like);
    await file.chmod(like.mode & 0o7777);
    await file.sync();
    await file.close();
    return temporary;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Only some users may give a file to others. */
async function keepOwner(
  file: FileHandle,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => undefined);
}

/** Puts back what was there, but not over what somebody has written since. Gives the files for which that was not possible, and those that were kept. */
async function takeBack(
  exchanged: readonly Prepared[],
): Promise<{ readonly lost: readonly string[]; readonly kept: readonly string[] }> {
  const lost: string[] = [];
  const kept: string[] = [];
  for (const { shown, path, old, bytes, temporary } of exchanged) {
    if (temporary === undefined) continue;
    try {
      if ((await readFile(path)).equals(bytes)) await rename(await writeBeside(path, old), path);
      else kept.push(shown);
    } catch {
      lost.push(shown);
    }
  }
  return { lost, kept };
}

function describe(error: unknown, writing: Writing | undefined): string {
  return `${writing?.shown ?? 'A file'} cannot be written (${codeOf(error)}).`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
