import { deepEqual, equal, match } from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { settingsOf } from './client';
import { callOf, emptyVariable, trailModule, trailWithVariable } from './texts';

const server = join(__dirname, '../../server/src/main/node.ts');

describe('trailseal-language-server', function () {
  this.timeout(30_000);
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trailseal ü-'));
  });
  afterEach(() => {
    // A test that fails has not ended what it started, which would be waited for.
    for (const child of started.splice(0)) child.kill();
    rmSync(folder, { recursive: true });
  });

  it('serves an editor over standard input and output, from the disk', async () => {
    writeFileSync(join(folder, 'variables.tf'), `\uFEFF${emptyVariable}`);
    const program = await startProgram(folder);
    const [found] = await program.findings(join(folder, 'main.tf'), trailWithVariable);
    equal(found?.code, 'trail-without-kms-key');
    match(found?.relatedInformation?.[0]?.location.uri ?? '', /variables\.tf$/);
    equal(await program.end(), 0);
  });

  it('reads modules through links, and is not led in circles by them', async () => {
    mkdirSync(join(folder, 'modules/trail'), { recursive: true });
    writeFileSync(join(folder, 'modules/trail/main.tf'), trailModule);
    symlinkSync('.', join(folder, 'again'), 'dir');
    symlinkSync('modules', join(folder, 'linked'), 'dir');
    symlinkSync('nowhere', join(folder, 'broken.tf'));
    const program = await startProgram(folder);
    const again = callOf('./again').replace('"trail"', '"again"');
    const calls = `${callOf('./linked/trail')}${again}`;
    writeFileSync(join(folder, 'calls.tf'), again);
    const [found] = await program.findings(join(folder, 'main.tf'), calls);
    match(String(found?.message), /^module\.trail\.aws_cloudtrail\.main/);
    equal(await program.end(), 0);
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

const started: ChildProcess[] = [];

/** The program in an editor that has the folder open. */
async function startProgram(folder: string) {
  const child = spawn(process.execPath, ['--import=tsx', server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const capabilities = { textDocument: { diagnostic: {}, publishDiagnostics: { relatedInformation: true } } };
  const rootUri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri,
    capabilities,
    initializationOptions: { trailseal: settingsOf() },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    async findings(path: string, text: string): Promise<readonly Diagnostic[]> {
      const uri = pathToFileURL(path).href;
      const textDocument = { uri, languageId: 'terraform', version: 1, text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
      const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
      return report.kind === 'full' ? report.items : [];
    },
    /** The code that it ends with. */
    async end(): Promise<unknown> {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const [code] = await once(child, 'exit');
      connection.dispose();
      return code;
    },
  };
}
