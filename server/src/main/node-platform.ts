import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Platform } from '../lsp/platform';
import { readGrammars } from './grammars';
import { version } from './version';

/** Reads the disk. What is on no disk (untitled, virtual file systems) is as if it did not exist. */
export const nodePlatform: Platform = {
  version,
  grammars: readGrammars,
  async listFolder(uri) {
    const entries = await orUndefined(uri, (path) => readdir(path, { withFileTypes: true }));
    return entries?.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name])) ?? [];
  },
  accepts: async (path, text) => (await import('./judge')).isAccepted(path, text),
  readFile: (uri) => orUndefined(uri, (path) => readFile(path, 'utf8').then(withoutMark)),
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

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

/** Editors take a byte order mark off, so that positions count from what follows it. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
