import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
  FileChangeType,
  type FileOperationOptions,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  TextDocumentSyncKind,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { offerActions } from './actions';
import { offerCompletion } from './completion';
import { type Features, featuresOf } from './features';
import { fixAllKind } from './fix-all';
import { offerHover } from './hover';
import type { Platform } from './platform';
import { type Publishing, pulledDiagnostics, pushedDiagnostics } from './publishing';
import { attempt } from './requests';
import { settingsSource } from './settings-source';
import { mayBeFolder, type Watching, watchFiles } from './watching';
import { openWorkspace, type Workspace } from './workspace';

/** Serves one client until it says goodbye. */
export function startServer(connection: Connection, platform: Platform): void {
  connection.onInitialize((params) => {
    const features = featuresOf(params.capabilities, params.initializationOptions);
    serve(connection, platform, params, features);
    return capabilities(features, platform.version);
  });
  connection.listen();
}

function serve(connection: Connection, platform: Platform, params: InitializeParams, features: Features): void {
  const settings = settingsSource(connection, features, params.initializationOptions);
  let watching: Watching | undefined;
  const workspace = openWorkspace(platform, {
    workspaceFolders: workspaceFolders(params),
    settingsFor: settings.settingsFor,
    log: (error) => connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    onChanged: (unit) => publishing.changed(unit),
    onWanted: (uri) => watching?.watch(uri),
    onForgotten: (uri) => watching?.unwatch(uri),
  });
  const publish = features.pullDiagnostics ? pulledDiagnostics : pushedDiagnostics;
  const publishing: Publishing = publish(connection, workspace, { workspace, features });
  offerActions(connection, workspace, features, platform.accepts);
  if (features.hover) offerHover(connection, workspace, features);
  if (features.snippets) offerCompletion(connection, workspace, features);
  followDocuments(connection, workspace, publishing, askForFolders);
  followFiles(connection, workspace, (uri) => watching?.isWatched(uri) === true);

  connection.onDidChangeConfiguration(({ settings: sent }) => {
    settings.changed(sent);
    workspace.settingsChanged();
  });
  connection.onInitialized(() => {
    connection.console.info(`Trailseal ${platform.version} is ready.`);
    watching = watchFiles(connection, features, workspaceFolders(params));
    askForFolders();
    if (!features.registerConfiguration) return;
    const registration = { section: 'trailseal' };
    void attempt(connection, 'settings', () =>
      connection.client.register(DidChangeConfigurationNotification.type, registration),
    );
  });
  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) =>
    changeFolders(event.added, event.removed),
  );

  let hasFolders = workspaceFolders(params).length > 0;
  /** Some clients start a server before they know what is open, and tell nothing of it later. */
  function askForFolders(): void {
    if (hasFolders || !features.workspaceFolders) return;
    void attempt(connection, 'workspace folders', async () => {
      const folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
      if (!hasFolders && folders.length > 0) changeFolders(folders, []);
    });
  }

  function changeFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): void {
    const uris = (folders: readonly WorkspaceFolder[]) => folders.map(({ uri }) => uri);
    hasFolders ||= added.length > 0;
    watching?.foldersChanged(uris(added), uris(removed));
    workspace.workspaceFoldersChanged(uris(added), uris(removed));
  }
}

function followDocuments(
  connection: Connection,
  workspace: Workspace,
  publishing: Publishing,
  onOpened: () => void,
): void {
  connection.onDidOpenTextDocument(({ textDocument }) => {
    workspace.open(textDocument);
    onOpened();
  });
  connection.onDidChangeTextDocument(
    ({ textDocument, contentChanges }) => void workspace.change(textDocument, contentChanges),
  );
  connection.onDidCloseTextDocument(({ textDocument }) => {
    const document = workspace.close(textDocument.uri);
    if (document) publishing.closed(document);
  });
}

function followFiles(connection: Connection, workspace: Workspace, isWatched: (uri: string) => boolean): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const ofType = (wanted: FileChangeType) => changes.flatMap(({ uri, type }) => (type === wanted ? [uri] : []));
    workspace.filesChanged(changes.map(({ uri }) => uri));
    // What happens to a folder may be no event of the files in it.
    workspace.foldersChanged(ofType(FileChangeType.Deleted), ofType(FileChangeType.Created).filter(mayBeFolder));
  });
  connection.workspace.onDidDeleteFiles(({ files }) =>
    workspace.foldersChanged(
      files.map(({ uri }) => uri),
      [],
    ),
  );
  connection.workspace.onDidRenameFiles(({ files }) =>
    workspace.foldersChanged(
      files.map(({ oldUri }) => oldUri),
      files.map(({ newUri }) => newUri),
    ),
  );
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => workspace.saved(uri, isWatched));
}

function workspaceFolders({ workspaceFolders: folders, rootUri }: InitializeParams): readonly string[] {
  return folders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
}

function capabilities(features: Features, version: string): InitializeResult {
  const folders: FileOperationOptions['didDelete'] = { filters: [{ pattern: { glob: '**', matches: 'folder' } }] };
  return {
    serverInfo: { name: 'Trailseal', version },
    capabilities: {
      positionEncoding: PositionEncodingKind.UTF16,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      ...(features.pullDiagnostics && {
        diagnosticProvider: { identifier: 'trailseal', interFileDependencies: true, workspaceDiagnostics: false },
      }),
      ...(features.hover && { hoverProvider: true }),
      ...(features.snippets && { completionProvider: {} }),
      ...(features.codeActions && {
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
          resolveProvider: features.resolveEdits,
        },
      }),
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { didDelete: folders, didRename: folders },
      },
    },
  };
}
