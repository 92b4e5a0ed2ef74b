import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { CancellationTokenSource, DiagnosticSeverity, DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import { closeClients, everything, startClient, until } from './client';
import { memoryDisk } from './disk';
import { emptyVariable, header, headerAt, setVariable, trail, trailWithVariable } from './texts';

const main = 'file:///work/main.tf';
const variables = 'file:///work/variables.tf';
const { diagnostic: _, ...withoutPull } = everything.textDocument ?? {};
const pushing = { ...everything, textDocument: withoutPull };

describe('diagnostics', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('says who it is and what it can do', async () => {
    const { initialized } = await startClient(memoryDisk().platform);
    deepEqual(initialized.serverInfo, { name: 'Trailseal', version: '1.2.3' });
    equal(initialized.capabilities.positionEncoding, 'utf-16');
    deepEqual(initialized.capabilities.diagnosticProvider, {
      identifier: 'trailseal',
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    deepEqual(initialized.capabilities.codeActionProvider, {
      codeActionKinds: ['quickfix', 'source.fixAll.trailseal'],
      resolveProvider: true,
    });
  });

  it('has range, severity, code, link and source', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, `# comment\n${trail}`);
    const [found, ...others] = await client.pull(main);
    deepEqual(others, []);
    deepEqual(found?.range, headerAt(1));
    equal(found?.severity, DiagnosticSeverity.Warning);
    equal(found?.code, 'trail-without-kms-key');
    equal(found?.source, 'trailseal');
    match(found?.codeDescription?.href ?? '', /^https:\/\/.*\/docs\/rules\/trail-without-kms-key\.md$/);
    match(String(found?.message), /KMS/);
  });

  it('counts UTF-16 code units, and CRLF as one line break', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, `/* 🔑\r\n */ ${trail.replaceAll('\n', '\r\n')}`);
    const [found] = await client.pull(main);
    deepEqual(found?.range, { start: { line: 1, character: 4 }, end: { line: 1, character: 4 + header.length } });
  });

  it('follows the text as it is typed', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    await client.replace(main, '"logs"\n', '"logs"\n  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/k"\n');
    deepEqual(await client.pull(main), []);
    await client.replace(main, 'kms_key_id', 'kms');
    equal((await client.pull(main)).length, 1);
  });

  it('neither fails nor goes silent elsewhere while a line is half typed or a brace is open', async () => {
    const client = await startClient(memoryDisk().platform);
    const second = trail.replace('"main"', '"other"');
    await client.open(main, `${trail}\n${second}`);
    await client.replace(main, '"logs"\n', '"logs"\n  kms_key_id = \n');
    const halfTyped = await client.pull(main);
    ok(halfTyped.some(({ range }) => range.start.line > 4));
    await client.replace(main, '  kms_key_id = \n}', '');
    await client.pull(main);
    await client.replace(main, header, 'resource "aws_cloudtrail" "ma');
    await client.pull(main);
  });

  it('does not blink while something else is typed', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, `${trail}\n`);
    let typed = '\n';
    for (const sign of trail.replace('"main"', '"other"').replace('}', '  kms_key_id = local.key # }\n}')) {
      await client.replace(main, `\n}\n${typed}`, `\n}\n${typed}${sign}`);
      typed += sign;
      const ranges = (await client.pull(main)).map(({ range }) => range);
      deepEqual(ranges[0], headerAt(0), typed);
    }
  });

  it('shows where a value came from', async () => {
    const client = await startClient(memoryDisk({ [variables]: `# first line\n${emptyVariable}` }).platform);
    await client.open(main, trailWithVariable);
    const [found] = await client.pull(main);
    const [related] = found?.relatedInformation ?? [];
    equal(related?.location.uri, variables);
    ok((related?.location.range.start.line ?? 0) >= 1);
  });

  it('leaves out what the client cannot show', async () => {
    const capabilities = { ...everything, textDocument: { ...everything.textDocument, publishDiagnostics: {} } };
    const client = await startClient(memoryDisk({ [variables]: emptyVariable }).platform, { capabilities });
    await client.open(main, trailWithVariable);
    const [found] = await client.pull(main);
    equal(found?.relatedInformation, undefined);
    equal(found?.codeDescription, undefined);
  });

  it('answers a repeated question with "unchanged", and a changed text never', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    const first = await client.report(main);
    const again = await client.report(main, first.resultId);
    deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
    await client.replace(main, '"logs"', '"more"');
    equal((await client.report(main, first.resultId)).kind, 'full');
  });

  it('asks for a refresh when another file changes what was said, and only then', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trailWithVariable);
    await client.open(variables, setVariable);
    deepEqual(await client.pull(main), []);
    await client.replace(variables, 'variable', '\nvariable');
    await client.pull(variables);
    equal(client.refreshes(), 0);
    await client.replace(variables, setVariable, emptyVariable);
    await until(() => client.refreshes() > 0);
    equal((await client.pull(main)).length, 1);
  });

  it('ends a cancelled request', async () => {
    const disk = memoryDisk();
    const client = await startClient(disk.platform);
    const release = disk.hold();
    await client.open(main, trail);
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument: { uri: main } },
      source.token,
    );
    source.cancel();
    release();
    await asked.then(
      () => ok(false, 'expected a cancellation'),
      (error) => equal(error.code, -32800),
    );
  });

  describe('pushed', () => {
    it('come with the version that they are for', async () => {
      const client = await startClient(memoryDisk().platform, { capabilities: pushing });
      equal(client.initialized.capabilities.diagnosticProvider, undefined);
      await client.open(main, trail);
      await until(() => client.pushed.length > 0);
      equal(client.pushed[0]?.version, 1);
      deepEqual(client.pushed[0]?.diagnostics[0]?.range, headerAt(0));
      await client.replace(main, 'resource', '\nresource');
      await until(() => client.pushed.at(-1)?.version === 2);
      deepEqual(client.pushed.at(-1)?.diagnostics[0]?.range, headerAt(1));
    });

    it('follow the other files of the module', async () => {
      const client = await startClient(memoryDisk().platform, { capabilities: pushing });
      await client.open(main, trailWithVariable);
      await client.open(variables, setVariable);
      await client.replace(variables, setVariable, emptyVariable);
      await until(() => client.pushed.some(({ uri, diagnostics }) => uri === main && diagnostics.length === 1));
    });

    it('are taken back when the document is closed', async () => {
      const client = await startClient(memoryDisk().platform, { capabilities: pushing });
      await client.open(main, trail);
      await until(() => client.pushed.length > 0);
      await client.close(main);
      await until(() => client.pushed.at(-1)?.diagnostics.length === 0);
      equal(client.pushed.at(-1)?.uri, main);
    });
  });
});
