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
import { measureWorkspace, mistakesIn, type Profiling } from './workspace';

const help = `npm run bench [-- OPTIONS]

Measures the built server as an editor uses it, over standard input and output, and prints what it took beside its budget.
Being over budget is no failure; findings other than those that are expected are one (exit status 1).

  --only PART  one part only; may be given more than once:
                 typing     files of several sizes, typed into
                 starting   start of the server, beside terraform validate
                 workspace  10,000 files of Terraform in 1,000 modules, checked as a whole and typed into
  --json       print JSON
  --profile    also write CPU profiles to .bench/: of the server while it is typed into, and of the check of the workspace
  --help       this text`;

const parts = ['typing', 'starting', 'workspace'] as const;
type Part = (typeof parts)[number];

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
  const results = await measure(options);
  console.log(options.json ? JSON.stringify(results, null, 2) : render(results));
  const mistakes = results.workspace ? mistakesIn(results.workspace) : [];
  for (const mistake of mistakes) console.error(mistake);
  return mistakes.length > 0 ? 1 : 0;
}

interface Options {
  readonly parts: readonly Part[];
  readonly json: boolean;
  readonly profile: boolean;
  readonly help: boolean;
}

function readOptions(): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const only = { type: 'string', multiple: true } as const;
    const { values } = parseArgs({ options: { only, json: flag, profile: flag, help: flag } });
    const chosen = values.only ?? parts;
    return chosen.every(isPart) ? { ...values, parts: chosen } : undefined;
  } catch {
    return undefined;
  }
}

function isPart(name: string): name is Part {
  return parts.some((part) => part === name);
}

async function measure({ parts: chosen, profile }: Options): Promise<Results> {
  const [load = 0] = loadavg(); // before anything is measured: what others are doing
  const machine = { cores: cpus().length, processor: cpus()[0]?.model.trim() ?? '', node: process.version, load };
  const folder = mkdtempSync(join(tmpdir(), 'trailseal-bench-'));
  // A copy, so that nothing that is built in the meantime gets in the way.
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true });
  const [work, workspace] = [join(folder, 'work'), join(folder, 'workspace')];
  for (const each of [work, workspace]) mkdirSync(each);
  const profiles = profile ? join(root, '.bench') : undefined;
  if (profiles) mkdirSync(profiles, { recursive: true });
  const profiling = profiles ? (name: string) => profileOptions(profiles, name) : undefined;
  try {
    return {
      machine,
      ...(chosen.includes('typing') && {
        typing: await measureSubjects(dist, work, profiling),
        fullParse: measureFullParse(longestYaml, 3),
      }),
      ...(chosen.includes('starting') && {
        starting: await measureStarting(dist, work, 9),
        validation: measureValidation(work, 3),
      }),
      ...(chosen.includes('workspace') && { workspace: await measureWorkspace(dist, workspace, profiling) }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureSubjects(dist: string, work: string, profiling?: Profiling): Promise<readonly Typing[]> {
  const typing: Typing[] = [];
  for (const subject of subjects) {
    const options = profiling?.(`${subject.kilobytes}-KB-${subject.language.file}`) ?? [];
    typing.push(await measureTyping(dist, work, subject, options));
  }
  return typing;
}

function profileOptions(folder: string, name: string): readonly string[] {
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`];
}
