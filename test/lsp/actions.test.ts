import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { isAccepted } from '../../server/src/main/hashicorp-parser';
import { closeClients, everything, startClient } from './client';
import { memoryDisk } from './disk';
import { headerAt, trail } from './texts';

const main = 'file:///work/main.tf';
const caret = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const newKey = /new .*key/i;

describe('code actions', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('offer a new key, with an edit for this version that removes the finding', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    await client.replace(main, '"logs"', '"audit"');
    const action = (await client.actions(main, caret)).find(({ title }) => newKey.test(title));
    ok(action);
    equal(action.kind, 'quickfix');
    equal(action.edit, undefined);
    deepEqual(action.diagnostics?.[0]?.range, headerAt(0));
    const { edit } = await client.resolve(action);
    ok(edit);
    await client.apply(edit);
    match(client.text(main), /kms_key_id\s+= aws_kms_key\./);
    deepEqual(await client.pull(main), []);
  });

  it("are withheld when HashiCorp's parser would no longer accept the file", async () => {
    const accepts = async (_path: string, text: string) => !text.includes('aws_kms_key');
    const client = await startClient({ ...memoryDisk().platform, accepts });
    await client.open(main, trail);
    const [action] = await client.actions(main, caret);
    ok(action);
    await rejects(client.resolve(action), { message: /withheld.*main\.tf/ });
  });

  it("are judged by HashiCorp's parser, which accepts them", async () => {
    const judged: boolean[] = [];
    const accepts = async (path: string, text: string) => {
      judged.push(await isAccepted(path, text));
      return judged.at(-1) ?? false;
    };
    const client = await startClient({ ...memoryDisk().platform, accepts });
    await client.open(main, trail);
    const [action] = await client.actions(main, caret);
    ok(action);
    ok((await client.resolve(action)).edit);
    deepEqual(judged, [true]);
    equal(await isAccepted('main.tf', 'resource "x" {'), false);
  });

  it('prefer at most one fix', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    const actions = await client.actions(main, caret);
    ok(actions.filter(({ isPreferred }) => isPreferred).length <= 1);
  });

  it('are offered where the finding is, for the kinds that are asked for', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, `${trail}\n# far away\n`);
    const far = { start: { line: 5, character: 0 }, end: { line: 5, character: 3 } };
    deepEqual(await client.actions(main, far), []);
    deepEqual(await client.actions(main, caret, ['refactor']), []);
    ok((await client.actions(main, caret, ['quickfix'])).length > 0);
    ok((await client.actions(main, caret, [''])).length > 0);
  });

  it('are refused with a reason when the text no longer needs them', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    const [action] = await client.actions(main, caret);
    ok(action);
    await client.replace(main, '"logs"', '"logs"\n  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/k"');
    await rejects(client.resolve(action), { code: -32801, message: /changed/ });
    await client.close(main);
    await rejects(client.resolve(action), { code: -32801 });
  });

  it('fit the text as it is when they are chosen, not as it was when they were offered', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    const action = (await client.actions(main, caret)).find(({ title }) => newKey.test(title));
    ok(action);
    await client.replace(main, 'resource', '# a line more\n\nresource');
    const { edit } = await client.resolve(action);
    ok(edit);
    await client.apply(edit);
    match(client.text(main), /^# a line more\n\nresource/);
    deepEqual(await client.pull(main), []);
  });

  it('of two blocks with one address change the first, and the second has none', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, `${trail}\n${trail}`);
    const second = { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } };
    const ofSecond = (await client.actions(main, second)).map(({ title }) => title);
    deepEqual(ofSecond, ['Ignore trail-without-kms-key here (give a reason)']);
    const action = (await client.actions(main, caret)).find(({ title }) => newKey.test(title));
    ok(action);
    const { edit } = await client.resolve(action);
    ok(edit);
    await client.apply(edit);
    ok(client.text(main).endsWith(`\n${trail}`));
    match(client.text(main).slice(0, trail.length + 40), /kms_key_id/);
  });

  it('come with their edit where the client cannot ask for it later', async () => {
    const capabilities = {
      textDocument: {
        ...everything.textDocument,
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      },
    };
    const client = await startClient(memoryDisk().platform, { capabilities });
    await client.open(main, trail);
    const [action] = await client.actions(main, caret);
    ok(action);
    equal(action.data, undefined);
    equal(action.edit?.documentChanges, undefined);
    ok((action.edit?.changes?.[main]?.length ?? 0) > 0);
  });

  it('that are none of ours are refused', async () => {
    const client = await startClient(memoryDisk().platform);
    for (const data of [null, 'x', { uri: main }, { uri: 1, rule: 1, resource: 1, nth: 1, title: 1 }]) {
      await rejects(client.resolve({ title: 'x', data }), { code: -32602 });
    }
    const data = { uri: 'file:///nowhere/x.tf', rule: 'r', resource: 'x', nth: 0, title: 't' };
    await rejects(client.resolve({ title: 'x', data }), { code: -32801 });
    deepEqual(await client.resolve({ title: 'x' }), { title: 'x' });
  });
});
