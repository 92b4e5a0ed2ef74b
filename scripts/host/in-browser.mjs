import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { startBrowser } from './browser.mjs';
import { hostFolder, installHost } from './install.mjs';
import { startServer } from './server.mjs';

/** What VS Code complains of because its optional native modules are not built. */
const EXPECTED = /Could not locate the bindings file|Cannot find module '\.\/build\/Release/;

/**
 * Runs a suite inside the extension host of a VS Code that shows itself to a browser without a window.
 * @param {import('../editor-suite.mjs').Run} run
 * @returns {Promise<string>} the last of what VS Code said meanwhile
 */
export async function runInBrowser({ extension, suite, workspace, env, seconds }) {
  installHost();
  // A built VS Code looks at the paths in the payload only with this switch.
  const server = await startServer({ args: ['--enable-smoke-test-driver'], env });
  let browser;
  try {
    browser = await startBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const said = [];
    const hear = (...values) => {
      const line = format(...values);
      if (!EXPECTED.test(line)) said.push(line);
    };
    page.on('pageerror', (error) => hear(error.message));
    await page.exposeFunction('codeAutomationLog', (_kind, values) => hear(...values));
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    await page.goto(address(server.host, { extension, suite, workspace }));
    const late = Symbol('late');
    const first = await Promise.race([ended, sleep(seconds * 1000, late, { ref: false })]);
    if (first === late) {
      const picture = join(hostFolder, 'too-late.png');
      await page.screenshot({ path: picture });
      hear(`The suite did not end within ${seconds} seconds; what VS Code showed then is in ${picture}`);
    }
    return said.slice(-100).join('\n');
  } finally {
    await browser?.close();
    await server.stop();
  }
}

function address(host, { extension, suite, workspace }) {
  const remote = (path) => `vscode-remote://${host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  return `http://${host}/?${new URLSearchParams({ workspace, payload: JSON.stringify(payload) })}`;
}
