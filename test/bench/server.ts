import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  type Range,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  UnregistrationRequest,
} from 'vscode-languageserver/node';
import { everything } from '../lsp/client';

/** The built server in its own process, and as much of an editor as it takes to have files checked. */
export interface BenchServer {
  readonly pid: number;
  /** Not waited for, as in an editor: the question follows on the same stream. So with changes. */
  readonly open: (file: BenchFile, text: string) => void;
  readonly change: (path: string, range: Range, text: string) => void;
  /** The findings in a file that is open. */
  readonly pull: (path: string) => Promise<readonly Diagnostic[]>;
  /** How often the server has said that what was pulled is no longer right. */
  readonly refreshes: () => number;
  readonly end: () => Promise<void>;
}

/** A file to open. It need not exist. */
export interface BenchFile {
  readonly path: string;
  readonly languageId: string;
}

/** Starts the `server.js` of the folder `dist`, in an editor that has `folder` open. */
export async function startBenchServer(
  dist: string,
  folder: string,
  nodeOptions: readonly string[],
): Promise<BenchServer> {
  const child = spawn(process.execPath, [...nodeOptions, join(dist, 'server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error('The server did not start.');
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let refreshes = 0;
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onRequest(UnregistrationRequest.type, () => undefined);
  connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshes++);
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'bench' }],
    capabilities: everything,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    pid,
    ...documentsOf(connection),
    refreshes: () => refreshes,
    async end() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}

interface Pulled {
  readonly version: number;
  readonly resultId: string | undefined;
  readonly items: readonly Diagnostic[];
}

/** The documents that are open, by path. */
function documentsOf(connection: ProtocolConnection): Pick<BenchServer, 'open' | 'change' | 'pull'> {
  const versions = new Map<string, number>();
  const pulled = new Map<string, Pulled>();
  return {
    open({ path, languageId }, text) {
      versions.set(path, 1);
      void connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: pathToFileURL(path).href, languageId, version: 1, text },
      });
    },
    change(path, range, text) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: pathToFileURL(path).href, version },
        contentChanges: [{ range, text }],
      });
    },
    async pull(path) {
      const version = versions.get(path) ?? 0;
      const before = pulled.get(path);
      const report: DocumentDiagnosticReport = await connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: pathToFileURL(path).href },
        identifier: 'trailseal',
        ...(before?.resultId !== undefined && { previousResultId: before.resultId }),
      });
      if (report.kind === 'full') {
        pulled.set(path, { version, resultId: report.resultId, items: report.items });
        return report.items;
      }
      if (before?.version !== version) throw new Error(`A new text was answered as ${report.kind}.`);
      return before.items;
    },
  };
}
