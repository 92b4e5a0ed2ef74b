import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ConfigurationRequest,
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type Position,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { everything } from '../lsp/client';

/** The built server in its own process, and as much of an editor as it takes to have one file checked. */
export interface BenchServer {
  readonly pid: number;
  /** Opens the file, and gives the findings in it. */
  readonly open: (text: string) => Promise<readonly unknown[]>;
  /** Types a text where no other is replaced, and gives the findings after that. */
  readonly type: (position: Position, text: string) => Promise<readonly unknown[]>;
  readonly end: () => Promise<void>;
}

/** The file that a server is started for. It need not exist. */
export interface BenchFile {
  readonly path: string;
  readonly languageId: string;
}

/** Starts the `server.js` of that folder. */
export async function startBenchServer(
  dist: string,
  { path, languageId }: BenchFile,
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
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => null));
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
  connection.listen();
  const folder = pathToFileURL(dirname(path)).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: folder,
    workspaceFolders: [{ uri: folder, name: 'bench' }],
    capabilities: everything,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const uri = pathToFileURL(path).href;
  let version = 1;
  let previousResultId: string | undefined;
  const pull = async (): Promise<readonly unknown[]> => {
    const report: DocumentDiagnosticReport = await connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      identifier: 'trailseal',
      ...(previousResultId !== undefined && { previousResultId }),
    });
    if (report.kind !== 'full') throw new Error(`A new text was answered as ${report.kind}.`);
    previousResultId = report.resultId;
    return report.items;
  };
  return {
    pid,
    async open(text) {
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version, text },
      });
      return pull();
    },
    async type(position, text) {
      version++;
      // Not waited for, as in an editor: the question follows the change on the same stream.
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: position, end: position }, text }],
      });
      return pull();
    },
    async end() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}
