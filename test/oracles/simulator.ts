import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { variablesIn } from './inputs';
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

/** What goes wrong when modules are applied, one over the other, the last first; undefined if all is well. */
export async function apply(...modules: readonly Texts[]): Promise<string | undefined> {
  const scratch = makeScratch();
  try {
    const folders = modules.map((_, index) => join(scratch, String(index)));
    for (const [index, texts] of modules.entries()) writeTexts(join(scratch, String(index)), asTerraform(texts));
    const { status, output } = await runScript(folders);
    return status === 0 ? undefined : output;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function runScript(folders: readonly string[]): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((done) => {
    const child = spawn(script, folders, { timeout: 380_000 });
    let output = '';
    const take = (data: Buffer) => {
      output += data;
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => done({ status: null, output: String(error) }));
    child.on('close', (status) => done({ status, output: output || 'it did not end' }));
  });
}

/** The module with the bucket that access logs go to, which is passed in, and the buckets that it names and does not make. */
export function withBuckets(texts: Texts, names: readonly string[]): Texts {
  const input = 'variable "access_log_bucket" {\n  type    = string\n  default = "trailseal-access-log"\n}\n';
  const isAsked = [...texts].some(([file, text]) => variablesIn(file, text).includes('access_log_bucket'));
  return new Map([...texts, ...buckets(names), ...(isAsked ? [['access_log_override.tf', input] as const] : [])]);
}

/** What is there before anything else, and stays. */
export function buckets(names: readonly string[]): Texts {
  return new Map([['trailseal_buckets.tf', ['trailseal-access-log', ...names].map(bucket).join('\n')]]);
}

function bucket(name: string): string {
  const label = name.replaceAll('-', '_');
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
        Resource  = [aws_s3_bucket.there_${label}.arn, "\${aws_s3_bucket.there_${label}.arn}/AWSLogs/*"]
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
export async function twoAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}
