import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Texts } from '../core/run';
import { providerMirror } from '../provider-mirror';
import { type Case, type Fixed, readCases } from './cases';
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

  it('makes the trail of the fixed Terraform example from nothing', () => {
    applies([withNewKey(example('examples/terraform')).texts]);
  });

  it('gives a key to the trail that the Terraform example has made', () => {
    const { texts, ...rest } = example('examples/terraform');
    applies([withNewKey(rest).texts, texts]);
  });

  it('gives a key to the trail that the example in Terraform JSON has made', () => {
    const { texts, ...rest } = example('examples/terraform-json');
    applies([withNewKey(rest).texts, texts]);
  });

  function example(name: string): Case {
    return examples.find((one) => one.name === name) ?? assert.fail(`there is no ${name}`);
  }
});

function withNewKey({ name, fixes }: Pick<Case, 'name' | 'fixes'>): Fixed {
  return fixes.find(({ title }) => title.includes('new KMS key')) ?? assert.fail(`${name} is offered no new key`);
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
