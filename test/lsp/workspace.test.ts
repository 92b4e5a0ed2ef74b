import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  DidDeleteFilesNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
} from 'vscode-languageserver/node';
import { closeClients, startClient, until } from './client';
import { memoryDisk } from './disk';
import { emptyVariable, setVariable, template, trail, trailWithVariable } from './texts';

const main = 'file:///work/main.tf';
const variables = 'file:///work/variables.tf';

describe('workspace', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('reads the other files of the folder, and only what Terraform reads', async () => {
    const disk = memoryDisk({
      [variables]: emptyVariable,
      'file:///work/template.yaml': template,
      'file:///work/package.json': '{}',
      'file:///work/.hidden.tf': trail,
      'file:///work/notes.md': trail,
      'file:///work/below/other.tf': trail,
    });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    equal((await client.pull(main)).length, 1);
    const below = 'file:///work/below/other.tf'; // it might call the module
    deepEqual(new Set(disk.reads), new Set([variables, below]));
  });

  it('reads the JSON of Terraform as a part of the module, on disk and open', async () => {
    const inJson = 'file:///work/variables.tf.json';
    const disk = memoryDisk({ [inJson]: '{ "variable": { "key": { "default": "" } } }' });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    equal((await client.pull(main)).length, 1);
    await client.open(inJson, '{ "variable": { "key": { "default": "alias/trail" } } }', 'json');
    deepEqual(await client.pull(main), []);
    await client.replace(inJson, 'alias/trail', '');
    equal((await client.pull(main)).length, 1);
  });

  it('lets the open text win over the disk, until it is closed', async () => {
    const disk = memoryDisk({ [variables]: setVariable });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    deepEqual(await client.pull(main), []);
    await client.open(variables, emptyVariable);
    equal((await client.pull(main)).length, 1);
    await client.close(variables);
    deepEqual(await client.pull(main), []);
  });

  it('reads the disk on closing, not what it was before opening', async () => {
    const disk = memoryDisk({ [variables]: setVariable });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    await client.open(variables, emptyVariable);
    await client.pull(main);
    disk.files.set(variables, emptyVariable); // as saving does
    await client.close(variables);
    equal((await client.pull(main)).length, 1);
  });

  it('follows files that are changed, created and deleted under it', async () => {
    const disk = memoryDisk({ [variables]: setVariable });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    deepEqual(await client.pull(main), []);

    disk.files.set(variables, emptyVariable);
    await client.filesChanged([variables]);
    await until(() => client.refreshes() === 1);
    equal((await client.pull(main)).length, 1);

    disk.files.delete(variables);
    await client.filesChanged([variables], FileChangeType.Deleted);
    await until(() => client.refreshes() === 2);
    deepEqual(await client.pull(main), []); // a variable that nobody declares is unknown

    const renamed = 'file:///work/inputs.tf';
    disk.files.set(renamed, emptyVariable);
    await client.filesChanged([renamed], FileChangeType.Created);
    await until(() => client.refreshes() === 3);
    equal((await client.pull(main)).length, 1);
  });

  it('survives the deletion of an open file and of its folder', async () => {
    const disk = memoryDisk({ [main]: trail, [variables]: emptyVariable });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    equal((await client.pull(main)).length, 1);
    disk.files.clear();
    await client.connection.sendNotification(DidDeleteFilesNotification.type, { files: [{ uri: 'file:///work' }] });
    deepEqual(await client.pull(main), []);
    await client.close(main);
    deepEqual(await client.pull(main), []);
  });

  it('answers when the whole module is loaded, not before', async () => {
    const disk = memoryDisk({ [variables]: emptyVariable });
    const release = disk.hold();
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    let isAnswered = false;
    const early = client.pull(main).finally(() => {
      isAnswered = true;
    });
    // What stands alone waits for no folder, and is asked about later.
    await client.open('untitled:Untitled-1', trail);
    equal((await client.pull('untitled:Untitled-1')).length, 1);
    ok(!isAnswered);
    release();
    equal((await early).length, 1);
  });

  it('answers for the text as it is at the end of the wait', async () => {
    const disk = memoryDisk();
    const release = disk.hold();
    const client = await startClient(disk.platform);
    await client.open(main, trail);
    const asked = client.pull(main);
    await client.replace(main, 'aws_cloudtrail', 'aws_instance');
    release();
    deepEqual(await asked, []);
  });

  it('refuses actions for a selection in a text that has changed meanwhile', async () => {
    const disk = memoryDisk();
    const release = disk.hold();
    const client = await startClient(disk.platform);
    await client.open(main, trail);
    const caret = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const asked = client.actions(main, caret).catch((error) => error.code);
    await client.replace(main, 'resource', '\nresource');
    release();
    equal(await asked, -32801);
  });

  it('survives a document that is closed while its folder is read', async () => {
    const disk = memoryDisk({ [variables]: emptyVariable });
    const release = disk.hold();
    const client = await startClient(disk.platform);
    await client.open(main, trail);
    const asked = client.pull(main);
    await client.close(main);
    release();
    deepEqual(await asked, []);
    await client.open(main, trail);
    equal((await client.pull(main)).length, 1);
  });

  it('judges an untitled document by itself', async () => {
    const client = await startClient(memoryDisk({ 'file:///work/other.tf': emptyVariable }).platform);
    await client.open('untitled:Untitled-1', trail);
    equal((await client.pull('untitled:Untitled-1')).length, 1);
    await client.open('untitled:Untitled-2', trailWithVariable, 'opentofu');
    deepEqual(await client.pull('untitled:Untitled-2'), []);
  });

  it('leaves views of other states of a file, and other languages, alone', async () => {
    const client = await startClient(memoryDisk().platform);
    const committed = 'git:/work/main.tf?%7B%22ref%22%3A%22HEAD%22%7D';
    await client.open(committed, trail);
    deepEqual(await client.pull(committed), []);
    await client.open('file:///work/notes.md', trail, 'markdown');
    deepEqual(await client.pull('file:///work/notes.md'), []);
  });

  it('keeps folders apart, inside and outside of the workspace', async () => {
    const disk = memoryDisk({
      'file:///one/v.tf': setVariable,
      'file:///two/v.tf': emptyVariable,
      'file:///far/v.tf': emptyVariable,
    });
    const client = await startClient(disk.platform, { folders: ['file:///one', 'file:///two'] });
    for (const folder of ['one', 'two', 'far']) await client.open(`file:///${folder}/main.tf`, trailWithVariable);
    deepEqual(await client.pull('file:///one/main.tf'), []);
    equal((await client.pull('file:///two/main.tf')).length, 1);
    equal((await client.pull('file:///far/main.tf')).length, 1);
    const watched = () =>
      client.registrations.flatMap(({ registerOptions }) =>
        (registerOptions?.watchers ?? []).map(({ globPattern }: { globPattern: unknown }) => globPattern),
      );
    const modules = '*.{tf,tofu,tf.json,tofu.json,tfvars,tfvars.json}';
    const installed = '**/.terraform/modules/modules.json';
    await until(() => watched().length === 4);
    deepEqual(watched(), [`**/${modules}`, installed, '**/*', { baseUri: 'file:///far/', pattern: modules }]);
    await client.close('file:///far/main.tf');
    await until(() => watched().length === 3);
  });

  it('knows a file by any spelling of its URI', async () => {
    const disk = memoryDisk({ 'file:///c%3A/w%20x/%C3%BC.tf': setVariable });
    const client = await startClient(disk.platform);
    await client.open('file:///c%3A/w%20x/main.tf', trailWithVariable);
    deepEqual(await client.pull('file:///C:/w x/main.tf'), []);
    await client.open('file:///C:/w x/ü.tf', emptyVariable);
    const [found] = await client.pull('file:///c%3A/w%20x/main.tf');
    equal(found?.relatedInformation?.[0]?.location.uri, 'file:///C:/w x/ü.tf');
  });

  it('reads a large folder a few files at a time', async () => {
    const files = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`file:///work/f${i}.tf`, '# nothing\n']));
    const disk = memoryDisk({ ...files, [variables]: emptyVariable });
    const client = await startClient(disk.platform);
    await client.open(main, trailWithVariable);
    await client.pull(main); // who calls the module is not waited for among so many files
    await until(() => client.refreshes() > 0);
    equal((await client.pull(main)).length, 1);
    ok(disk.mostAtOnce() <= 64, `${disk.mostAtOnce()} at once`);
  });

  it('takes a file of 1 MB and a keystroke in it', async () => {
    const block = 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n\n';
    const client = await startClient(memoryDisk().platform);
    await client.open(main, block.repeat(1_000_000 / block.length) + trail);
    equal((await client.pull(main)).length, 1);
    await client.replace(main, '"x"', '"xy"');
    equal((await client.pull(main)).length, 1);
  });

  it('says in the log what could not be read, and goes on', async () => {
    const disk = memoryDisk({ [variables]: emptyVariable });
    const platform = { ...disk.platform, readFile: () => Promise.reject(new Error('no permission')) };
    const client = await startClient(platform);
    await client.open(main, trail);
    equal((await client.pull(main)).length, 1);
    await until(() => client.logged.some((line) => line.includes('no permission')));
  });

  it('survives messages that make no sense', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(main, trail);
    const nonsense = { textDocument: {} };
    await client.connection.sendNotification(DidOpenTextDocumentNotification.method, nonsense);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///never/opened.tf', version: 2 },
      contentChanges: [{ text: 'x' }],
    });
    await client.filesChanged(['no uri at all', 'file:///%']);
    const far = { start: { line: 9999, character: 9999 }, end: { line: 0, character: 0 } };
    deepEqual(await client.actions(main, far), []);
    equal((await client.pull(main)).length, 1);
  });
});
