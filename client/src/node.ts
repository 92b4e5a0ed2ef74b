import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, type NodeModule, TransportKind } from 'vscode-languageclient/node';
import { type Extension, startExtension } from './extension';

let extension: Extension | undefined;

/** The entry point where extensions run on Node: the server is a process of its own. */
export async function activate(context: ExtensionContext): Promise<void> {
  const run: NodeModule = { module: join(context.extensionPath, 'dist', 'server.js'), transport: TransportKind.ipc };
  const debug: NodeModule = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  extension = await startExtension(
    context,
    (id, name, options) => new LanguageClient(id, name, { run, debug }, options),
  );
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
  extension = undefined;
}
