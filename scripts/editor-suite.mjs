import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInBrowser } from './host/in-browser.mjs';
import { hostRunsHere } from './host/install.mjs';
import { desktopVsCode, hasDisplay, runOnDesktop } from './host/on-desktop.mjs';
import { Problem } from './problem.mjs';
import { root } from './setup.mjs';

/**
 * @typedef {object} Run what a host needs to know; all paths are absolute
 * @property {string} extension the folder with package.json
 * @property {string} suite the module that exports run()
 * @property {string} workspace the workspace file to open
 * @property {Record<string, string>} env
 * @property {number} seconds after which the suite has failed
 */

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * Runs the suite of test/vscode in a real VS Code, over a copy of its workspace.
 * @param {{ grep?: string, verbose?: boolean }} options
 * @returns {Promise<Tally>}
 * @throws {Problem} when there is no VS Code to be had
 */
export async function runEditorSuite({ grep, verbose }) {
  await buildSuite();
  const folder = mkdtempSync(join(tmpdir(), 'trailseal-'));
  const [report, tally] = [join(folder, 'report.txt'), join(folder, 'tally.json')];
  cpSync(join(root, 'test/vscode/workspace'), join(folder, 'workspace'), { recursive: true });
  const run = {
    extension: root,
    suite: join(root, 'dist/test/suite/index'),
    workspace: join(folder, 'workspace/trailseal.code-workspace'),
    env: { TRAILSEAL_GREP: grep ?? '', TRAILSEAL_REPORT: report, TRAILSEAL_TALLY: tally },
    seconds: 600,
  };
  try {
    const host = await chooseHost();
    const said = await host(run);
    if (verbose) console.log(said);
    if (existsSync(report)) console.log(readFileSync(report, 'utf8').trimEnd());
    if (existsSync(tally)) return JSON.parse(readFileSync(tally, 'utf8'));
    console.error(`The suite inside VS Code ended before it had counted its tests:\n${said}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The desktop where there is one with a VS Code, else the npm registry's VS Code in a browser. */
async function chooseHost() {
  if (!hasDisplay) return runInBrowser;
  try {
    await desktopVsCode();
    return runOnDesktop;
  } catch (error) {
    if (hostRunsHere) return runInBrowser;
    throw new Problem(`No VS Code is installed and none could be downloaded (${error.message}).`);
  }
}

async function buildSuite() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/suite/*.ts'],
    outdir: 'dist/test/suite',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // mocha is not bundled: the globals that it gives to the suite's files have to be of one instance.
    external: ['vscode', 'mocha'],
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
