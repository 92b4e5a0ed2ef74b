// npm start: a VS Code with the extension in it, from a bare checkout. See --help.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostRunsHere, installHost } from './host/install.mjs';
import { desktopCommand, desktopVsCode, hasDisplay } from './host/on-desktop.mjs';
import { linkExtension, startServer } from './host/server.mjs';
import { Problem, runScript, understand } from './problem.mjs';
import { root, setUp } from './setup.mjs';

const EXAMPLES = join(root, 'examples');

/** The file that is open at first, when it is there. */
const FIRST_FILE = join(EXAMPLES, 'terraform/main.tf');

const HELP = `npm start [-- OPTIONS]

Sets up the project where that is needed, builds it and opens examples/ in a VS Code with the extension: the one that is
installed on this desktop, else one that is served to any browser on this machine, until Ctrl+C.

  --browser        serve it to a browser even where there is a desktop
  --port N         the port to serve it on (default: any that is free)
  --check PATH...  open nothing: print the findings in these files and folders
  --help           this text`;

/** @type {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  browser: { type: 'boolean' },
  port: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

runScript(async () => {
  const args = process.argv.slice(2);
  const checkAt = args.indexOf('--check');
  const own = checkAt < 0 ? args : args.slice(0, checkAt);
  const { values } = understand(() => parseArgs({ args: own, options: OPTIONS }), 'npm start --');
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.port !== undefined && !isPort(values.port)) {
    throw new Problem(`--port wants a number from 1 to 65535, not '${values.port}'.`, 2);
  }
  setUp();
  if (checkAt >= 0) return check(args.slice(checkAt + 1));
  const inBrowser = values.browser || values.port !== undefined;
  if (hasDisplay && !inBrowser) {
    const command = desktopCommand();
    if (command) return openOnDesktop(command);
    if (!hostRunsHere) return openOnDesktop(await desktopVsCode());
  }
  return serve(Number(values.port ?? 0));
});

function isPort(text) {
  return /^[1-9]\d*$/.test(text) && Number(text) <= 65_535;
}

function check(paths) {
  const { status } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', ...paths], { stdio: 'inherit' });
  return status ?? 1;
}

function openOnDesktop(command) {
  const files = existsSync(FIRST_FILE) ? [EXAMPLES, FIRST_FILE] : [EXAMPLES];
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, ...files];
  // On Windows the command is a batch file, which only a shell can run.
  const shell = process.platform === 'win32';
  const quoted = shell ? args.map((arg) => `"${arg}"`) : args;
  const { status } = spawnSync(shell ? `"${command}"` : command, quoted, { stdio: 'inherit', shell });
  if (status === 0) console.log('VS Code is opening examples/ with Trailseal.');
  return status ?? 1;
}

/** Serves VS Code on this machine only, to whoever has the address with the token in it, until Ctrl+C. */
async function serve(port) {
  installHost();
  // Ctrl+C is how this is meant to end, so it is no failure. What was started is stopped on exit.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(0));
  const token = randomBytes(12).toString('hex');
  const server = await startServer({ port, token, installExtensions: linkExtension });
  const query = new URLSearchParams({ tkn: token, folder: EXAMPLES });
  if (existsSync(FIRST_FILE)) {
    query.set('payload', JSON.stringify([['openFile', `vscode-remote://${server.host}${FIRST_FILE}`]]));
  }
  console.log(`VS Code with Trailseal, until Ctrl+C: http://${server.host}/?${query}`);
  throw new Problem(`VS Code's server ended by itself, with ${await server.ended}.`);
}
