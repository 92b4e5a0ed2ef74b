import { deepEqual } from 'node:assert/strict';
import { type Client, closeClients, startClient } from './client';
import { memoryDisk } from './disk';
import { callOf, passedKey, trailModule } from './texts';

const main = 'file:///work/main.tf';
const values = 'file:///work/terraform.tfvars';
const module = 'file:///work/modules/trail/main.tf';
const between = 'file:///work/modules/between/main.tf';

/** The texts that a file may have; undefined for none. */
const texts: Readonly<Record<string, readonly (string | undefined)[]>> = {
  [main]: [
    undefined,
    callOf('./modules/trail'),
    callOf('./modules/trail', passedKey),
    callOf('./modules/between'),
    `${callOf('./modules/trail', '  kms_key_arn = var.key\n')}variable "key" {\n  default = null\n}\n`,
  ],
  [values]: [undefined, 'key = ""\n', 'key = "alias/trail"\n'],
  [module]: [undefined, trailModule, trailModule.replace('null', '"alias/trail"'), callOf('../between')],
  [between]: [undefined, callOf('../trail'), callOf('../trail', passedKey), callOf('.')],
};
const uris = Object.keys(texts);

/** Numbers that look like chance and are the same in every run. */
function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

async function answers(client: Client, open: ReadonlyMap<string, string>): Promise<unknown> {
  return Promise.all([...open.keys()].sort().map(async (uri) => [uri, await client.pull(uri)]));
}

describe('after any changes', function () {
  this.timeout(60_000);
  afterEach(closeClients);

  for (const seed of [1, 2, 3, 4]) {
    it(`the answers are those of a server that has just been started (${seed})`, async () => {
      const roll = makeDice(seed);
      const disk = memoryDisk();
      const client = await startClient(disk.platform);
      const open = new Map<string, string>();
      for (let step = 0; step < 60; step++) {
        const uri = uris[roll(uris.length)] ?? main;
        const text = texts[uri]?.[roll(texts[uri]?.length ?? 1)];
        const before = open.get(uri);
        if (roll(3) === 0) {
          if (text === undefined) disk.files.delete(uri);
          else disk.files.set(uri, text);
          await client.filesChanged([uri]);
        } else if (text === undefined) {
          if (before !== undefined) await client.close(uri);
          open.delete(uri);
        } else {
          if (before === undefined) await client.open(uri, text, uri === values ? 'terraform-vars' : 'terraform');
          else await client.replace(uri, before, text);
          open.set(uri, text);
        }
        if (roll(2) === 0) continue; // so that changes come together, too
        const fresh = await startClient(memoryDisk(Object.fromEntries(disk.files)).platform);
        for (const [each, its] of open) await fresh.open(each, its, each === values ? 'terraform-vars' : 'terraform');
        deepEqual(await answers(client, open), await answers(fresh, open), `after step ${step}`);
      }
    });
  }
});
