import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import type { Texts } from '../core/run';
import { lessCollection } from './running-provider';

/** Runs Terraform as it is on a machine on which nobody has configured it. */
export function terraform(folder: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync('terraform', [...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    // Terraform would ask for newer versions of itself otherwise.
    env: {
      ...process.env,
      ...lessCollection,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      TF_CLI_CONFIG_FILE: devNull,
    },
  });
}

export function hasTerraform(): boolean {
  return spawnSync('terraform', ['version']).status === 0;
}

/** The module as Terraform would read it if it were OpenTofu, which takes `x.tofu` and leaves `x.tf` alone. */
export function asTerraform(texts: Texts): Texts {
  const isTofu = (name: string) => /\.tofu(\.json)?$/.test(name);
  const plain = [...texts].filter(([name]) => !isTofu(name));
  const tofu = [...texts].filter(([name]) => isTofu(name));
  return new Map([...plain, ...tofu.map(([name, text]) => [name.replace('.tofu', '.tf'), text] as const)]);
}
