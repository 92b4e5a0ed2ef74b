import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { type Case, readCases } from './cases';
import { variablesIn } from './inputs';
import { makeScratch, writeTexts } from './scratch';
import { skip } from './skipping';
import { asTerraform, hasTerraform } from './terraform';

const root = join(__dirname, '../..');

/** `SCRIPT NEW [OLD]`: applies OLD and then NEW to AWS as it is simulated on this machine, and ends with 0 if all is well. */
const script = resolve(root, process.env['TRAILSEAL_SIMULATOR'] ?? '../shared/simulator/apply.sh');

describe('the simulator', function () {
  // Each run takes about a minute.
  this.timeout(400_000);

  let examples: readonly Case[];

  before(async function () {
    const missing = findMissing();
    if (missing) skip(this, `${missing}, so nothing applies what fixes leave`);
    examples = (await readCases()).filter(({ origin, dialect }) => origin === 'example' && dialect === 'terraform');
  });

  it('makes the secured trail of the Terraform example', () => {
    applies([withAccessLog(secured('examples/terraform')), accessLog]);
  });

  it('secures the trail that the Terraform example has made', () => {
    applies([withAccessLog(secured('examples/terraform')), withAccessLog(example('examples/terraform').texts)]);
  });

  it('secures the trail that the example in Terraform JSON has made', () => {
    const name = 'examples/terraform-json';
    applies([withAccessLog(secured(name)), withAccessLog(example(name).texts)]);
  });

  function secured(name: string): Texts {
    const all = example(name).fixes.filter((fixed) => fixed.secured !== undefined);
    assert.equal(all.length, 1, `${name} has one trail`);
    return all[0]?.texts ?? assert.fail();
  }

  function example(name: string): Case {
    return examples.find((one) => one.name === name) ?? assert.fail(`there is no ${name}`);
  }
});

/** The bucket that access logs go to: it is passed in, and so is there before. */
const accessLog: Texts = new Map([
  [
    'access_log.tf',
    `resource "aws_s3_bucket" "trailseal_access_log" {
  bucket = "trailseal-access-log"
}

resource "aws_s3_bucket_policy" "trailseal_access_log" {
  bucket = aws_s3_bucket.trailseal_access_log.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "\${aws_s3_bucket.trailseal_access_log.arn}/*"
      },
    ]
  })
}
`,
  ],
]);

function withAccessLog(texts: Texts): Texts {
  const name = 'variable "access_log_bucket" {\n  type    = string\n  default = "trailseal-access-log"\n}\n';
  const isAsked = [...texts].some(([file, text]) => variablesIn(file, text).includes('access_log_bucket'));
  return new Map([...texts, ...accessLog, ...(isAsked ? [['access_log_override.tf', name] as const] : [])]);
}

/** Passes if the script ends well. */
function applies(modules: readonly Texts[]): void {
  const scratch = makeScratch();
  try {
    const folders = modules.map((texts, index) => {
      writeTexts(join(scratch, String(index)), asTerraform(texts));
      return join(scratch, String(index));
    });
    const { status, stdout, stderr } = spawnSync(script, folders, { encoding: 'utf8', timeout: 380_000 });
    assert.equal(status, 0, `${stdout}\n${stderr}\nof\n${[...(modules[0] ?? [])].flat().join('\n')}`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function findMissing(): string | undefined {
  if (!existsSync(script)) return 'no simulator of AWS (set TRAILSEAL_SIMULATOR to one)';
  if (!hasTerraform()) return 'no terraform on this machine';
  if (!providerMirror()) return 'no mirror with the provider for AWS (set TF_PLUGIN_DIR to one)';
  if (spawnSync('python3', ['-c', 'import moto.server']).status !== 0) return 'no moto on this machine';
  return undefined;
}
