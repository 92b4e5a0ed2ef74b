import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Language } from './language';
import { residentMemory } from './memory';
import { startBenchServer } from './server';
import { percentile } from './statistics';
import { keystrokes } from './typist';

export interface Typing {
  readonly language: string;
  readonly kilobytes: number;
  readonly trails: number;
  /** As the server gave them when the file was opened. */
  readonly findings: number;
  readonly samples: number;
  /** Milliseconds from a keystroke to the findings, as percentiles. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
  /** How many answers had another number of findings than before, though nothing that was typed changes any. */
  readonly flickers: number;
  /** Milliseconds from opening the file, in a server that is running, to the findings. */
  readonly opening: number;
  /** In MB, when the file has been opened and when all has been typed. */
  readonly memoryOpened: number | undefined;
  readonly memoryTyped: number | undefined;
}

const warmUp = 40;
/** Milliseconds between an answer and the next keystroke: nobody types faster. */
const rest = 10;

/** What is typed into: a file of that language and size, with so many trails without a key. */
export interface Subject {
  readonly language: Language;
  readonly kilobytes: number;
  readonly trails: number;
}

/** Types, in a server of its own. */
export async function measureTyping(
  dist: string,
  folder: string,
  { language, kilobytes, trails }: Subject,
  nodeOptions: readonly string[],
): Promise<Typing> {
  const { name, file, languageId, tasks } = language;
  const { text, ...counts } = language.text(kilobytes * 1000, trails);
  const path = join(folder, file);
  writeFileSync(path, text);
  const server = await startBenchServer(dist, folder, nodeOptions);
  await pause(500); // the editor is at rest when a file is opened
  const before = performance.now();
  server.open({ path, languageId }, text);
  const { length: findings } = await server.pull(path);
  const opening = performance.now() - before;
  if (findings !== counts.findings) throw new Error(`${findings} findings instead of ${counts.findings}.`);
  const memoryOpened = residentMemory(server.pid);
  const times: number[] = [];
  let flickers = 0;
  for (const { position, text: typed } of keystrokes(text, tasks)) {
    await pause(rest);
    const start = performance.now();
    server.change(path, { start: position, end: position }, typed);
    const found = await server.pull(path);
    times.push(performance.now() - start);
    if (found.length !== findings) flickers++;
  }
  const memoryTyped = residentMemory(server.pid);
  await server.end();
  const samples = times.slice(warmUp);
  return {
    language: name,
    kilobytes,
    trails: counts.trails,
    findings,
    samples: samples.length,
    p50: percentile(samples, 50),
    p95: percentile(samples, 95),
    p99: percentile(samples, 99),
    slowest: percentile(samples, 100),
    flickers,
    opening,
    memoryOpened,
    memoryTyped,
  };
}
