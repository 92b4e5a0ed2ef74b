import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  CancellationTokenSource,
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
} from 'vscode-languageserver/node';
import { fixAllKind } from '../../server/src/lsp/fix-all';
import { isAccepted } from '../../server/src/main/hashicorp-parser';
import { type Client, closeClients, everything, startClient } from './client';
import { memoryDisk } from './disk';
import { template, trail } from './texts';

const main = 'file:///work/main.tf';
const stack = 'file:///work/stack.yaml';
const caret = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const key = 'resource "aws_kms_key" "k" {}\n';
const alias = 'resource "aws_kms_alias" "a" {\n  target_key_id = aws_kms_key.k.key_id\n}\n';
const withAlias = trail.replace('}', '  kms_key_id     = aws_kms_alias.a.arn\n}');
/** On by default, with what they find mended safely. */
const settings = {};

async function ask(client: Client, uri: string, only: string[]): Promise<CodeAction | undefined> {
  const actions = await client.actions(uri, caret, only);
  ok(actions.length < 2);
  return actions[0];
}

async function start(): Promise<Client> {
  return startClient({ ...memoryDisk().platform, accepts: isAccepted }, { settings });
}

describe('all safe fixes of a document', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('are a kind that the server tells', async () => {
    const { codeActionProvider } = (await start()).initialized.capabilities;
    deepEqual(typeof codeActionProvider === 'object' && codeActionProvider.codeActionKinds, ['quickfix', fixAllKind]);
  });

  it('are one edit, for the version that is open', async () => {
    const client = await start();
    await client.open(main, withAlias + key + alias);
    for (const kind of ['source', CodeActionKind.SourceFixAll, fixAllKind])
      equal((await ask(client, main, [kind]))?.kind, fixAllKind, kind);
    const action = await ask(client, main, [fixAllKind]);
    ok(action?.edit);
    await client.apply(action.edit);
    match(client.text(main), /enable_log_file_validation = true/);
    match(client.text(main), /kms_key_id += aws_kms_key\.k\.arn/);
    // What costs something, such as another Region's events, is still there, and is not for anybody to do unasked.
    const left = (await client.pull(main)).map(({ code }) => code);
    ok(left.includes('trail-single-region'));
    ok(!left.includes('trail-without-log-validation') && !left.includes('trail-key-alias'));
    equal(await ask(client, main, [fixAllKind]), undefined);
  });

  it('are not among the quick fixes, nor is any of those among them', async () => {
    const client = await start();
    await client.open(main, trail);
    for (const only of [
      [CodeActionKind.QuickFix],
      [''],
      undefined,
      ['source.organizeImports'],
      ['source.fixAll.other'],
    ])
      deepEqual(
        (await client.actions(main, caret, only)).filter(({ kind }) => kind === fixAllKind),
        [],
      );
    const both = await client.actions(main, caret, [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll]);
    deepEqual(new Set(both.map(({ kind }) => kind)), new Set([CodeActionKind.QuickFix, fixAllKind]));
  });

  it('are not offered where nothing can be done unasked', async () => {
    const client = await start();
    await client.open(main, trail.replace('}', '  enable_log_file_validation = true\n}'));
    ok((await client.pull(main)).length > 0);
    equal(await ask(client, main, [fixAllKind]), undefined);
  });

  it('mend a template, too', async () => {
    const client = await start();
    const misspelt = `${template}      KmsKeyId: !ImportValue key\n`;
    await client.open(stack, misspelt, 'yaml');
    const action = await ask(client, stack, [fixAllKind]);
    ok(action?.edit);
    await client.apply(action.edit);
    equal(
      client.text(stack),
      misspelt.replace('KmsKeyId', 'KMSKeyId').replace(/$/, '      EnableLogFileValidation: true\n'),
    );
  });

  it('leave other files as they are', async () => {
    const client = await start();
    const variables = 'variable "validate" {\n  default = false\n}\n';
    await client.open('file:///work/variables.tf', variables);
    await client.open(main, trail.replace('}', '  enable_log_file_validation = var.validate\n}'));
    const found = (await client.pull(main)).map(({ code }) => code);
    ok(found.includes('trail-without-log-validation'));
    const fixes = await client.actions(main, { start: caret.start, end: { line: 9, character: 0 } });
    const own = fixes.find(({ title }) => /^Set var\.validate/.test(title));
    const { edit } = await client.resolve(own as CodeAction);
    ok(JSON.stringify(edit).includes('variables.tf'), 'the fix is one of another file');
    equal(await ask(client, main, [fixAllKind]), undefined);
  });

  it('leave a file alone that does not read', async () => {
    const client = await start();
    await client.open(main, `${trail}resource "aws_s3_bucket" "b" {\n  bucket = = "b"\n}\n`);
    equal(await ask(client, main, [fixAllKind]), undefined);
    match(client.logged.join('\n'), /is left out: .*main\.tf would not read/);
    await client.replace(main, '= =', '=');
    ok(await ask(client, main, [fixAllKind]));
  });

  it('are none where somebody has typed meanwhile', async () => {
    let typing: (() => Promise<void>) | undefined;
    const platform = {
      ...memoryDisk().platform,
      async accepts(path: string, text: string) {
        await typing?.();
        return isAccepted(path, text);
      },
    };
    const client = await startClient(platform, { settings });
    await client.open(main, trail);
    typing = async () => {
      typing = undefined;
      await client.replace(main, '"main"\n', '"other"\n');
      await client.pull(main);
    };
    equal(await ask(client, main, [fixAllKind]), undefined);
    ok(await ask(client, main, [fixAllKind]));
  });

  it('are made also where HashiCorp’s parser cannot be asked, which is told once', async () => {
    const accepts = async () => {
      throw new Error('no parser');
    };
    const client = await startClient({ ...memoryDisk().platform, accepts }, { settings });
    await client.open(main, trail + trail.replaceAll('main', 'other'));
    const action = await ask(client, main, [fixAllKind]);
    equal(JSON.stringify(action?.edit).match(/enable_log_file_validation/g)?.length, 2);
    ok(await ask(client, main, [fixAllKind]));
    const told = client.logged.filter((line) => line.includes('could not be asked'));
    deepEqual(told, ["HashiCorp's parser could not be asked: Error: no parser"]);
  });

  it('let others have their turn between them, and end when nobody waits for them any more', async function () {
    this.timeout(60_000);
    const many = Array.from({ length: 100 }, (_, index) => trail.replaceAll('main', `t${index}`)).join('\n');
    let wasAsked = false;
    const accepts = async () => {
      wasAsked = true;
      return true;
    };
    const client = await startClient({ ...memoryDisk().platform, accepts }, { settings });
    await client.open(main, many);
    await client.pull(main);
    const request = { textDocument: { uri: main }, range: caret, context: { diagnostics: [], only: [fixAllKind] } };
    const cancelled = new CancellationTokenSource();
    const first = client.connection.sendRequest(CodeActionRequest.type, request, cancelled.token);
    await client.pull(main); // is answered between two steps
    cancelled.cancel();
    deepEqual(await first, []);
    ok(!wasAsked, 'it went on to the end');
    let isDone = false;
    const fixing = ask(client, main, [fixAllKind]).finally(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 10; turn++) {
      await client.pull(main);
      ok(!isDone, `${turn} turns`);
    }
    const action = await fixing;
    ok(wasAsked);
    equal(JSON.stringify(action?.edit).match(/enable_log_file_validation/g)?.length, 100);
  });

  it('come with their edit to clients that can wait for none', async () => {
    const capabilities = {
      ...everything,
      textDocument: {
        ...everything.textDocument,
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
    };
    const client = await startClient(memoryDisk().platform, { capabilities, settings });
    await client.open(main, trail);
    ok((await ask(client, main, [fixAllKind]))?.edit);
  });
});
