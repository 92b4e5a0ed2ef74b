// npm run bench: how fast the built server is, beside its budgets and beside terraform. See --help.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './build';
import { type Results, render } from './report';
import { measureStarting } from './starting';
import { measureValidation } from './terraform-validate';
import { measureTyping, type Typing } from './typing';

const help = `npm run bench [-- OPTIONS]

Measures the built server as an editor uses it, over standard input and output, and prints what it took beside its budget.
Being over budget is no failure.

  --json     print JSON
  --profile  also write CPU profiles of the server while it is typed into, to .bench/
  --help     this text`;

const root = join(__dirname, '../..');
const files = [
  { kilobytes: 3, trails: 2 },
  { kilobytes: 100, trails: 10 },
  { kilobytes: 1000, trails: 100 },
];

void run().then((code) => (process.exitCode = code));

async function run(): Promise<number> {
  const options = readOptions();
  if (!options) {
    console.error(help);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  buildIfNeeded(root);
  const results = await measure(options.profile);
  console.log(options.json ? JSON.stringify(results, null, 2) : render(results));
  return 0;
}

function readOptions() {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ options: { json: flag, profile: flag, help: flag } }).values;
  } catch {
    return undefined;
  }
}

async function measure(profile: boolean): Promise<Results> {
  const [load = 0] = loadavg(); // before anything is measured: what others are doing
  const folder = mkdtempSync(join(tmpdir(), 'trailseal-bench-'));
  // A copy, so that nothing that is built in the meantime gets in the way.
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  const work = join(folder, 'work');
  mkdirSync(work);
  const nodeOptions = profile ? ['--cpu-prof', `--cpu-prof-dir=${join(root, '.bench')}`] : [];
  if (profile) mkdirSync(join(root, '.bench'), { recursive: true });
  try {
    const typing: Typing[] = [];
    for (const file of files) typing.push(await measureTyping(dist, work, { ...file, nodeOptions }));
    const machine = { cores: cpus().length, processor: cpus()[0]?.model.trim() ?? '', node: process.version, load };
    return {
      machine,
      typing,
      starting: await measureStarting(dist, work, 9),
      validation: measureValidation(work, 3),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
