import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  LanguageStatusSeverity,
  type LogOutputChannel,
  l10n,
  languages,
  ProgressLocation,
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
    const title = l10n.t('Restarting the server of Trailseal');
    await window.withProgress({ location: ProgressLocation.Window, title }, async () => {
      if (client.needsStop()) await client.stop();
      await client.start();
    });
    // A server that starts at once gives no other sign.
    window.setStatusBarMessage(l10n.t('The server of Trailseal was restarted.'), 5000);
  } catch (error) {
    output.error(error instanceof Error ? error : String(error));
    const show = l10n.t('Show Output');
    const chosen = await window.showErrorMessage(l10n.t('The server of Trailseal could not be restarted.'), show);
    if (chosen === show) output.show();
  }
}

/** Whether the server runs, beside the language in the status bar. */
function showStatus(client: BaseLanguageClient): readonly Disposable[] {
  const status = languages.createLanguageStatusItem('trailseal.server', ownDocuments);
  status.name = 'Trailseal';
  status.command = { command: 'trailseal.showOutput', title: l10n.t('Show Output') };
  const texts: Readonly<Record<State, string>> = {
    [State.Starting]: l10n.t('Trailseal is starting'),
    [State.Running]: 'Trailseal',
    [State.Stopped]: l10n.t('Trailseal is stopped'),
    [State.StartFailed]: l10n.t('Trailseal could not start'),
  };
  const show = (state: State) => {
    status.busy = state === State.Starting;
    status.text = texts[state];
    status.severity = state === State.StartFailed ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  };
  show(client.state);
  return [status, client.onDidChangeState(({ newState }) => show(newState))];
}
