import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  LanguageStatusSeverity,
  type LogOutputChannel,
  languages,
  window,
} from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { registerSelect, resolveFix, selectCommand } from './fixes';
import { documentSelector, ownDocuments } from './selector';

/** What an entry point (Node, and later the browser) gives: a client whose server runs where that entry can run one. */
export type MakeClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** A running extension. */
export interface Extension {
  readonly stop: () => Promise<void>;
}

/** Starts the language server, and offers the commands that have to do with it. */
export async function startExtension(context: ExtensionContext, makeClient: MakeClient): Promise<Extension> {
  const output = window.createOutputChannel('Trailseal', { log: true });
  const client: BaseLanguageClient = makeClient('trailseal', 'Trailseal', {
    documentSelector,
    outputChannel: output,
    initializationOptions: { commands: [copyCommand, selectCommand] },
    middleware: { resolveCodeAction: (action, token) => resolveFix(client, action, token) },
  });
  context.subscriptions.push(
    output,
    commands.registerCommand('trailseal.restartServer', () => restart(client, output)),
    commands.registerCommand('trailseal.showOutput', () => output.show(true)),
    commands.registerCommand(copyCommand, copy),
    registerSelect(),
    ...showStatus(client),
  );
  // The client tells the user itself. The commands stay, to look for the reason and to try again.
  await client.start().catch((error) => output.error(error));
  return { stop: async () => (client.needsStop() ? client.dispose() : undefined) };
}

/** What the server offers to be put elsewhere. */
const copyCommand = 'trailseal.copy';

async function copy(text: string, where: string): Promise<void> {
  await env.clipboard.writeText(text);
  // Whoever closes the message is not waited for.
  void window.showInformationMessage(where);
}

async function restart(client: BaseLanguageClient, output: LogOutputChannel): Promise<void> {
  try {
    if (client.needsStop()) await client.stop();
    await client.start();
  } catch (error) {
    output.error(error instanceof Error ? error : String(error));
    const show = 'Show Output';
    if ((await window.showErrorMessage('Trailseal: the server could not be restarted.', show)) === show) output.show();
  }
}

/** Whether the server runs, beside the language in the status bar. */
function showStatus(client: BaseLanguageClient): readonly Disposable[] {
  const status = languages.createLanguageStatusItem('trailseal.server', ownDocuments);
  status.name = 'Trailseal';
  status.command = { command: 'trailseal.showOutput', title: 'Show Output' };
  const show = (state: State) => {
    status.busy = state === State.Starting;
    status.text = statusText[state];
    status.severity = state === State.StartFailed ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  };
  show(client.state);
  return [status, client.onDidChangeState(({ newState }) => show(newState))];
}

const statusText: Readonly<Record<State, string>> = {
  [State.Starting]: 'Trailseal is starting',
  [State.Running]: 'Trailseal',
  [State.Stopped]: 'Trailseal is stopped',
  [State.StartFailed]: 'Trailseal could not start',
};
