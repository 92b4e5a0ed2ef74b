import type { Platform } from '../../server/src/lsp/platform';
import { readGrammars } from '../../server/src/main/grammars';

/** A disk in memory, and a platform that reads it. */
export interface Disk {
  readonly platform: Platform;
  /** What is on the disk: text by URI. */
  readonly files: Map<string, string>;
  /** The URIs that were read, in order. */
  readonly reads: readonly string[];
  /** The largest number of reads that were under way at once. */
  readonly mostAtOnce: () => number;
  /** The URIs of the folders that were listed, in order. */
  readonly listed: readonly string[];
  /** From now on every reading of what the pattern names waits until the returned function is called. */
  readonly hold: (pattern?: RegExp) => () => void;
}

export function memoryDisk(initial: Readonly<Record<string, string>> = {}): Disk {
  const files = new Map(Object.entries(initial));
  const reads: string[] = [];
  const listed: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let held = /(?:)/;
  let atOnce = 0;
  let most = 0;
  return {
    files,
    reads,
    listed,
    mostAtOnce: () => most,
    hold(pattern = /(?:)/) {
      held = pattern;
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    platform: {
      version: '1.2.3',
      grammars: readGrammars,
      async listFolder(uri) {
        listed.push(uri);
        if (held.test(uri)) await gate;
        const below = [...files.keys()].filter((file) => file.startsWith(uri)).map((file) => file.slice(uri.length));
        const names = (are: (path: string) => boolean) => [
          ...new Set(below.filter(are).map((path) => decodeURIComponent(path.split('/')[0] ?? ''))),
        ];
        return { files: names((path) => !path.includes('/')), folders: names((path) => path.includes('/')) };
      },
      async readFile(uri) {
        reads.push(uri);
        most = Math.max(most, ++atOnce);
        if (held.test(uri)) await gate;
        await new Promise(setImmediate);
        atOnce--;
        return files.get(uri);
      },
      async sizeOf(uri) {
        if (held.test(uri)) await gate;
        const text = files.get(uri);
        return text === undefined ? undefined : Buffer.byteLength(text);
      },
    },
  };
}
