import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server';
import { nodePlatform } from './node-platform';
import { version } from './version';

const usage =
  'trailseal-language-server speaks the language server protocol to an editor: start it with --stdio, --node-ipc, --pipe=NAME or --socket=PORT.';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(usage);
} else if (args.includes('--version')) {
  console.log(version);
} else {
  const misuse = findMisuse();
  if (misuse === undefined) {
    startServer(createConnection(ProposedFeatures.all), nodePlatform);
  } else {
    console.error(misuse);
    process.exitCode = 2;
  }
}

/** What is wrong with the arguments, in a sentence. What the editor adds to the way it talks is its own affair. */
function findMisuse(): string | undefined {
  const transport = args.find((arg) => /^--(stdio|node-ipc|(pipe|socket)(=.*)?)$/.test(arg));
  if (transport === undefined) return usage;
  const [name, written] = transport.split('=', 2);
  const value = written ?? args[args.indexOf(transport) + 1];
  if (name === '--pipe' && !value) return 'Give --pipe the name of a pipe, such as --pipe=/tmp/trailseal.sock.';
  if (name === '--socket' && !isPort(value)) return 'Give --socket the number of a port, such as --socket=6009.';
  if (name === '--node-ipc' && !process.send)
    return '--node-ipc is for a Node program that starts this one as its child. Try --stdio.';
  return undefined;
}

function isPort(value: string | undefined): boolean {
  return value !== undefined && /^\d+$/.test(value) && Number(value) > 0 && Number(value) < 65536;
}
