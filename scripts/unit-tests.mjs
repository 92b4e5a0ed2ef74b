// Runs mocha over the files that are named, some of them at once, and writes down how many tests passed, failed and were skipped.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, jobs: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const jobs = Math.min(Number(values.jobs), positionals.length);
const mocha = new Mocha({
  timeout: 120_000,
  ...(values.grep ? { grep: values.grep } : {}),
  ...(jobs > 1 ? { parallel: true, jobs } : {}),
});
for (const file of positionals) mocha.addFile(file);
// Else each of several processes loads what it runs.
if (jobs <= 1) await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
  const { passes, pending } = runner.stats;
  // A failed hook is a failure without being a test.
  const tally = { passed: passes, failed: failures, skipped: pending };
  if (process.env.TRAILSEAL_TALLY) writeFileSync(process.env.TRAILSEAL_TALLY, JSON.stringify(tally));
  process.exitCode = failures > 0 ? 1 : 0;
});
