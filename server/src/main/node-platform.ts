import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Platform } from '../lsp/platform';
import { readGrammars } from './grammars';
import { isMissing } from './missing';
import { version } from './version';

/** Reads the disk. What is on no disk (untitled, virtual file systems) is as if it did not exist. */
export const nodePlatform: Platform = {
  version,
  grammars: readGrammars,
  async listFolder(uri) {
    const entries = (await orUndefined(uri, (path) => readdir(path, { withFileTypes: true }))) ?? [];
    return {
      // A pipe with the name of a file would be waited for.
      files: entries.flatMap((entry) => (entry.isFile() || entry.isSymbolicLink() ? [entry.name] : [])),
      folders: entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])),
    };
  },
  accepts: async (path, text) => (await import('./hashicorp-parser')).isAccepted(path, text),
  readFile: (uri) => orUndefined(uri, (path) => readFile(path, 'utf8').then(withoutMark)),
  sizeOf: (uri) =>
    orUndefined(uri, async (path) => {
      const found = await stat(path);
      return found.isFile() ? found.size : undefined;
    }),
};

async function orUndefined<T>(uri: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return await read(fileURLToPath(uri));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Editors take a byte order mark off, so that positions count from what follows it. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
