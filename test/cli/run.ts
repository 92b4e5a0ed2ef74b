import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Context } from 'mocha';
import { runCommand } from '../../server/src/main/command';

/** An empty folder for each test, and the program run in it. */
export interface Scratch {
  readonly folder: () => string;
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void;
  readonly run: (...args: string[]) => Promise<Said>;
  /** `check`, for a single rule: most tests are about what is read and how it is said. */
  readonly check: (...args: string[]) => Promise<Said>;
}

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** To be called where tests are described. */
export function scratch(): Scratch {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trailseal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const run: Scratch['run'] = async (...args) => {
    const said = { out: '', error: '' };
    const code = await runCommand(args, {
      folder,
      colour: false,
      out: (text) => {
        said.out += text;
      },
      error: (text) => {
        said.error += text;
      },
    });
    return { code, ...said };
  };
  return {
    folder: () => folder,
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
    },
    run,
    check: (...args) => run('check', '--rule', 'trail-without-kms-key', ...args),
  };
}

/** Where there are no modes of files, and links take a right that few have: Windows. */
export function skipOnWindows(context: Context): void {
  if (process.platform !== 'win32') return;
  console.warn('      SKIPPED: Windows has no modes, and lets few make links');
  context.skip();
}

/** The files that the findings of JSON output are in. */
export function paths(out: string): readonly string[] {
  return JSON.parse(out).findings.map(({ path }: { readonly path: string }) => path);
}
