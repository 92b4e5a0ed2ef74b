import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBenchServer } from './server';
import { median } from './statistics';
import { terraform } from './terraform';

export interface Starting {
  readonly runs: number;
  /** Milliseconds from the start of the process, Node's own included, to the findings in a file of 3 KB. */
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

export async function measureStarting(dist: string, folder: string, runs: number): Promise<Starting> {
  const { languageId, file } = terraform;
  const { text } = terraform.text(3000, 2);
  const path = join(folder, file);
  writeFileSync(path, text);
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = performance.now();
    const server = await startBenchServer(dist, folder, []);
    server.open({ path, languageId }, text);
    await server.pull(path);
    times.push(performance.now() - before);
    await server.end();
  }
  const samples = times.slice(1); // the first run finds nothing in the system's cache
  return { runs, median: median(samples), fastest: Math.min(...samples), slowest: Math.max(...samples) };
}
