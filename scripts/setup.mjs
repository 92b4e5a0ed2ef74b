import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installLocked } from './npm.mjs';
import { Problem } from './problem.mjs';

/** The folder of the project, where package.json is. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The first Node that has all that the build and the tests use. package.json and the papers say the same. */
const OLDEST_NODE = [20, 19];

/** From a bare checkout to a built extension in dist/. Only Node's own modules may be used before this has run. */
export function setUp() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Problem(`Trailseal is built with Node ${OLDEST_NODE.join('.')} or later; this is ${process.version}.`);
  }
  installLocked(root, 'the packages of the project');
  const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (build.status !== 0) throw new Problem('The build failed: see above.');
}
