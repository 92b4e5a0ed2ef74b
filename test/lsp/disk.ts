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
  /** From now on every read waits until the returned function is called. */
  readonly hold: () => () => void;
}

export function memoryDisk(initial: Readonly<Record<string, string>> = {}): Disk {
  const files = new Map(Object.entries(initial));
  const reads: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let atOnce = 0;
  let most = 0;
  return {
    files,
    reads,
    mostAtOnce: () => most,
    hold() {
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
        await gate;
        return [...files.keys()].flatMap((file) => {
          const name = file.startsWith(uri) ? file.slice(uri.length) : '/';
          return name.includes('/') ? [] : [decodeURIComponent(name)];
        });
      },
      async readFile(uri) {
        reads.push(uri);
        most = Math.max(most, ++atOnce);
        await gate;
        await new Promise(setImmediate);
        atOnce--;
        return files.get(uri);
      },
    },
  };
}
