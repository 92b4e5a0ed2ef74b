import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { variablesIn } from './inputs';
import { isProviderLost, lessCollection, type RunningProvider } from './running-provider';
import { makeScratch, writeTexts } from './scratch';
import { asTerraform, hasTerraform } from './terraform';

/** `SCRIPT NEW [OLD]`: applies OLD and then NEW to AWS as it is simulated on this machine, and ends with 0 if all is well. */
const script = resolve(__dirname, '../..', process.env['TRAILSEAL_SIMULATOR'] ?? '../shared/simulator/apply.sh');

export function missingForSimulator(): string | undefined {
  if (!existsSync(script)) return 'no simulator of AWS (set TRAILSEAL_SIMULATOR to one)';
  if (!hasTerraform()) return 'no terraform on this machine';
  if (!providerMirror()) return 'no mirror with the provider for AWS (set TF_PLUGIN_DIR to one)';
  if (spawnSync('python3', ['-c', 'import moto.server']).status !== 0) return 'no moto on this machine';
  return undefined;
}

/** What is applied to a simulation of its own. */
export interface Application {
  readonly texts: Texts;
  /** What is applied before, in its place. */
  readonly over?: Texts;
  /** What is there before anything else, and stays. */
  readonly there?: Texts;
  /** Values for inputs of the root module, by name. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** One that runs already, for this alone as long as it takes. */
  readonly provider?: RunningProvider;
}

export interface Outcome {
  /** What goes wrong; undefined if all is well. */
  readonly failure: string | undefined;
  /** Whether what it is applied over could be applied. */
  readonly isOverApplied: boolean;
  /** The addresses of what another plan would change, once all is applied. */
  readonly changing: readonly string[];
  /** The ARNs that more than one trail got, which AWS would refuse. */
  readonly twins: readonly string[];
}

export async function apply(application: Application): Promise<Outcome> {
  for (let attempts = 3; attempts > 0; attempts--) {
    const outcome = await attempt(application);
    if (!application.provider || !isProviderLost(outcome.failure ?? '')) return outcome;
    await application.provider.restart();
  }
  throw new Error('the provider is lost each time that it applies this');
}

async function attempt({ texts, over, there = new Map(), inputs = {}, provider }: Application): Promise<Outcome> {
  const modules = over ? [texts, over] : [texts];
  const scratch = makeScratch();
  try {
    const folders = modules.map((_, index) => join(scratch, String(index)));
    const own = new Map(there.size > 0 ? [['trailseal_there.tf', [...there.values()].join('\n')]] : []);
    for (const [index, module] of modules.entries())
      writeTexts(join(scratch, String(index)), new Map([...asTerraform(module), ...own]));
    symlinkSync(join(__dirname, 'terraform-in-order.sh'), join(scratch, 'terraform'));
    const at = (name: string) => join(scratch, name);
    const [applied, changing, twins] = [at('applied'), at('changing'), at('twins')];
    const { status, output } = await runScript(folders, {
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`TF_VAR_${name}`, value])),
      ...provider?.env(),
      TRAILSEAL_TERRAFORM: programOnPath('terraform'),
      TRAILSEAL_APPLIED: applied,
      TRAILSEAL_CHANGING: changing,
      TRAILSEAL_TWINS: twins,
      PATH: [scratch, process.env['PATH']].join(delimiter),
    });
    return {
      failure: status === 0 ? undefined : output,
      isOverApplied: over !== undefined && existsSync(applied),
      changing: linesOf(changing),
      twins: linesOf(twins),
    };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

function programOnPath(name: string): string {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => existsSync(file)) ?? name;
}

/** What is said of what takes too long, as some do that wait for one trail of several. */
export const unended = 'it did not end';

function runScript(
  folders: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((done) => {
    const child = spawn(script, folders, { timeout: 380_000, env: { ...process.env, ...lessCollection, ...env } });
    let output = '';
    const take = (data: Buffer) => {
      output += data;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => done({ status: null, output: String(error) }));
    child.on('close', (status) => done({ status, output: output || unended }));
  });
}

/** The module with the bucket that access logs go to, which is passed in, if it asks for one. */
export function withAccessLogBucket(texts: Texts): Texts {
  const asked = accessLogBucketsOf(texts);
  if (asked.length === 0) return texts;
  const inputs = asked.map(
    (name) => `variable "${name}" {\n  type    = string\n  default = "trailseal-access-log"\n}\n`,
  );
  return new Map([...texts, ['access_log_override.tf', inputs.join('\n')]]);
}

/** That bucket, if the module asks for it, and others that it names and does not make, with whatever prefix. */
export function bucketsOf(texts: Texts, names: readonly string[]): Texts {
  const all = [...names, ...(accessLogBucketsOf(texts).length > 0 ? ['trailseal-access-log'] : [])];
  return new Map(all.map((name) => [`bucket ${name}`, bucket(name)]));
}

/** The inputs of the root module for it, by the names that fixes give them. */
function accessLogBucketsOf(texts: Texts): readonly string[] {
  const own = [...texts].filter(([file]) => !file.includes('/'));
  const names = own.flatMap(([file, text]) => variablesIn(file, text));
  return [...new Set(names)].filter((name) => /^access_log_bucket(_name)?$/.test(name));
}

/** An organization that trails may be for. */
export const organization: Texts = new Map([
  [
    'organization',
    'resource "aws_organizations_organization" "there" {\n  aws_service_access_principals = ["cloudtrail.amazonaws.com"]\n}\n',
  ],
]);

function bucket(name: string): string {
  const label = name.replaceAll(/[-.]/g, '_');
  return `resource "aws_s3_bucket" "there_${label}" {
  bucket = "${name}"
}

resource "aws_s3_bucket_policy" "there_${label}" {
  bucket = aws_s3_bucket.there_${label}.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["s3:GetBucketAcl", "s3:PutObject"]
        Resource  = [aws_s3_bucket.there_${label}.arn, "\${aws_s3_bucket.there_${label}.arn}/*"]
      },
      {
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "\${aws_s3_bucket.there_${label}.arn}/*"
      },
    ]
  })
}
`;
}

/** As many as there are processors on most machines that guard a project: each takes about half a minute of one. */
export function twoAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  return shareOut(items, [work, work]);
}

/** Has each item taken by the next worker that is free. */
export async function shareOut<Item>(
  items: readonly Item[],
  workers: readonly ((item: Item) => Promise<unknown>)[],
): Promise<void> {
  const left = [...items];
  await Promise.all(
    workers.map(async (work) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}
