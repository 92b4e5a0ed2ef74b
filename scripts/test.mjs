// npm test: everything that can be tested, from a bare checkout. See --help.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem, runScript, understand } from './problem.mjs';
import { root, setUp } from './setup.mjs';

const HELP = `npm test [-- OPTIONS] [FILE...]

Sets up the project where that is needed, builds it, runs the unit tests and then the suite inside a real VS Code.
With FILEs (test/**/*.test.ts) only those run.
npm run test:oracles [-- OPTIONS] has cfn-lint, terraform and a simulator of AWS, where they are on the machine, judge what fixes leave.

  --grep TEXT    only tests whose title matches
  --no-vscode    without the suite inside VS Code
  --only-vscode  nothing but the suite inside VS Code
  --oracles      nothing but test/oracles, with what is too slow for every time
  --verbose      also print what VS Code had to say during the suite
  --help         this text

UPDATE=1 rewrites the expectations in test/specs.`;

runScript(async () => {
  const { values, positionals } = understand(
    () =>
      parseArgs({
        options: {
          grep: { type: 'string', short: 'g' },
          'no-vscode': { type: 'boolean' },
          'only-vscode': { type: 'boolean' },
          oracles: { type: 'boolean' },
          verbose: { type: 'boolean' },
          help: { type: 'boolean', short: 'h' },
        },
        allowPositionals: true,
      }),
    'npm test --',
  );
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  setUp();
  // The reporter's check marks are coloured wherever CI is set, unless told otherwise.
  if (!process.stdout.isTTY) process.env.NO_COLOR = '1';
  const tallies = [];
  const files = positionals.length > 0 ? positionals : values.oracles ? oracleFiles() : unitTestFiles();
  // What judges fixes tells of all of them at the end, and so runs in one process.
  const jobs = values.oracles ? 1 : availableParallelism();
  if (!values['only-vscode']) tallies.push(runUnitTests(files, jobs, values.grep));
  if (!values['no-vscode'] && !values.oracles && positionals.length === 0) tallies.push(await runInVsCode(values));
  const sum = (of) => tallies.reduce((total, tally) => total + tally[of], 0);
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
  if (passed + failed === 0) console.error('No test ran.');
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed > 0 || passed === 0 ? 1 : 0;
});

function runUnitTests(files, jobs, grep) {
  const folder = mkdtempSync(join(tmpdir(), 'trailseal-'));
  const tally = join(folder, 'tally.json');
  const options = ['--jobs', String(jobs), ...(grep ? ['--grep', grep] : [])];
  const args = ['--import', 'tsx', 'scripts/unit-tests.mjs', ...options, '--', ...files];
  try {
    if (files.length > 0) {
      spawnSync(process.execPath, args, {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, TRAILSEAL_TALLY: tally },
      });
    }
    return files.length === 0 ? { passed: 0, failed: 0, skipped: 0 } : JSON.parse(readFileSync(tally, 'utf8'));
  } catch {
    console.error('The unit tests ended before they were counted.');
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function unitTestFiles() {
  return testFiles().filter((file) => !file.endsWith('.slow.test.ts'));
}

function oracleFiles() {
  return testFiles().filter((file) => file.startsWith('test/oracles/'));
}

function testFiles() {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  return files
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('vscode/'))
    .map((file) => `test/${file}`)
    .sort();
}

/** A machine that cannot have a VS Code passes its own tests; the one that guards the project does not. */
async function runInVsCode(options) {
  const { runEditorSuite } = await import('./editor-suite.mjs');
  try {
    return await runEditorSuite(options);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (process.env.CI) {
      console.error(`FAILED: the suite inside VS Code could not run. ${error.message}`);
      return { passed: 0, failed: 1, skipped: 0 };
    }
    console.error(`\nSKIPPED: the suite inside VS Code did not run. ${error.message}\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
}
