import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { FileChangeType } from 'vscode-languageserver/node';
import { type Client, closeClients, everything, startClient, until } from './client';
import { memoryDisk } from './disk';
import { callMessage, callOf, emptyVariable, ownMessage, passedKey, trailModule, trailWithVariable } from './texts';

const main = 'file:///work/main.tf';
const module = 'file:///work/modules/trail/main.tf';
const source = './modules/trail';
const key = '"arn:aws:kms:eu-west-1:111122223333:key/k"';

async function messages(client: Client, uri: string): Promise<readonly string[]> {
  return (await client.pull(uri)).map(({ message }) => String(message));
}

describe('modules', function () {
  this.timeout(20_000);
  afterEach(closeClients);

  it('are judged with the ones that call them, and calls with what they call', async () => {
    const disk = memoryDisk({ [module]: trailModule });
    const client = await startClient(disk.platform);
    await client.open(main, callOf(source));
    await client.open(module, trailModule);
    const [call, ...others] = await messages(client, main);
    match(call ?? '', callMessage);
    deepEqual(others, []);
    const [own, ...more] = await messages(client, module);
    match(own ?? '', ownMessage);
    deepEqual(more, []);
  });

  it('change the diagnostics of an open caller without being saved, and the other way round', async () => {
    const client = await startClient(memoryDisk({ [module]: trailModule }).platform);
    await client.open(main, callOf(source));
    await client.open(module, trailModule);
    equal((await client.pull(main)).length, 1);
    equal((await client.pull(module)).length, 1);

    await client.replace(module, 'null', key);
    deepEqual(await client.pull(module), []);
    await until(() => client.refreshes() === 1);
    deepEqual(await client.pull(main), []);
    await client.replace(module, key, 'null');
    equal((await client.pull(module)).length, 1);
    await until(() => client.refreshes() === 2);
    equal((await client.pull(main)).length, 1);

    await client.replace(main, '}', `${passedKey}}`);
    deepEqual(await client.pull(main), []);
    await until(() => client.refreshes() === 3);
    deepEqual(await client.pull(module), []);
  });

  it('change what is pushed for their callers', async () => {
    const { diagnostic: _, ...withoutPull } = everything.textDocument ?? {};
    const capabilities = { ...everything, textDocument: withoutPull };
    const client = await startClient(memoryDisk({ [module]: trailModule }).platform, { capabilities });
    const latest = (uri: string) => client.pushed.findLast((one) => one.uri === uri)?.diagnostics.length;
    await client.open(main, callOf(source));
    await client.open(module, trailModule);
    await until(() => latest(main) === 1 && latest(module) === 1);
    await client.replace(module, 'null', key);
    await until(() => latest(main) === 0 && latest(module) === 0);
    await client.replace(module, key, 'null');
    await until(() => latest(main) === 1 && latest(module) === 1);
  });

  it('may be called by modules that are called', async () => {
    const middle = 'file:///work/modules/logging/main.tf';
    const disk = memoryDisk({
      [module]: trailModule,
      [middle]: `variable "key" {\n  default = null\n}\n${callOf('../trail', '  kms_key_arn = var.key\n')}`,
    });
    const client = await startClient(disk.platform);
    await client.open(main, `module "logging" {\n  source = "./modules/logging"\n}\n`);
    equal((await client.pull(main)).length, 1);
    await client.open(module, trailModule);
    await client.replace(module, 'null', key);
    await client.pull(module);
    // What is not passed is nothing all the same: the module in between passes it on.
    equal((await client.pull(main)).length, 1);
    await client.replace(main, '}', `  key = ${key}\n}`);
    deepEqual(await client.pull(main), []);
  });

  it('are read when they come to be, and forgotten when they go', async () => {
    const disk = memoryDisk();
    const client = await startClient(disk.platform);
    await client.open(main, callOf(source));
    deepEqual(await client.pull(main), []);
    disk.files.set(module, trailModule);
    await client.filesChanged([module], FileChangeType.Created);
    await until(() => client.refreshes() === 1);
    equal((await client.pull(main)).length, 1);
    disk.files.delete(module);
    await client.filesChanged([module], FileChangeType.Deleted);
    await until(() => client.refreshes() === 2);
    deepEqual(await client.pull(main), []);
  });

  it('may call themselves, and each other', async () => {
    const other = 'file:///work/modules/other/main.tf';
    const disk = memoryDisk({ [other]: callOf('../trail') });
    const client = await startClient(disk.platform);
    await client.open(main, `${callOf('.')}${trailModule}`);
    await client.pull(main);
    await client.open(module, `${callOf('../other')}${trailModule}`);
    await client.pull(module);
    await client.open(other, callOf('../trail'));
    await client.pull(other);
    await client.replace(module, 'null', key);
    deepEqual(await client.pull(module), []);
  });

  it('are found by any spelling of their folder, and no path leaves the disk', async () => {
    const spelled = 'file:///c%3A/w%20x/m%C3%BC%5B1%5D/main.tf';
    const client = await startClient(memoryDisk({ [spelled]: trailModule }).platform, { folders: ['file:///C:/w x'] });
    await client.open('file:///C:/w x/main.tf', callOf('./sub/../mü[1]/'));
    equal((await client.pull('file:///c%3A/w%20x/main.tf')).length, 1);
    await client.replace('file:///C:/w x/main.tf', './sub/../mü[1]/', '../../../../../../x');
    deepEqual(await client.pull('file:///c%3A/w%20x/main.tf'), []);
  });

  it('get values from the .tfvars of the folder, on disk and open', async () => {
    const values = 'file:///work/terraform.tfvars';
    const disk = memoryDisk({ [values]: `key = ${key}\n`, 'file:///work/prod.tfvars': 'key = ""\n' });
    const client = await startClient(disk.platform);
    await client.open(main, `${emptyVariable}${trailWithVariable}`);
    deepEqual(await client.pull(main), []);
    disk.files.set(values, 'key = ""\n');
    await client.filesChanged([values]);
    await until(() => client.refreshes() === 1);
    equal((await client.pull(main)).length, 1);

    await client.open(values, `key = ${key}\n`, 'terraform-vars');
    await until(() => client.refreshes() === 2);
    deepEqual(await client.pull(main), []);
    deepEqual(await client.pull(values), []);
    await client.open('file:///work/prod.tfvars', 'key = ""\n', 'terraform-vars');
    deepEqual(await client.pull('file:///work/prod.tfvars'), []);
    await client.replace(values, key, '""');
    equal((await client.pull(main)).length, 1);
  });

  it('are found where terraform init has put them', async () => {
    const installed = 'file:///work/.terraform/modules/modules.json';
    const fetched = 'file:///work/.terraform/modules/trail/main.tf';
    const noted = JSON.stringify({ Modules: [{ Key: 'trail', Dir: '.terraform/modules/trail' }] });
    const disk = memoryDisk({ [fetched]: trailModule });
    const client = await startClient(disk.platform);
    await client.open(main, callOf('terraform-aws-modules/trail/aws'));
    deepEqual(await client.pull(main), []);
    disk.files.set(installed, noted);
    await client.filesChanged([installed], FileChangeType.Created);
    await until(() => client.refreshes() === 1);
    equal((await client.pull(main)).length, 1);
  });

  it('larger than can be are unknown, and the log says so', async () => {
    const installed = 'file:///work/.terraform/modules/modules.json';
    const client = await startClient(memoryDisk({ [installed]: ' '.repeat(1_000_001) }).platform);
    await client.open(main, callOf('terraform-aws-modules/trail/aws'));
    deepEqual(await client.pull(main), []);
    await until(() => client.logged.some((line) => line.includes('larger than 1 MB')));
  });

  it('that are typed leave little behind, and nothing when the document is closed', async () => {
    const disk = memoryDisk({ 'file:///far/modules/trail/main.tf': trailModule });
    const client = await startClient(disk.platform);
    const far = 'file:///far/main.tf';
    // Outside of the workspace each folder that is kept is watched, so that one can count them.
    const kept = () =>
      client.registrations.filter(({ registerOptions }) => {
        const { globPattern } = registerOptions?.watchers?.[0] ?? {};
        return globPattern?.pattern?.includes('tf') === true;
      }).length;
    await client.open(far, callOf('./'));
    let typed = './';
    for (const sign of 'modules/trail') {
      await client.replace(far, `"${typed}"`, `"${typed}${sign}"`);
      typed += sign;
      await client.pull(far);
    }
    equal((await client.pull(far)).length, 1);
    for (let number = 0; number < 400; number++) {
      await client.replace(far, `"${typed}"`, `"./m${number}"`);
      typed = `./m${number}`;
      await client.pull(far);
    }
    await until(() => kept() > 2 && kept() < 310);
    await client.close(far);
    await until(() => kept() === 0);
    const before = disk.reads.length;
    await client.filesChanged(['file:///far/modules/trail/main.tf', far]);
    await client.pull(far);
    equal(disk.reads.length, before);
  });

  it('of many are not read all at once', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`file:///far/modules/m${i}/main.tf`, trailModule]),
    );
    const disk = memoryDisk(files);
    const client = await startClient(disk.platform);
    const calls = Array.from({ length: 300 }, (_, i) => callOf(`./modules/m${i}`).replace('"trail"', `"m${i}"`));
    await client.open('file:///far/main.tf', calls.join(''));
    equal((await client.pull('file:///far/main.tf')).length, 300);
    ok(disk.mostAtOnce() <= 64, `${disk.mostAtOnce()} at once`);
  });

  it('survive their text being closed while they are read', async () => {
    const disk = memoryDisk({ [module]: trailModule });
    const client = await startClient(disk.platform);
    const release = disk.hold(/modules/);
    await client.open(main, callOf(source));
    const asked = client.pull(main);
    await client.close(main);
    release();
    deepEqual(await asked, []);
  });
});
