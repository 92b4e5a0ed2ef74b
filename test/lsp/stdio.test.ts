import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { emptyVariable, trailWithVariable } from './texts';

const server = join(__dirname, '../../server/src/main/node.ts');

describe('trailseal-language-server', function () {
  this.timeout(30_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trailseal ü-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('serves an editor over standard input and output, from the disk', async () => {
    writeFileSync(join(folder, 'variables.tf'), `\uFEFF${emptyVariable}`);
    const child = spawn(process.execPath, ['--import=tsx', server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const capabilities = { textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } } };
    await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities });
    await connection.sendNotification(InitializedNotification.type, {});
    const uri = pathToFileURL(join(folder, 'main.tf')).href;
    const textDocument = { uri, languageId: 'terraform', version: 1, text: trailWithVariable };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    const [found] = report.kind === 'full' ? report.items : [];
    equal(found?.code, 'trail-without-kms-key');
    match(found?.relatedInformation?.[0]?.location.uri ?? '', /variables\.tf$/);
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    const [code] = await once(child, 'exit');
    equal(code, 0);
    connection.dispose();
  });

  for (const [args, sentence] of [
    [[], /start it with --stdio/],
    [['--stdoi'], /start it with --stdio/],
    [['--socket=x'], /number of a port/],
    [['--pipe'], /name of a pipe/],
    [['--node-ipc'], /Try --stdio/],
  ] as const) {
    it(`says how to start it when it is started with ${args.join(' ') || 'nothing'}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--import=tsx', server, ...args], {
        encoding: 'utf8',
      });
      deepEqual([status, stdout], [2, '']);
      match(stderr, sentence);
      equal(stderr.trimEnd().split('\n').length, 1);
    });
  }
});
