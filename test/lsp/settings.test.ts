import { deepEqual, equal, ok } from 'node:assert/strict';
import { DiagnosticSeverity } from 'vscode-languageserver/node';
import { closeClients, settingsOf, startClient, until } from './client';
import { memoryDisk } from './disk';
import { trail } from './texts';

const main = 'file:///work/main.tf';

describe('settings', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('turn a rule off, and on again while the server runs', async () => {
    const settings = settingsOf({ 'trail-without-kms-key': 'off' });
    const client = await startClient(memoryDisk().platform, { settings });
    await client.open(main, trail);
    deepEqual(await client.pull(main), []);
    await client.configure(settingsOf({ 'trail-without-kms-key': 'error' }));
    await until(() => client.refreshes() > 0);
    equal((await client.pull(main))[0]?.severity, DiagnosticSeverity.Error);
  });

  it('are taken from what is sent, where the client cannot be asked', async () => {
    const capabilities = { textDocument: { diagnostic: {} } };
    const client = await startClient(memoryDisk().platform, { capabilities });
    await client.open(main, trail);
    equal((await client.pull(main)).length, 1);
    await client.configure(settingsOf({ 'trail-without-kms-key': 'off' }));
    deepEqual(await client.pull(main), []);
  });

  it('that are wrong are ignored with one line in the log', async () => {
    const settings = settingsOf({ 'trail-without-kms-key': 'loud', 'trail-without-kms': 'off' });
    const client = await startClient(memoryDisk().platform, { settings });
    await client.open(main, trail);
    await client.open('file:///other/main.tf', trail);
    equal((await client.pull(main))[0]?.severity, DiagnosticSeverity.Warning);
    await client.pull('file:///other/main.tf');
    equal(client.logged.filter((line) => line.includes('"loud"')).length, 1);
    equal(client.logged.filter((line) => line.includes('"trail-without-kms"')).length, 1);
  });

  it('of a wrong shape are ignored', async () => {
    for (const settings of [7, 'x', [], { rules: [] }, { rules: 'off' }]) {
      const client = await startClient(memoryDisk().platform, { settings });
      await client.open(main, trail);
      ok((await client.pull(main)).some(({ code }) => code === 'trail-without-kms-key'));
    }
  });
});
