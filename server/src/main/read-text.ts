import { readFile } from 'node:fs/promises';

/** Why a file is not to be read, as the end of a sentence, and what of it could be read all the same. */
export interface Unread {
  readonly why: string;
  /** A link that leads nowhere, or to a folder: there is no file. */
  readonly isNone: boolean;
  /** With signs in place of what is no text. Empty for a file that could not be opened. */
  readonly text: string;
}

/** The text of a file, without the mark that says it is UTF-8. */
export async function readText(path: string): Promise<string | Unread> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) {
    const { code = bytes.message } = bytes;
    return { why: `cannot be read (${code})`, isNone: ['ENOENT', 'ELOOP', 'EISDIR'].includes(code), text: '' };
  }
  try {
    return strict.decode(bytes);
  } catch {
    return { why: 'cannot be read: it is not UTF-8', isNone: false, text: lenient.decode(bytes) };
  }
}

const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');
