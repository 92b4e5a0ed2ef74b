// npm run bench: how fast the built server is, beside its budgets and beside others. See --help.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from './build';
import { cloudFormationJson, cloudFormationYaml } from './cloudformation';
import { measureFullParse } from './full-parse';
import { type Results, render } from './report';
import { measureStarting } from './starting';
import { terraform } from './terraform';
import { measureValidation } from './terraform-validate';
import { measureTyping, type Subject, type Typing } from './typing';

const help = `npm run bench [-- OPTIONS]

Measures the built server as an editor uses it, over standard input and output, and prints what it took beside its budget.
Being over budget is no failure.

  --json     print JSON
  --profile  also write CPU profiles of the server while it is typed into, to .bench/
  --help     this text`;

const root = join(__dirname, '../..');
const small = { kilobytes: 3, trails: 2 };
const long = { kilobytes: 100, trails: 10 };
/** As long as CloudFormation lets a template be. */
const longest = { kilobytes: 1000, trails: 100 };
const longestYaml: Subject = { language: cloudFormationYaml, ...longest };
const subjects: readonly Subject[] = [
  ...[small, long, longest].map((size) => ({ language: terraform, ...size })),
  ...[small, long].map((size) => ({ language: cloudFormationYaml, ...size })),
  longestYaml,
  ...[long, longest].map((size) => ({ language: cloudFormationJson, ...size })),
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
  const profiles = profile ? join(root, '.bench') : undefined;
  if (profiles) mkdirSync(profiles, { recursive: true });
  try {
    const typing: Typing[] = [];
    for (const subject of subjects) {
      typing.push(await measureTyping(dist, work, subject, profiles ? profiling(profiles, subject) : []));
    }
    const machine = { cores: cpus().length, processor: cpus()[0]?.model.trim() ?? '', node: process.version, load };
    return {
      machine,
      typing,
      fullParse: measureFullParse(longestYaml, 3),
      starting: await measureStarting(dist, work, 9),
      validation: measureValidation(work, 3),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function profiling(folder: string, { language, kilobytes }: Subject): readonly string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${kilobytes}-KB-${language.file}.cpuprofile`];
}
