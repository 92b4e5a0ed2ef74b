import { readFileSync, statSync } from 'node:fs';
import { largestText } from '../lsp/text';
import { isMissing } from './missing';

/** Why a file is not to be read, as the end of a sentence, and what of it could be read all the same. */
export interface Unread {
  readonly why: string;
  /** A link that leads nowhere, or to a folder: there is no file. */
  readonly isNone: boolean;
  /** With signs in place of what is no text. Empty for a file that could not be opened. */
  readonly text: string;
}

/** The text of a file, without the mark that says it is UTF-8. Nothing else is to be done meanwhile, and waiting for many small files takes longer. */
export function readText(path: string): string | Unread {
  const bytes = readBytes(path);
  if (bytes instanceof Error) {
    const { code = bytes.message } = bytes;
    return { why: `cannot be read (${code})`, isNone: isMissing(bytes), text: '' };
  }
  try {
    return strict.decode(bytes);
  } catch {
    return { why: 'cannot be read: it is not UTF-8', isNone: false, text: lenient.decode(bytes) };
  }
}

/** The text of a file that is no file of a module: `null` where there is none, undefined where it cannot be read, or is too large to be. */
export function readOther(path: string): string | null | undefined {
  try {
    const found = statSync(path);
    // A pipe would be waited for.
    if (!found.isFile()) return null;
    if (found.size > largestText) return undefined;
  } catch (error) {
    return isMissing(error) ? null : undefined;
  }
  const text = readText(path);
  return typeof text === 'string' ? text : undefined;
}

/** Whether a file starts with the mark that says it is UTF-8. */
export function hasMark(path: string): boolean {
  const bytes = readBytes(path);
  return !(bytes instanceof Error) && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function readBytes(path: string): Uint8Array | NodeJS.ErrnoException {
  try {
    return readFileSync(path);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');
