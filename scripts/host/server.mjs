import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Problem } from '../problem.mjs';
import { root } from '../setup.mjs';
import { hostFolder, programs } from './install.mjs';
import { endGroup, endWithUs } from './processes.mjs';

/** User settings with which VS Code asks nothing, fetches nothing and reports nothing. */
const QUIET = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  // A browser's VS Code saves by itself otherwise, and the examples are files of the project.
  'files.autoSave': 'off',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
};

/**
 * Starts VS Code's server on the loopback interface, with a profile of its own that is deleted when it stops.
 * @param {object} options
 * @param {number} [options.port] 0 for any
 * @param {string} [options.token] what a browser must show to be let in
 * @param {Record<string, unknown>} [options.settings] user settings beside the quiet ones
 * @param {string[]} [options.args] further arguments of the server
 * @param {Record<string, string>} [options.env] for the server and for the extension host
 * @param {(extensionsFolder: string) => void} [options.installExtensions]
 * @returns {Promise<{ host: string, ended: Promise<number | string>, stop: () => Promise<void> }>} `host` is address and port;
 *   `ended` settles when the server does
 */
export async function startServer({ port = 0, token, settings, args = [], env = {}, installExtensions } = {}) {
  const listenOn = await freePort(port);
  const profile = mkdtempSync(join(hostFolder, 'profile-'));
  mkdirSync(join(profile, 'data/User'), { recursive: true });
  mkdirSync(join(profile, 'extensions'));
  writeFileSync(join(profile, 'data/User/settings.json'), JSON.stringify({ ...QUIET, ...settings }));
  installExtensions?.(join(profile, 'extensions'));

  const child = spawn(
    programs.node,
    [
      programs.vscodeServer,
      ...['--host', '127.0.0.1', '--port', String(listenOn)],
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      ...['--server-data-dir', profile, '--extensions-dir', join(profile, 'extensions')],
      ...[
        '--accept-server-license-terms',
        '--telemetry-level',
        'off',
        '--disable-workspace-trust',
        '--disable-experiments',
      ],
      ...args,
    ],
    { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  endWithUs(child);
  // After the child's own end, so that nothing writes there any more.
  process.once('exit', () => rmSync(profile, { recursive: true, force: true }));
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);
  let output = '';
  const started = new Promise((resolve, reject) => {
    const listen = (chunk) => {
      output = (output + chunk).slice(-100_000);
      if (output.includes('Extension host agent started')) resolve(undefined);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Problem(`VS Code's server ended with ${code}:\n${output}`)));
    setTimeout(() => reject(new Problem(`VS Code's server did not start within a minute:\n${output}`)), 60_000).unref();
  });
  const stop = async () => {
    await endGroup(child);
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    await started;
  } catch (error) {
    await stop();
    throw error;
  }
  return { host: `127.0.0.1:${listenOn}`, ended, stop };
}

/**
 * Installs the extension as a link, so that `npm run build` and a reload of the page show a change.
 * @param {string} extensionsFolder
 */
export function linkExtension(extensionsFolder) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  symlinkSync(root, join(extensionsFolder, `${publisher}.${name}-${version}`));
}

/** Our environment without what an npm or a VS Code around us has put there. */
function cleanEnvironment(more) {
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', ...more };
  for (const name of Object.keys(env)) if (/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS)/.test(name)) delete env[name];
  return env;
}

function freePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(new Problem(`Port ${wanted} cannot be used: is something else listening on it?`)));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
