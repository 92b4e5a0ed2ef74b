import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** What VS Code calls, on a desktop and in a browser alike: it fails when a test does. */
export async function run(): Promise<void> {
  const { TRAILSEAL_GREP, TRAILSEAL_REPORT, TRAILSEAL_TALLY } = process.env;
  const mocha = new Mocha({ timeout: 60_000, color: false, ...(TRAILSEAL_GREP ? { grep: TRAILSEAL_GREP } : {}) });
  if (TRAILSEAL_REPORT) {
    // Not through the console, where everything that VS Code itself has to say goes as well.
    Mocha.reporters.Base.consoleLog = (...values: unknown[]) =>
      appendFileSync(TRAILSEAL_REPORT, `${format(...values)}\n`);
  }
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  }
  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      const tally = { passed: passes, failed: failures, skipped: pending };
      if (TRAILSEAL_TALLY) writeFileSync(TRAILSEAL_TALLY, JSON.stringify(tally));
      resolve(failures);
    });
  });
  if (failed > 0) throw new Error(`${failed} of the tests inside VS Code failed`);
}
