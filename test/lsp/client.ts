import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  FileChangeType,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  ProposedFeatures,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  UnregistrationRequest,
  type WorkspaceEdit,
  WorkspaceFoldersRequest,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rules } from '../../server/src/core/rules/index';
import type { Platform } from '../../server/src/lsp/platform';
import { startServer } from '../../server/src/lsp/server';

/** An editor without a window: it has documents, and the server on the other side of two streams. */
export interface Client {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  readonly open: (uri: string, text: string, language?: string) => Promise<void>;
  /** Replaces the first occurrence of `from`, as one incremental change. */
  readonly replace: (uri: string, from: string, to: string) => Promise<void>;
  readonly close: (uri: string) => Promise<void>;
  readonly text: (uri: string) => string;
  readonly report: (uri: string, previousResultId?: string) => Promise<DocumentDiagnosticReport>;
  readonly pull: (uri: string) => Promise<readonly Diagnostic[]>;
  readonly actions: (uri: string, range: Range, only?: string[]) => Promise<readonly CodeAction[]>;
  readonly resolve: (action: CodeAction) => Promise<CodeAction>;
  /** Changes the open documents as the edit says. Fails where an edit is for a version that is not the current one. */
  readonly apply: (edit: WorkspaceEdit) => Promise<void>;
  readonly filesChanged: (uris: readonly string[], type?: FileChangeType) => Promise<void>;
  readonly configure: (section: unknown) => Promise<void>;
  readonly pushed: readonly PublishDiagnosticsParams[];
  readonly refreshes: () => number;
  readonly logged: readonly string[];
  readonly registrations: readonly Registration[];
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** If none are given, one rule is on: most tests are about the protocol. */
  readonly settings?: unknown;
  /** What the client says for itself when it starts the server. */
  readonly initializationOptions?: object;
  readonly folders?: readonly string[];
  /** The folders that the client tells when it is asked. */
  readonly laterFolders?: readonly string[];
}

/** What VS Code can do, as far as the server asks. */
export const everything: ClientCapabilities = {
  textDocument: {
    diagnostic: { dynamicRegistration: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
    codeAction: {
      dataSupport: true,
      isPreferredSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix'] } },
    },
  },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true },
  },
};

/** Settings that turn a single rule on, but for what is chosen. */
export function settingsOf(chosen: Readonly<Record<string, string>> = {}): object {
  const off = rules.map(({ id }) => [id, id === 'trail-without-kms-key' ? 'warning' : 'off']);
  return { rules: { ...Object.fromEntries(off), ...chosen } };
}

const running: (() => Promise<void>)[] = [];

/** Ends what the tests have started. */
export async function closeClients(): Promise<void> {
  await Promise.all(running.splice(0).map((end) => end()));
}

export async function startClient(platform: Platform, options: ClientOptions = {}): Promise<Client> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, platform);
  const connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  running.push(async () => {
    await connection.sendRequest(ShutdownRequest.type);
    connection.dispose();
    server.dispose();
  });
  const documents = new Map<string, TextDocument>();
  const pushed: PublishDiagnosticsParams[] = [];
  const logged: string[] = [];
  const registrations: Registration[] = [];
  let settings: unknown = 'settings' in options ? options.settings : settingsOf();
  let refreshes = 0;
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings ?? null));
  connection.onRequest(RegistrationRequest.type, (params) => void registrations.push(...params.registrations));
  connection.onRequest(UnregistrationRequest.type, ({ unregisterations }) => {
    for (const { id } of unregisterations)
      registrations.splice(
        registrations.findIndex((one) => one.id === id),
        1,
      );
  });
  connection.onRequest(WorkspaceFoldersRequest.type, () =>
    (options.laterFolders ?? []).map((uri) => ({ uri, name: uri })),
  );
  connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshes++);
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => void pushed.push(params));
  connection.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message));
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? everything,
    initializationOptions: { ...options.initializationOptions, trailseal: settings },
    workspaceFolders: (options.folders ?? ['file:///work']).map((uri) => ({ uri, name: uri })),
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const document = (uri: string): TextDocument => {
    const found = documents.get(uri);
    if (!found) throw new Error(`${uri} is not open`);
    return found;
  };
  const change = async (uri: string, changes: readonly { readonly range: Range; readonly text: string }[]) => {
    const known = document(uri);
    documents.set(uri, TextDocument.update(known, [...changes], known.version + 1));
    const textDocument = { uri, version: known.version };
    await connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [...changes],
    });
  };
  const report: Client['report'] = (uri, previousResultId) =>
    connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      identifier: 'trailseal',
      ...(previousResultId !== undefined && { previousResultId }),
    });
  return {
    connection,
    initialized,
    pushed,
    logged,
    registrations,
    refreshes: () => refreshes,
    report,
    text: (uri) => document(uri).getText(),
    async open(uri, text, languageId = 'terraform') {
      documents.set(uri, TextDocument.create(uri, languageId, 1, text));
      const textDocument = { uri, languageId, version: 1, text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    async replace(uri, from, to) {
      const known = document(uri);
      const start = known.getText().indexOf(from);
      if (start < 0) throw new Error(`${uri} does not contain ${from}`);
      await change(uri, [
        { range: { start: known.positionAt(start), end: known.positionAt(start + from.length) }, text: to },
      ]);
    },
    async close(uri) {
      documents.delete(uri);
      await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    },
    async pull(uri) {
      const answer = await report(uri);
      if (answer.kind !== 'full') throw new Error('expected a full report');
      return answer.items;
    },
    async actions(uri, range, only) {
      const context = { diagnostics: [], ...(only && { only }) };
      const answer = await connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range, context });
      return (answer ?? []) as CodeAction[];
    },
    resolve: (action) => connection.sendRequest(CodeActionResolveRequest.type, action),
    async apply({ documentChanges = [] }) {
      for (const one of documentChanges) {
        if (!('textDocument' in one)) throw new Error('expected edits of documents');
        const { uri, version } = one.textDocument;
        if (version !== document(uri).version) throw new Error(`${uri}: the edit is for version ${version}`);
        const edits = one.edits.flatMap((edit) =>
          'newText' in edit ? [{ range: edit.range, text: edit.newText }] : [],
        );
        await change(uri, edits.reverse()); // from the end, so that each speaks of the text before all of them
      }
    },
    async filesChanged(uris, type = FileChangeType.Changed) {
      const changes = uris.map((uri) => ({ uri, type }));
      await connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    },
    async configure(section) {
      settings = section;
      await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { trailseal: section } });
    },
  };
}

/** Waits until something is so, for 10 seconds at most. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
