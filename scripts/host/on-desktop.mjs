import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether a window can be shown here. */
export const hasDisplay =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  !!(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const APPLICATIONS = ['Visual Studio Code', 'Visual Studio Code - Insiders', 'VSCodium'];

/**
 * The command line of a VS Code that is installed on this desktop (`code` or a relative of it).
 * @returns {string | undefined}
 */
export function desktopCommand() {
  for (const name of ['code', 'code-insiders', 'codium']) {
    const path = onPath(name);
    if (path) return path;
  }
  if (process.platform !== 'darwin') return undefined;
  const commands = APPLICATIONS.map((name) => `/Applications/${name}.app/Contents/Resources/app/bin/code`);
  return commands.find(existsSync);
}

/**
 * The program behind that command line, which is what a suite needs.
 * @returns {string | undefined}
 */
function desktopProgram() {
  const command = desktopCommand();
  if (!command) return undefined;
  const folder = dirname(dirname(realpathSync(command)));
  const names = {
    darwin: ['../../MacOS/Electron', '../../MacOS/Code', '../../MacOS/VSCodium'],
    win32: ['Code.exe', 'Code - Insiders.exe', 'VSCodium.exe'],
  };
  const candidates = names[process.platform] ?? ['code', 'code-insiders', 'codium'];
  return candidates.map((name) => join(folder, name)).find(existsSync);
}

function onPath(name) {
  const windows = process.platform === 'win32';
  try {
    const found = execFileSync(windows ? 'where' : 'which', [name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = found.split(/\r?\n/).filter(Boolean);
    return windows ? lines.find((line) => line.endsWith('.cmd')) : lines[0];
  } catch {
    return undefined;
  }
}

/**
 * Runs a suite inside the VS Code of this desktop, or inside one that @vscode/test-electron downloads.
 * @param {import('../editor-suite.mjs').Run} run
 * @returns {Promise<string>} how it ended; what VS Code said meanwhile has been printed
 */
export async function runOnDesktop({ extension, suite, workspace, env }) {
  const { runTests } = await import('@vscode/test-electron');
  const program = await desktopVsCode();
  const run = runTests({
    vscodeExecutablePath: program,
    extensionDevelopmentPath: extension,
    extensionTestsPath: suite,
    extensionTestsEnv: env,
    launchArgs: [
      workspace,
      '--disable-extensions',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--skip-release-notes',
      // Chromium refuses to run as root with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  // A failed test ends VS Code with an error as well; the suite has written down which.
  return run.then(String, (error) => error.message);
}

/** The program of a VS Code for this desktop; fails when there is none and none can be downloaded. */
export async function desktopVsCode() {
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return desktopProgram() ?? (await downloadAndUnzipVSCode({ timeout: 30_000 }));
}
