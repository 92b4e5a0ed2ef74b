import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import type { ClientCapabilities, CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { type Client, closeClients, everything, settingsOf, startClient } from './client';
import { memoryDisk } from './disk';
import { template, trail } from './texts';

const main = 'file:///work/main.tf';
const variables = 'file:///work/variables.tf';
const caret = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What else an editor may be able to do with edits. */
function able(
  workspaceEdit: NonNullable<ClientCapabilities['workspace']>['workspaceEdit'],
  properties = ['edit'],
): ClientCapabilities {
  const { workspace, textDocument } = everything;
  const codeAction = { ...textDocument?.codeAction, resolveSupport: { properties } };
  return {
    ...everything,
    textDocument: { ...textDocument, codeAction },
    workspace: { ...workspace, workspaceEdit: { ...workspace?.workspaceEdit, ...workspaceEdit } },
  };
}

const annotating = able({ changeAnnotationSupport: { groupsOnLabel: true } });
const stopping = able({ snippetEditSupport: true });
const selecting = {
  capabilities: able({ snippetEditSupport: true }, ['edit', 'command']),
  initializationOptions: { commands: ['trailseal.select'] },
};

async function offered(client: Client, title: Pick<RegExp, 'test'>, uri = main, range = caret): Promise<CodeAction> {
  const all = await client.actions(uri, range);
  const found = all.find((action) => title.test(action.title));
  ok(found, all.map((action) => action.title).join('\n'));
  return found;
}

async function resolved(
  client: Client,
  title: Pick<RegExp, 'test'>,
  uri = main,
  range = caret,
): Promise<WorkspaceEdit> {
  const { edit } = await client.resolve(await offered(client, title, uri, range));
  ok(edit);
  return edit;
}

function changesOf({ documentChanges = [] }: WorkspaceEdit): readonly TextDocumentEdit[] {
  return documentChanges.flatMap((change) => ('edits' in change ? change : []));
}

describe('edits', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  const twoFiles = async (capabilities: ClientCapabilities) => {
    const client = await startClient(memoryDisk({ [variables]: 'variable "region" {\n}\n' }).platform, {
      capabilities,
    });
    await client.open(main, trail);
    return client;
  };

  it('say what they add and what they change, with the file', async () => {
    const client = await twoFiles(annotating);
    const edit = await resolved(client, /passed in/);
    deepEqual(Object.values(edit.changeAnnotations ?? {}), [
      { label: 'Edit aws_cloudtrail.main', description: 'work/main.tf' },
      { label: 'Add the variable kms_key_arn', description: 'work/variables.tf' },
    ]);
    for (const { edits } of changesOf(edit)) {
      for (const each of edits) ok('annotationId' in each && edit.changeAnnotations?.[each.annotationId ?? '']);
    }
    const key = await resolved(client, /new KMS key/);
    deepEqual(
      Object.values(key.changeAnnotations ?? {}).map(({ label }) => label),
      ['Edit aws_cloudtrail.main', 'Add aws_kms_key.cloudtrail, aws_kms_alias.cloudtrail and 3 data sources'],
    );
    const plain = await twoFiles(everything);
    equal((await resolved(plain, /new KMS key/)).changeAnnotations, undefined);
  });

  it('say it of templates, too', async () => {
    const uri = 'file:///work/stack.yaml';
    const client = await startClient(memoryDisk().platform, { capabilities: annotating });
    await client.open(uri, template, 'yaml');
    const at = { line: 1, character: 2 };
    const labels = async (title: RegExp) => {
      const edit = await resolved(client, title, uri, { start: at, end: at });
      return Object.values(edit.changeAnnotations ?? {}).map(({ label }) => label);
    };
    deepEqual(await labels(/new KMS key/), ['Edit Trail', 'Add CloudTrailKey and CloudTrailKeyAlias']);
    deepEqual(await labels(/passed in/), ['Add the parameter KmsKeyArn', 'Edit Trail']);
    deepEqual(await labels(/^Ignore/), ['Edit Trail']);
  });

  it('of several files can be seen before they are made, and those of one file need not', async () => {
    const client = await twoFiles(annotating);
    const titles = (await client.actions(main, caret)).map(({ title }) => title);
    const [input = '', ...others] = titles.filter((title) => titles.includes(`${title}, with a preview`));
    match(input, /passed in/);
    deepEqual(others, []);
    const [plain, previewed] = [
      await resolved(client, { test: (title: string) => title === input }),
      await resolved(client, { test: (title: string) => title === `${input}, with a preview` }),
    ];
    deepEqual(
      Object.values(previewed.changeAnnotations ?? {}).map(({ needsConfirmation }) => needsConfirmation),
      [true, true],
    );
    deepEqual(previewed.documentChanges, plain.documentChanges);
    ok(Object.values(plain.changeAnnotations ?? {}).every(({ needsConfirmation }) => needsConfirmation === undefined));
    const without = await twoFiles(everything);
    ok(!(await without.actions(main, caret)).some(({ title }) => title.endsWith('with a preview')));
  });

  it('are for the versions that are open, and for none of what is only on disk', async () => {
    const client = await twoFiles(everything);
    await client.replace(main, '"logs"', '"audit"');
    const versions = changesOf(await resolved(client, /passed in/)).map(({ textDocument }) => textDocument.version);
    deepEqual(versions, [2, null]);
  });

  it('are refused where a document changes while they are judged, with or without versions', async () => {
    for (const documentChanges of [true, false]) {
      let change: (() => Promise<void>) | undefined;
      const disk = memoryDisk().platform;
      const client: Client = await startClient(
        { ...disk, accepts: async () => change === undefined || change().then(() => true) },
        { capabilities: able({ documentChanges }) },
      );
      await client.open(main, trail);
      const action = await offered(client, /new KMS key/);
      ok((await client.resolve(action)).edit);
      change = async () => {
        await client.replace(main, 'resource', '# typed\nresource');
        await client.pull(main);
      };
      await rejects(client.resolve(action), { code: -32801, message: /changed/ });
    }
  });

  it('are plain changes for clients that know nothing else, and judged before they are offered', async () => {
    const { dataSupport: _, resolveSupport: __, ...codeAction } = everything.textDocument?.codeAction ?? {};
    const capabilities = { textDocument: { ...everything.textDocument, codeAction } };
    const options = { capabilities, settings: settingsOf() };
    const client = await startClient(memoryDisk().platform, options);
    await client.open(main, trail);
    const action = await offered(client, /new KMS key/);
    equal(action.data, undefined);
    deepEqual(Object.keys(action.edit ?? {}), ['changes']);
    ok((action.edit?.changes?.[main] ?? []).every((edit) => Object.keys(edit).join() === 'range,newText'));
    const accepts = async (_path: string, text: string) => !text.includes('aws_kms_key');
    const other = await startClient({ ...memoryDisk().platform, accepts }, options);
    await other.open(main, trail);
    const titles = (await other.actions(main, caret)).map(({ title }) => title);
    ok(titles.length > 0 && !titles.some((title) => /new KMS key/.test(title)), titles.join('\n'));
    ok(other.logged.some((line) => /"Encrypt with a new KMS key.*" is withheld: it would leave .*main\.tf/.test(line)));
  });

  it("of Terraform's JSON are withheld where they leave no JSON, and made where there has been none", async () => {
    const uri = 'file:///work/main.tf.json';
    const json = '{ "resource": { "aws_cloudtrail": { "main": { "name": "main", "s3_bucket_name": "logs" } } } }\n';
    let asked = 0;
    const accepts = async () => ++asked < 0;
    const client = await startClient({ ...memoryDisk().platform, accepts });
    await client.open(uri, json);
    const [found] = await client.pull(uri);
    ok(found);
    ok((await resolved(client, /new KMS key/, uri, found.range)).documentChanges);
    equal(asked, 0);
  });
});

describe('what is to be decided', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  const reason = async (options: object) => {
    const client = await startClient(memoryDisk().platform, options);
    await client.open(main, trail);
    return client.resolve(await offered(client, /^Ignore/));
  };

  it('is selected where the client has the command for it, by its place after the edit', async () => {
    const { edit, command } = await reason(selecting);
    ok(edit);
    ok(changesOf(edit).every(({ edits }) => edits.every((each) => 'newText' in each)));
    const prefix = '# trailseal:ignore trail-without-kms-key '.length;
    const range = { start: { line: 0, character: prefix }, end: { line: 0, character: prefix + 'reason'.length } };
    equal(command?.command, 'trailseal.select');
    deepEqual(command.arguments, [{ from: main, uri: main, ranges: [range], text: 'reason' }]);
  });

  it('is a stop of a snippet where the client has those, else plain text', async () => {
    const { edit, command } = await reason({ capabilities: stopping });
    equal(command, undefined);
    const [change] = changesOf(edit ?? {});
    deepEqual(change?.edits, [
      {
        range: caret,
        snippet: { kind: 'snippet', value: '# trailseal:ignore trail-without-kms-key ${0:reason}\n' },
      },
    ]);
    const plain = await reason({});
    equal(plain.command, undefined);
    deepEqual(changesOf(plain.edit ?? {})[0]?.edits, [
      { range: caret, newText: '# trailseal:ignore trail-without-kms-key reason\n' },
    ]);
  });

  it('is no stop where the client may indent what is inserted', async () => {
    const uri = 'file:///work/stack.yaml';
    const client = await startClient(memoryDisk().platform, { capabilities: stopping });
    await client.open(uri, template, 'yaml');
    const at = { line: 1, character: 2 };
    for (const title of [/new KMS key/, /^Ignore/]) {
      const edit = await resolved(client, title, uri, { start: at, end: at });
      ok(changesOf(edit).every(({ edits }) => edits.every((each) => 'newText' in each)));
    }
  });

  it('is the alias of a new key, and every place of a new name in the file, if all are in it', async () => {
    const selected = async (client: Client, title: RegExp, uri: string, range = caret): Promise<readonly string[]> => {
      const action = await client.resolve(await offered(client, title, uri, range));
      const [{ ranges = [] } = {}] = action.command?.arguments ?? [];
      await client.apply(action.edit ?? {});
      const lines = client.text(uri).split('\n');
      const texts = ranges.map(({ start, end }: typeof caret) =>
        lines[start.line]?.slice(start.character, end.character),
      );
      equal(new Set(texts).size <= 1, true);
      return ranges.map(({ start }: typeof caret) => (lines[start.line] ?? '').trim());
    };
    const client = await startClient(memoryDisk().platform, selecting);
    await client.open(main, trail);
    deepEqual(await selected(client, /passed in/, main), [
      'kms_key_id     = var.kms_key_arn',
      'variable "kms_key_arn" {',
    ]);
    await client.close(main);
    await client.open(main, trail);
    deepEqual(await selected(client, /new KMS key/, main), ['name          = "alias/main"']);
    const stack = 'file:///work/stack.yaml';
    await client.open(stack, template, 'yaml');
    const at = { line: 1, character: 2 };
    deepEqual(await selected(client, /passed in/, stack, { start: at, end: at }), [
      'KmsKeyArn:',
      'KMSKeyId: !Ref KmsKeyArn',
    ]);
  });

  it('is shown where it is, also in another file than the one that the fix was chosen in', async () => {
    const shown = async (client: Client, title: RegExp, at: string) => {
      const action = await client.resolve(await offered(client, title, at));
      const [{ uri = '', from = '', ranges = [], text = '' } = {}] = action.command?.arguments ?? [];
      await client.apply(action.edit ?? {});
      equal(from, at);
      return ranges.map(({ start }: typeof caret) => {
        const line = client.text(uri).split('\n')[start.line] ?? '';
        return [uri, text, line.slice(0, start.character), line.slice(start.character)];
      });
    };
    const input = await startClient(memoryDisk().platform, selecting);
    await input.open(main, trail);
    await input.open(variables, 'variable "region" {\n}\n');
    // The name stands in both files, and is not to be typed over in one of them.
    deepEqual(await shown(input, /passed in/, main), [[variables, '', 'variable "', 'kms_key_arn" {']]);
    const bucket = 'file:///work/bucket.tf';
    const secure = await startClient(memoryDisk().platform, { ...selecting, settings: {} });
    await secure.open(main, trail.replace('"logs"', 'aws_s3_bucket.logs.id'));
    await secure.open(bucket, 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n');
    deepEqual(await shown(secure, /^Secure/, bucket), [[main, 'main', '  name          = "alias/', 'main"']]);
  });

  it('is left to itself where a fix of several files decides and makes nothing', async () => {
    const client = await startClient(memoryDisk().platform, { ...selecting, settings: {} });
    const arn = '  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/k"\n';
    await client.open(main, trail.replace('}', `${arn}  is_multi_region_trail = var.all\n}`));
    await client.open(variables, 'variable "all" {\n  default = false\n}\n');
    const { edit, command } = await client.resolve(await offered(client, /^Secure/));
    equal(changesOf(edit ?? {}).length, 2);
    equal(command, undefined);
  });
});
