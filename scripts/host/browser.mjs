import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { hostFolder, programs } from './install.mjs';

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];

/** Starts the browser of the host, without a window. */
export function startBrowser() {
  const { chromium } = createRequire(join(hostFolder, 'package.json'))('playwright-core');
  return chromium.launch({
    executablePath: programs.chromium,
    headless: true,
    // It shows nothing but the server beside it, and the sandbox needs rights that containers seldom give.
    chromiumSandbox: false,
    args: [...QUIET, '--disable-component-update'],
    env: browserEnvironment(),
  });
}

/** The browser brings the libraries and fonts that a bare system lacks. */
function browserEnvironment() {
  const { LD_LIBRARY_PATH } = process.env;
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [LD_LIBRARY_PATH, programs.chromiumLibraries].filter(Boolean).join(delimiter),
  };
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_FILE = join(programs.chromiumFonts, 'fonts.conf');
  return env;
}

/** Collects the addresses that the page asks for and that are not on this machine. */
export function watchForLeaks(page) {
  const leaks = new Set();
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') leaks.add(request.url());
  });
  return leaks;
}
