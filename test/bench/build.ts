import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Builds the server where it has not been built from the sources as they are. */
export function buildIfNeeded(root: string): void {
  const sources = readdirSync(join(root, 'server/src'), { recursive: true, encoding: 'utf8' });
  const inputs = [...sources.map((name) => join('server/src', name)), 'esbuild.mjs', 'package-lock.json'];
  const server = join(root, 'dist/server.js');
  const built = existsSync(server) ? statSync(server).mtimeMs : 0;
  if (inputs.every((input) => statSync(join(root, input)).mtimeMs <= built)) return;
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The build failed.');
}
