import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { lazy } from '../server/src/core/memory/lazy';

/** A folder on this machine that `terraform init -plugin-dir` can take the provider for AWS from. */
export const providerMirror: () => string | undefined = lazy(() => conventional().find(hasProvider) ?? findMirror());

/** Where Terraform itself would look, and where its documentation keeps what it has downloaded. */
function conventional(): readonly string[] {
  const { TF_PLUGIN_DIR: own } = process.env;
  return [
    ...(own ? [own] : []),
    join(homedir(), '.terraform.d/plugins'),
    join(homedir(), '.terraform.d/plugin-cache'),
    join(homedir(), '.local/share/terraform/plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
}

/** A mirror has a folder for each host, and in that HOST/NAMESPACE/PROVIDER. */
function hasProvider(mirror: string): boolean {
  return existsSync(mirror) && readdirSync(mirror).some((host) => existsSync(join(mirror, host, 'hashicorp/aws')));
}

/** Images of build machines keep their mirror anywhere: one look at the upper folders of the disk, where it is of use. */
function findMirror(): string | undefined {
  if (process.platform !== 'linux' || !isOnPath('terraform')) return undefined;
  const provider = '/registry.terraform.io/hashicorp/aws';
  const bounds = ['-xdev', '-maxdepth', '6'];
  // Folders that may not be read make it fail, though it has found one.
  const { stdout } = spawnSync('find', ['/', ...bounds, '-type', 'd', '-path', `*${provider}`, '-print', '-quit'], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  const found = stdout?.trim();
  return found ? found.slice(0, -provider.length) : undefined;
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
