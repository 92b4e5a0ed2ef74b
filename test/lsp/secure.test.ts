import { deepEqual, equal, match, notDeepEqual, ok, rejects } from 'node:assert/strict';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver/node';
import { isAccepted } from '../../server/src/main/hashicorp-parser';
import { type Client, closeClients, everything, startClient } from './client';
import { memoryDisk } from './disk';
import { template, trail } from './texts';

const main = 'file:///work/main.tf';
const variables = 'file:///work/variables.tf';
const caret = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n';
const account = trail.replace('"logs"', 'aws_s3_bucket.logs.id') + bucket;
/** All that the default severities turn on, and what is off by default. */
const everyRule = {
  rules: {
    'trail-without-cloudwatch-logs': 'warning',
    'trail-bucket-public': 'warning',
    'trail-bucket-without-access-logging': 'warning',
  },
};

const previewing = {
  ...everything,
  workspace: {
    ...everything.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
};

async function secureAction(client: Client, uri: string, range = caret): Promise<CodeAction | undefined> {
  return (await client.actions(uri, range)).find(({ title }) => title.startsWith('Secure '));
}

/** Chooses the action, and gives what it changes. */
async function choose(client: Client, action: CodeAction | undefined): Promise<readonly TextDocumentEdit[]> {
  ok(action);
  const { edit } = await client.resolve(action);
  ok(edit);
  await client.apply(edit);
  return (edit.documentChanges ?? []).flatMap((change) => ('textDocument' in change ? [change] : []));
}

describe('securing a trail', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('is one edit after which nothing is found', async () => {
    const platform = { ...memoryDisk().platform, accepts: isAccepted };
    const client = await startClient(platform, { settings: everyRule });
    await client.open(main, account);
    const found = await client.pull(main);
    const action = await secureAction(client, main);
    equal(action?.title, `Secure aws_cloudtrail.main (${found.length} findings)`);
    equal(action?.edit, undefined);
    deepEqual(new Set(action?.diagnostics?.map(({ code }) => code)), new Set(found.map(({ code }) => code)));
    equal((await choose(client, action)).length, 1);
    deepEqual(
      (await client.pull(main)).map(({ message }) => message),
      [],
    );
    equal(await secureAction(client, main), undefined);
  });

  it('comes first where it mends several of the findings in sight, and what only silences them comes last', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {} });
    await client.open(main, trail);
    const actions = await client.actions(main, caret);
    const titles = actions.map(({ title }) => title);
    match(titles[0] ?? '', /^Secure /);
    equal(actions[0]?.isPreferred, true);
    const kinds = titles.map((title) => title.startsWith('Ignore '));
    equal(kinds.indexOf(true), kinds.length - 3);
    const preferred = actions.map(({ isPreferred }) => isPreferred === true);
    equal(preferred.lastIndexOf(true), preferred.indexOf(false) - 1);
  });

  it('is offered at the trail, where all that is found of it is elsewhere', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {} });
    const complete = trail.replace(
      '}',
      '  is_multi_region_trail = true\n  enable_log_file_validation = true\n  kms_key_id = aws_kms_key.logs.arn\n}',
    );
    const policy =
      'jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "kms:*", Resource = "*", Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } } }] })';
    await client.open(main, `${complete}\nresource "aws_kms_key" "logs" {\n  policy = ${policy}\n}\n`);
    const [finding, ...others] = await client.pull(main);
    ok(finding);
    deepEqual([finding.code, others], ['trail-key-without-rotation', []]);
    notDeepEqual(finding.range.start, caret.start);
    const actions = await client.actions(main, caret);
    deepEqual(
      actions.map(({ title }) => title),
      ['Secure aws_cloudtrail.main (1 finding)'],
    );
    await choose(client, actions[0]);
    deepEqual(await client.pull(main), []);
    deepEqual(await client.actions(main, caret), []);
  });

  it('leaves the menu of a file short: one entry for each thing that can be done, and none for what can be seen at once', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {}, capabilities: previewing });
    await client.open(main, trail);
    deepEqual(
      (await client.actions(main, caret)).map(({ title }) => title),
      [
        'Secure aws_cloudtrail.main (3 findings)',
        'Encrypt with a new KMS key (about 1 USD a month)',
        'Set enable_log_file_validation to true',
        'Set is_multi_region_trail to true',
        'Encrypt with a key that is passed in (adds an input)',
        'Ignore trail-without-kms-key here (give a reason)',
        'Ignore trail-without-log-validation here (give a reason)',
        'Ignore trail-single-region here (give a reason)',
      ],
    );
  });

  it('is not preferred where one points at a single finding', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {} });
    await client.open(main, trail.replace('}', '  enable_logging = false\n}'));
    const at = { line: 3, character: 20 };
    const actions = await client.actions(main, { start: at, end: at });
    deepEqual(
      actions.map(({ title, isPreferred = false }) => [title.replace(/\d+/, 'N'), isPreferred]),
      [
        ['Set enable_logging to true', true],
        ['Secure aws_cloudtrail.main (N findings)', false],
        ['Ignore trail-logging-disabled here (give a reason)', false],
      ],
    );
  });

  it('is not offered for what one fix mends', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    ok((await client.actions(main, caret)).length > 0);
    equal(await secureAction(client, main), undefined);
  });

  it('is offered from what the trail uses, and for each trail by itself', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {} });
    await client.open(main, account + account.slice(0, account.indexOf(bucket)).replaceAll('main', 'other'));
    const line = trail.split('\n').length - 1;
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const titles = (await client.actions(main, range)).map(({ title }) => title);
    equal(titles.filter((title) => /^Secure aws_cloudtrail\.(main|other) /.test(title)).length, 2);
    deepEqual(
      titles.filter((title) => title.startsWith('Ignore trail-bucket-policy')),
      ['Ignore trail-bucket-policy-blocks-cloudtrail here (give a reason)'],
    );
    equal(new Set(titles).size, titles.length);
  });

  it('is offered at a call of a module, where a fix says which trail it is for, and is there once for all that it mends', async () => {
    const module = 'file:///work/trails/main.tf';
    const input = 'variable "all" {\n  default = false\n}\n';
    const both = [trail, trail.replaceAll('main', 'other')].map((each) =>
      each.replace('}', '  is_multi_region_trail = var.all\n  enable_log_file_validation = var.all\n}'),
    );
    const disk = memoryDisk({ [module]: input + both.join('') });
    const client = await startClient(disk.platform, { settings: {} });
    await client.open(main, 'module "trails" {\n  source = "./trails"\n}\n');
    const actions = await client.actions(main, caret);
    deepEqual(
      actions.map(({ title }) => title),
      [
        'Secure module.trails.aws_cloudtrail.main (2 findings)',
        'Secure module.trails.aws_cloudtrail.other (2 findings)',
        'Set all to true: module.trails.aws_cloudtrail.main',
        'Set all to true: module.trails.aws_cloudtrail.other',
        'Ignore trail-without-log-validation here (give a reason)',
        'Ignore trail-single-region here (give a reason)',
      ],
    );
    deepEqual(
      actions.map(({ diagnostics }) => diagnostics?.length),
      [2, 2, 2, 2, 2, 2],
    );
    await choose(client, actions[0]);
    deepEqual(await client.pull(main), []);
  });

  it('changes every file that it takes, in one edit', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {} });
    await client.open(main, account.replace('}', '  is_multi_region_trail = var.everywhere\n}'));
    await client.open(variables, 'variable "everywhere" {\n  type    = bool\n  default = false\n}\n');
    const changes = await choose(client, await secureAction(client, main));
    deepEqual(changes.map(({ textDocument }) => textDocument.uri).sort(), [main, variables]);
    match(client.text(main), /kms_key_id += aws_kms_key\./);
    match(client.text(variables), /default = true/);
    deepEqual(await client.pull(main), []);
  });

  it('changes a template, too', async () => {
    const uri = 'file:///work/stack.yaml';
    const client = await startClient(memoryDisk().platform, { settings: everyRule });
    await client.open(uri, template.replace('true', 'false'), 'yaml');
    const at = { line: 1, character: 2 };
    await choose(client, await secureAction(client, uri, { start: at, end: at }));
    deepEqual(
      (await client.pull(uri)).map(({ message }) => message),
      [],
    );
    match(client.text(uri), /IsLogging: true\n/);
    match(client.text(uri), /KMSKeyId: !GetAtt/);
  });

  it('fits the text as it is when it is chosen, and is refused where there is nothing left to do', async () => {
    const client = await startClient(memoryDisk().platform, { settings: {} });
    await client.open(main, trail);
    const action = await secureAction(client, main);
    ok(action);
    await client.replace(main, 'resource', '# a line more\n\nresource');
    await choose(client, action);
    match(client.text(main), /^# a line more\n\nresource/);
    await rejects(client.resolve(action), { code: -32801, message: /changed/ });
    await client.close(main);
    await rejects(client.resolve(action), { code: -32801 });
  });

  it("is withheld when HashiCorp's parser would no longer accept a file", async () => {
    const accepts = async (_path: string, text: string) => !text.includes('aws_kms_key');
    const client = await startClient({ ...memoryDisk().platform, accepts }, { settings: {} });
    await client.open(main, trail);
    const action = await secureAction(client, main);
    ok(action);
    await rejects(client.resolve(action), { message: /withheld.*main\.tf/ });
  });

  it('lets others have their turn between its steps', async () => {
    const client = await startClient(memoryDisk().platform, { settings: everyRule });
    const other = 'file:///other/main.tf';
    await client.open(main, account);
    await client.open(other, '');
    const action = await secureAction(client, main);
    ok(action);
    const answered: string[] = [];
    await Promise.all([
      client.resolve(action).then(() => answered.push('secured')),
      client.pull(other).then(() => answered.push('other')),
    ]);
    deepEqual(answered, ['other', 'secured']);
  });

  it('is withheld in a file with an open brace, where each fix by itself is made', async () => {
    const client = await startClient({ ...memoryDisk().platform, accepts: isAccepted }, { settings: everyRule });
    await client.open(main, account.replace('  bucket = "logs"', '  bucket = "logs"\n  lifecycle {'));
    const action = await secureAction(client, main);
    ok(action);
    await rejects(client.resolve(action), { message: /withheld: .*main\.tf does not read as it is\.$/ });
    match(client.logged.join('\n'), /"Secure aws_cloudtrail\.main .*" leaves one out: /);
    const one = (await client.actions(main, caret)).find(({ title }) => title.startsWith('Set is_multi_region_trail'));
    await choose(client, one);
    match(client.text(main), /is_multi_region_trail += true/);
  });

  it('is shown first where it changes several files, the client can and the user wants it', async () => {
    const client = await startClient(memoryDisk().platform, { settings: everyRule, capabilities: previewing });
    await client.open(main, account.replace('}', '  is_multi_region_trail = var.everywhere\n}'));
    await client.open(variables, 'variable "everywhere" {\n  type    = bool\n  default = false\n}\n');
    const actions = await client.actions(main, caret);
    const [first, second] = actions;
    equal(second?.title, `${first?.title}, with a preview`);
    deepEqual(
      actions.filter(({ isPreferred }) => isPreferred).map(({ title }) => title),
      [first?.title],
    );
    // Also what is passed in would go into both files.
    equal(actions.filter(({ title }) => title.endsWith('with a preview')).length, 1);
    ok(first && second);
    const [plain, previewed] = [await client.resolve(first), await client.resolve(second)];
    const confirmed = ({ edit }: CodeAction) =>
      Object.values(edit?.changeAnnotations ?? {}).map(({ needsConfirmation }) => needsConfirmation === true);
    ok(confirmed(plain).length > 1 && !confirmed(plain).includes(true));
    deepEqual(
      confirmed(previewed),
      confirmed(plain).map(() => true),
    );
    deepEqual(previewed.edit?.documentChanges, plain.edit?.documentChanges);
  });

  it('takes a client that can wait for its edit', async () => {
    const { dataSupport: _, ...codeAction } = everything.textDocument?.codeAction ?? {};
    const capabilities = { ...everything, textDocument: { ...everything.textDocument, codeAction } };
    const client = await startClient(memoryDisk().platform, { capabilities, settings: {} });
    await client.open(main, trail);
    ok((await client.actions(main, caret)).length > 0);
    equal(await secureAction(client, main), undefined);
  });
});
