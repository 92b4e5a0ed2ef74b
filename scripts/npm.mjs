import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

/**
 * Installs what the lock file in `folder` names, unless it is there already. An installation that was cut short is repeated,
 * because npm writes the list of what it installed last of all.
 * @param {string} folder
 * @param {string} what named in the message when it cannot be done
 * @param {{ development?: boolean }} options whether packages for development are wanted as well
 */
export function installLocked(folder, what, { development = true } = {}) {
  if (isInstalled(folder, development)) return;
  console.error(`Installing ${what}; this is done once ...`);
  const omit = development ? [] : ['--omit=dev'];
  // Not `npm ci`, which refuses a lock file that lacks an optional package of some other platform. Nor is the lock file changed.
  const { status, stderr, error } = npm(folder, [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...omit,
  ]);
  if (status === 0) return;
  const reason = error?.message ?? /^npm (?:error|ERR!) code (.*)$/m.exec(stderr)?.[1] ?? `npm ended with ${status}`;
  throw new Problem(`Could not install ${what} from the npm registry; is this machine online? (${reason})`);
}

/** Whether every package that the lock file asks for is there in the version it asks for. */
function isInstalled(folder, development) {
  const wanted = packagesIn(join(folder, 'npm-shrinkwrap.json')) ?? packagesIn(join(folder, 'package-lock.json'));
  const present = packagesIn(join(folder, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, dev, optional, devOptional }]) => {
    if (path === '') return true;
    const found = present[path];
    // Optional packages are those of other platforms.
    return found ? found.version === version : optional || devOptional || (dev && !development);
  });
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function npm(folder, args) {
  const env = { ...process.env };
  // What an outer `npm test` says about its own project must not reach an npm in another folder.
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle|command|config_local_prefix)/.test(name)) delete env[name];
  }
  const options = { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
  const outer = process.env.npm_execpath;
  if (outer?.endsWith('npm-cli.js')) return spawnSync(process.execPath, [outer, ...args], options);
  // On Windows npm is a batch file, which only a shell can run.
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}
