import { deepEqual, equal } from 'node:assert/strict';
import { DidSaveTextDocumentNotification, FileChangeType } from 'vscode-languageserver/node';
import { type Client, closeClients, everything, startClient, until } from './client';
import { memoryDisk } from './disk';
import { callOf, trailModule, trailWithVariable } from './texts';

const main = 'file:///work/main.tf';
const withFile = (name: string) => trailWithVariable.replace('var.key', `file("${name}")`);
const key = 'arn:aws:kms:eu-west-1:111122223333:key/k';

function save(client: Client, uri: string): Promise<void> {
  return client.connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
}

describe('files that a module reads', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('are watched, each by itself, as long as they are read', async () => {
    const text = 'file:///work/keys/key.txt';
    const disk = memoryDisk({ [text]: '' });
    const client = await startClient(disk.platform);
    await client.open(main, withFile('keys/key.txt'));
    equal((await client.pull(main)).length, 1);
    const globs = () => client.registrations.map(({ registerOptions }) => registerOptions?.watchers?.[0]?.globPattern);
    const own = JSON.stringify({ baseUri: 'file:///work/keys/', pattern: 'key.txt' });
    const isWatched = () => globs().some((glob) => JSON.stringify(glob) === own);
    await until(isWatched);
    disk.files.set(text, key);
    await client.filesChanged([text]);
    await until(() => client.refreshes() === 1);
    deepEqual(await client.pull(main), []);
    disk.files.delete(text);
    await client.filesChanged([text], FileChangeType.Deleted);
    await client.pull(main);
    await client.replace(main, 'file("keys/key.txt")', '""');
    equal((await client.pull(main)).length, 1);
    await until(() => !isWatched());
  });

  it('are taken from the editor where they are open', async () => {
    const text = 'file:///work/key.json';
    const client = await startClient(memoryDisk({ [text]: key }).platform);
    await client.open(main, withFile('key.json'));
    deepEqual(await client.pull(main), []);
    await client.open(text, '', 'json');
    await until(() => client.refreshes() === 1);
    equal((await client.pull(main)).length, 1);
    await client.close(text);
    await until(() => client.refreshes() === 2);
    deepEqual(await client.pull(main), []);
  });

  it('are read again on saving where they cannot be watched', async () => {
    const text = 'file:///work/key%5B1%5D.txt';
    const disk = memoryDisk({ [text]: '' });
    const client = await startClient(disk.platform);
    await client.open(main, withFile('key[1].txt'));
    equal((await client.pull(main)).length, 1);
    disk.files.set(text, key);
    await save(client, main);
    deepEqual(await client.pull(main), []);
  });

  it('and modules that are called are read again on saving where nothing can be watched', async () => {
    const module = 'file:///work/modules/trail/main.tf';
    const disk = memoryDisk({ [module]: trailModule });
    const { didChangeWatchedFiles: _, ...workspace } = everything.workspace ?? {};
    const client = await startClient(disk.platform, { capabilities: { ...everything, workspace } });
    await client.open(main, callOf('./modules/trail'));
    equal((await client.pull(main)).length, 1);
    disk.files.set(module, trailModule.replace('null', `"${key}"`));
    await save(client, main);
    deepEqual(await client.pull(main), []);
  });
});
