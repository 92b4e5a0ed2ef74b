import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Texts } from '../core/run';

/** An empty folder, for whoever asked to delete. */
export function makeScratch(): string {
  return mkdtempSync(join(tmpdir(), 'trailseal-oracle-'));
}

export function writeTexts(folder: string, texts: Texts): void {
  for (const [name, text] of texts) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
