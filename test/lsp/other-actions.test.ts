import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type CodeAction, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import { type Client, closeClients, everything, settingsOf, startClient } from './client';
import { memoryDisk } from './disk';
import { jsonTemplate, template, trail, trailWithVariable } from './texts';

const main = 'file:///work/main.tf';

const keyElsewhere = `${trailWithVariable.replace('var.key', 'aws_kms_key.trail.arn')}
resource "aws_kms_key" "trail" {
  policy = file("policy.json")
}
`;
const policy = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' }],
});
const copies = {
  settings: settingsOf({ 'trail-key-policy-blocks-cloudtrail': 'error' }),
  initializationOptions: { commands: ['trailseal.copy'] },
};

const withTags = {
  ...everything,
  textDocument: {
    ...everything.textDocument,
    publishDiagnostics: {
      ...everything.textDocument?.publishDiagnostics,
      tagSupport: { valueSet: [DiagnosticTag.Unnecessary] },
    },
  },
};

describe('copying statements', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  const actionsAt = async (options: object): Promise<readonly CodeAction[]> => {
    const disk = memoryDisk({ 'file:///work/policy.json': policy });
    const client = await startClient(disk.platform, { ...copies, ...options });
    await client.open(main, keyElsewhere);
    const [found] = await client.pull(main);
    equal(found?.code, 'trail-key-policy-blocks-cloudtrail');
    return client.actions(main, found.range);
  };

  it('is a command with what is lacking as JSON, where the policy is written elsewhere', async () => {
    const action = (await actionsAt({})).find(({ title }) => title.startsWith('Copy '));
    ok(action);
    equal(action.edit, undefined);
    equal(action.command?.command, 'trailseal.copy');
    const [text, where] = action.command?.arguments ?? [];
    const statements: readonly { readonly Effect: string; readonly Principal: unknown }[] = JSON.parse(text);
    ok(statements.length > 0);
    for (const { Effect, Principal } of statements)
      deepEqual([Effect, Principal], ['Allow', { Service: 'cloudtrail.amazonaws.com' }]);
    match(where, /policy of aws_kms_key\.trail/);
  });

  it('is not offered to clients that do not name the command', async () => {
    for (const initializationOptions of [{}, { commands: 'trailseal.copy' }, { commands: ['other'] }]) {
      const titles = (await actionsAt({ initializationOptions })).map(({ title }) => title);
      deepEqual(titles, ['Ignore trail-key-policy-blocks-cloudtrail here (give a reason)']);
    }
  });
});

describe('ignoring a finding', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  const ignore = async (client: Client, uri: string): Promise<string> => {
    const [found] = await client.pull(uri);
    ok(found);
    const action = (await client.actions(uri, found.range)).at(-1);
    equal(action?.title, 'Ignore trail-without-kms-key here (give a reason)');
    equal(action?.isPreferred, undefined);
    const { edit } = await client.resolve(action);
    ok(edit);
    await client.apply(edit);
    deepEqual(await client.pull(uri), []);
    return client.text(uri);
  };

  it('writes a comment above a block', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    equal(await ignore(client, main), `# trailseal:ignore trail-without-kms-key reason\n${trail}`);
  });

  it('writes metadata of a resource of a template, in YAML and JSON', async () => {
    const client = await startClient(memoryDisk().platform);
    const [yaml, json] = ['file:///work/stack.yaml', 'file:///work/stack.json'];
    await client.open(yaml, template, 'yaml');
    match(await ignore(client, yaml), /Metadata:\n +Trailseal:\n +ignore:\n +- rule: trail-without-kms-key\n/);
    await client.open(json, jsonTemplate, 'json');
    const { Trail } = JSON.parse(await ignore(client, json)).Resources;
    deepEqual(Trail.Metadata.Trailseal.ignore, [{ rule: 'trail-without-kms-key', reason: 'reason' }]);
  });
});

describe('a suppression that suppresses nothing', function () {
  this.timeout(10_000);
  afterEach(closeClients);
  const stale = `# trailseal:ignore trail-without-kms-key no more\nresource "aws_sns_topic" "a" {\n}\n`;

  it('is a hint, faded where the client can, and its fix removes it', async () => {
    const client = await startClient(memoryDisk().platform, { capabilities: withTags });
    await client.open(main, stale);
    const [found, ...others] = await client.pull(main);
    ok(found);
    deepEqual(others, []);
    equal(found.code, 'unused-suppression');
    equal(found.severity, DiagnosticSeverity.Hint);
    deepEqual(found.tags, [DiagnosticTag.Unnecessary]);
    match(found.codeDescription?.href ?? '', /docs\/rules\/README\.md#ignoring-a-finding$/);
    const [action, ...more] = await client.actions(main, found.range);
    ok(action);
    deepEqual(more, []);
    const { edit } = await client.resolve(action);
    ok(edit);
    await client.apply(edit);
    equal(client.text(main), 'resource "aws_sns_topic" "a" {\n}\n');
    deepEqual(await client.pull(main), []);
  });

  it('has no tag for clients that have none', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, stale);
    equal((await client.pull(main))[0]?.tags, undefined);
  });

  it('has its severity in the settings', async () => {
    const client = await startClient(memoryDisk().platform, {
      settings: settingsOf({ 'unused-suppression': 'error' }),
    });
    await client.open(main, stale);
    equal((await client.pull(main))[0]?.severity, DiagnosticSeverity.Error);
    await client.configure(settingsOf({ 'unused-suppression': 'off' }));
    deepEqual(await client.pull(main), []);
    deepEqual(
      client.logged.filter((line) => line.includes('unused-suppression')),
      [],
    );
  });
});
