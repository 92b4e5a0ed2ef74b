import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { providerMirror } from '../provider-mirror';
import { median } from './statistics';
import { terraform as language } from './terraform';

/** The peer on the same file, or why it could not be measured. */
export type Validation =
  | { readonly version: string; readonly runs: number; readonly median: number }
  | { readonly skipped: string };

/** Times `terraform validate` on the file of 3 KB, in a folder that has been initialized with a provider from the disk. */
export function measureValidation(folder: string, runs: number): Validation {
  const terraform = (...args: readonly string[]) =>
    spawnSync('terraform', [...args], {
      cwd: folder,
      encoding: 'utf8',
      // Terraform would ask for newer versions of itself otherwise.
      env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
    });
  const { status, stdout } = terraform('version', '-json');
  if (status !== 0) return { skipped: 'there is no terraform on the PATH' };
  const version = versionIn(stdout);
  const mirror = providerMirror();
  if (!mirror) return { skipped: 'there is no folder with the aws provider (set TF_PLUGIN_DIR to one)' };
  writeFileSync(join(folder, language.file), language.text(3000, 2).text);
  const init = terraform('init', '-input=false', '-no-color', `-plugin-dir=${mirror}`);
  if (init.status !== 0) return { skipped: `terraform init failed: ${firstError(init.stderr)}` };
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const before = performance.now();
    const validate = terraform('validate', '-no-color');
    times.push(performance.now() - before);
    if (validate.status !== 0) return { skipped: `terraform validate failed: ${firstError(validate.stderr)}` };
  }
  return { version, runs, median: median(times.slice(1)) };
}

function versionIn(json: string): string {
  const said: { readonly terraform_version?: string } = JSON.parse(json);
  return said.terraform_version ?? 'of an unknown version';
}

function firstError(text: string): string {
  return /Error: (.*)/.exec(text)?.[1] ?? 'it does not say why';
}
