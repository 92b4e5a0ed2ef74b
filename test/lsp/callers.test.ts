import { deepEqual, equal, fail, match, ok } from 'node:assert/strict';
import {
  DidChangeWorkspaceFoldersNotification,
  DidDeleteFilesNotification,
  DidRenameFilesNotification,
  FileChangeType,
} from 'vscode-languageserver/node';
import { type Callers, findCallers } from '../../server/src/lsp/callers';
import { syntax } from '../syntax';
import { type Client, closeClients, everything, startClient, until } from './client';
import { memoryDisk } from './disk';
import { callOf, ownMessage, passedKey, trail, trailModule } from './texts';

const module = 'file:///work/modules/trail/main.tf';
const caller = 'file:///work/main.tf';
const withKey = callOf('./modules/trail', passedKey);
const withoutKey = callOf('./modules/trail');

describe('callers', function () {
  this.timeout(20_000);
  afterEach(closeClients);

  it('on disk that pass a key take the finding of the module away, until they are edited there', async () => {
    const disk = memoryDisk({ [module]: trailModule, [caller]: withKey });
    const client = await startClient(disk.platform);
    await client.open(module, trailModule);
    deepEqual(await client.pull(module), []);
    disk.files.set(caller, withoutKey);
    await client.filesChanged([caller]);
    await until(() => client.refreshes() === 1);
    match(String((await client.pull(module))[0]?.message), ownMessage);
    disk.files.set(caller, withKey);
    await client.filesChanged([caller]);
    await until(() => client.refreshes() === 2);
    deepEqual(await client.pull(module), []);
    disk.files.delete(caller);
    await client.filesChanged([caller], FileChangeType.Deleted);
    await until(() => client.refreshes() === 3);
    equal((await client.pull(module)).length, 1);
  });

  it('are looked for in folders that the client only tells when it is asked', async () => {
    const disk = memoryDisk({ [module]: trailModule, [caller]: withKey });
    const capabilities = { ...everything, workspace: { ...everything.workspace, workspaceFolders: true } };
    const client = await startClient(disk.platform, { capabilities, folders: [], laterFolders: ['file:///work'] });
    await client.open(module, trailModule);
    await until(() => client.refreshes() > 0 || disk.reads.includes(caller));
    deepEqual(await client.pull(module), []);
  });

  it('count as they are typed, not as they were saved', async () => {
    const client = await startClient(memoryDisk({ [module]: trailModule, [caller]: '' }).platform);
    await client.open(module, trailModule);
    equal((await client.pull(module)).length, 1);
    await client.open(caller, withKey);
    deepEqual(await client.pull(module), []);
    await client.replace(caller, './modules/trail', './modules/other');
    equal((await client.pull(module)).length, 1);
    await client.replace(caller, './modules/other', './modules/trail');
    deepEqual(await client.pull(module), []);
    await client.close(caller);
    equal((await client.pull(module)).length, 1);
  });

  it('are not looked for in hidden folders and installed packages', async () => {
    const disk = memoryDisk({
      [module]: trailModule,
      'file:///work/.hidden/main.tf': callOf('../modules/trail', passedKey),
      'file:///work/node_modules/x/main.tf': callOf('../../modules/trail', passedKey),
      'file:///work/notes.md': withKey,
    });
    const client = await startClient(disk.platform);
    await client.open(module, trailModule);
    equal((await client.pull(module)).length, 1);
    await client.filesChanged(['file:///work/.hidden/main.tf', 'file:///work/node_modules/x/main.tf']);
    equal((await client.pull(module)).length, 1);
    deepEqual(disk.reads, [module]);
  });

  it('of few files are waited for', async () => {
    const disk = memoryDisk({ [module]: trailModule, [caller]: withKey });
    const client = await startClient(disk.platform);
    const release = disk.hold(/work\/main\.tf/);
    await client.open(module, trailModule);
    const asked = client.pull(module);
    await client.open('untitled:Untitled-1', trailModule);
    equal((await client.pull('untitled:Untitled-1')).length, 1); // nobody on disk can call it
    release();
    deepEqual(await asked, []);
    equal(client.refreshes(), 0);
  });

  it('among many are not waited for: what depends on them is said later, and nothing else', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, i) => [`file:///work/a${i}/main.tf`, '# nothing\n']),
    );
    const disk = memoryDisk({ ...files, [module]: trailModule });
    const client = await startClient(disk.platform);
    const release = disk.hold(/a0\/main\.tf/); // the last one that is come to
    const second = trail.replace('"main"', '"second"');
    await client.open(module, `${trailModule}${second}`);
    const [found, ...others] = await client.pull(module);
    match(String(found?.message), /^aws_cloudtrail\.second/);
    deepEqual(others, []);
    release();
    await until(() => client.refreshes() === 1);
    equal((await client.pull(module)).length, 2);
  });

  it('are found in each of the workspace folders, as they come and go', async () => {
    const disk = memoryDisk({
      [module]: trailModule,
      'file:///two/main.tf': callOf('../work/modules/trail', passedKey),
    });
    const client = await startClient(disk.platform, { folders: ['file:///work'] });
    await client.open(module, trailModule);
    equal((await client.pull(module)).length, 1);
    const two = [{ uri: 'file:///two', name: 'two' }];
    const change = (event: { added: typeof two; removed: typeof two }) =>
      client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
    await change({ added: two, removed: [] });
    await until(() => client.refreshes() === 1);
    deepEqual(await client.pull(module), []);
    await change({ added: [], removed: two });
    await until(() => client.refreshes() === 2);
    equal((await client.pull(module)).length, 1);
  });

  it('are found from two workspace folders, and for modules outside of them', async () => {
    const far = 'file:///far/trail/main.tf';
    const disk = memoryDisk({ [far]: trailModule, 'file:///two/main.tf': callOf('../far/trail', passedKey) });
    const client = await startClient(disk.platform, { folders: ['file:///one', 'file:///two'] });
    await client.open(far, trailModule);
    deepEqual(await client.pull(far), []);
  });

  for (const [how, tell] of [
    ['in the editor', (client: Client, uri: string) => deleted(client, uri)],
    ['elsewhere', (client: Client, uri: string) => client.filesChanged([uri], FileChangeType.Deleted)],
  ] as const) {
    it(`go with the folder that they are in when it is deleted ${how}`, async () => {
      const live = 'file:///work/live/eu/main.tf';
      const disk = memoryDisk({ [module]: trailModule, [live]: callOf('../../modules/trail', passedKey) });
      const client = await startClient(disk.platform);
      await client.open(module, trailModule);
      deepEqual(await client.pull(module), []);
      disk.files.delete(live);
      await tell(client, 'file:///work/live');
      await until(() => client.refreshes() === 1);
      equal((await client.pull(module)).length, 1);
    });
  }

  it('move with their folder', async () => {
    const [before, after] = ['file:///work/live/main.tf', 'file:///work/moved/main.tf'];
    const disk = memoryDisk({ [module]: trailModule, [before]: callOf('../modules/trail', passedKey) });
    const client = await startClient(disk.platform);
    await client.open(module, trailModule);
    deepEqual(await client.pull(module), []);
    disk.files.set(after, callOf('../modules/trail'));
    disk.files.delete(before);
    const files = [{ oldUri: 'file:///work/live', newUri: 'file:///work/moved' }];
    await client.connection.sendNotification(DidRenameFilesNotification.type, { files });
    await until(() => client.refreshes() === 1);
    equal((await client.pull(module)).length, 1);
    disk.files.set(after, callOf('../modules/trail', passedKey));
    await client.filesChanged([after]);
    await until(() => client.refreshes() === 2);
    deepEqual(await client.pull(module), []);
  });

  for (const [how, go] of [
    ['a workspace folder', (callers: Callers) => callers.workspaceChanged([], ['file:///work/live/'])],
    ['a folder that is deleted', (callers: Callers) => callers.foldersDeleted(['file:///work/live/'])],
  ] as const) {
    it(`do not come back when ${how} goes while it is read`, async () => {
      const files = ['a', 'b'].map((name) => [`file:///work/live/${name}/main.tf`, callOf('../../modules/trail')]);
      const disk = memoryDisk(Object.fromEntries(files));
      const release = disk.hold(/\.tf$/);
      const callers = findCallers({
        ...disk.platform,
        folders: ['file:///work/live/', 'file:///work/modules/'],
        syntax,
        log: (error) => fail(String(error)),
        onChanged: () => {},
      });
      callers.start();
      await until(() => disk.reads.length === 2);
      go(callers);
      release(); // with the text that was there before
      await callers.pending('file:///work/modules/trail/');
      deepEqual(callers.of('file:///work/modules/trail/'), []);
    });
  }

  it('in more files than can be read are those that were found, and the log says so', async () => {
    const base = memoryDisk({ [module]: trailModule });
    const many = Array.from({ length: 20_001 }, (_, i) => `f${i}.tf`);
    const platform = {
      ...base.platform,
      listFolder: async (uri: string) =>
        uri === 'file:///work/' ? { files: many, folders: ['modules'] } : base.platform.listFolder(uri),
    };
    const client = await startClient(platform);
    await client.open(module, trailModule);
    await until(() => client.logged.some((line) => /more than 20000 Terraform files/.test(line)));
    await until(async () => (await client.pull(module)).length === 1);
    ok(base.reads.length < 100);
  });
});

function deleted(client: Client, uri: string): Promise<void> {
  return client.connection.sendNotification(DidDeleteFilesNotification.type, { files: [{ uri }] });
}
