import { deepEqual, equal, match } from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './run';

const trail = `variable "key" {
  default = null
}

resource "aws_cloudtrail" "main" {
  s3_bucket_name = "logs"
  kms_key_id     = var.key
}
`;

const own = 'modules/trail/main.tf aws_cloudtrail.main';

describe('trailseal check of modules', function () {
  this.timeout(30_000);
  const { folder, write, check } = scratch();

  const found = async (...args: string[]): Promise<readonly string[]> => {
    const { out } = await check('--format', 'json', ...args);
    const { findings }: { readonly findings: readonly { readonly path: string; readonly resource: string }[] } =
      JSON.parse(out);
    return findings.map(({ path, resource }) => `${path} ${resource}`);
  };

  it('finds what a call does not pass, and names what led to it in other folders', async () => {
    write({ 'main.tf': call('./modules/trail'), 'modules/trail/main.tf': trail });
    const { out } = await check();
    match(out, /^main\.tf:1:1 warning module\.trail\.aws_cloudtrail\.main is not encrypted .* unless key is passed/);
    match(out, /\n {4}modules\/trail\/main\.tf:5:1 /);
    deepEqual(await found('.'), ['main.tf module.trail.aws_cloudtrail.main', own]);
  });

  it('looks for event data stores where there is no trail', async () => {
    const store = 'resource "aws_cloudtrail_event_data_store" "main" {\n  name = "audit"\n  kms_key_id = var.key\n}\n';
    write({
      'main.tf': call('./modules/lake', '', 'lake'),
      'modules/lake/main.tf': `variable "key" {\n  default = null\n}\n\n${store}`,
      'alone/main.tf': store.replace('var.key', 'null'),
    });
    deepEqual(await found('--rule', 'event-data-store-without-kms-key', '.'), [
      'main.tf module.lake.aws_cloudtrail_event_data_store.main',
      'alone/main.tf aws_cloudtrail_event_data_store.main',
      'modules/lake/main.tf aws_cloudtrail_event_data_store.main',
    ]);
  });

  it('says nothing about a default that every call among what is checked replaces', async () => {
    write({ 'main.tf': call('./modules/trail', 'key = "arn:x"'), 'modules/trail/main.tf': trail });
    deepEqual(await found('.'), []);
    // Who calls it from elsewhere is not known to one who checks the module alone.
    deepEqual(await found('modules/trail'), [own]);
  });

  it('reads modules outside of what is checked, and says nothing about them', async () => {
    write({ 'live/main.tf': call('../modules/trail'), 'modules/trail/main.tf': trail });
    deepEqual(await found('live'), ['live/main.tf module.trail.aws_cloudtrail.main']);
    const absolute = join(folder(), 'live');
    deepEqual(await found(absolute), [`${absolute}/main.tf module.trail.aws_cloudtrail.main`]);
  });

  it('knows a folder by one name, whichever way it is reached', async () => {
    write({ 'a/main.tf': call('../b/../modules/trail', 'key = "arn:x"'), 'modules/trail/main.tf': trail });
    deepEqual(await found('a', 'modules/../modules/trail/'), []);
  });

  it('reads a module through a link, and ends where links go in a circle', async () => {
    write({ 'main.tf': `${call('./linked')}${call('./self', '', 'self')}`, 'modules/trail/main.tf': trail });
    symlinkSync(join(folder(), 'modules/trail'), join(folder(), 'linked'));
    symlinkSync(folder(), join(folder(), 'self'));
    deepEqual(await found('main.tf'), ['main.tf module.trail.aws_cloudtrail.main']);
  });

  it('passes over calls of folders that are not there, or hold no module', async () => {
    write({
      'main.tf': `${call('./gone')}${call('./empty', '', 'empty')}${call('../../../../../../../../..', '', 'far')}`,
      'empty/notes.txt': '',
    });
    deepEqual(await check(), { code: 0, out: 'No findings in 1 file.\n', error: '' });
  });

  it('reads what Terraform has fetched', async () => {
    const modules = [{ Key: 'trail', Source: 'example/trail/aws', Dir: '.terraform/modules/trail' }];
    write({
      'main.tf': call('example/trail/aws'),
      '.terraform/modules/modules.json': JSON.stringify({ Modules: modules }),
      '.terraform/modules/trail/main.tf': trail,
    });
    deepEqual(await found('.'), ['main.tf module.trail.aws_cloudtrail.main']);
    write({ '.terraform/modules/modules.json': '{"Modules": [{"Key": 1}, null]}' });
    deepEqual(await found('.'), []);
    write({ '.terraform/modules/modules.json': '{' });
    deepEqual(await found('.'), []);
  });

  it('takes values from files of variables, and a file that is read', async () => {
    write({
      'main.tf': `${trail}${trail.replaceAll('key', 'other').replaceAll('main', 'second')}`.replace(
        'kms_other_id     = var.other',
        'kms_key_id     = jsondecode(file("keys/other.json")).arn',
      ),
      'terraform.tfvars': 'key = "arn:x"\n',
      'keys/other.json': '{"arn": ""}',
    });
    deepEqual(await found('.'), ['main.tf aws_cloudtrail.second']);
    equal((await check('terraform.tfvars')).code, 0);
  });

  it('takes for missing only what is not there', async () => {
    const exists = (name: string) => trail.replace('var.key', `fileexists("${name}") ? "arn:x" : null`);
    const texts: Readonly<Record<string, string | Uint8Array>> = {
      'text.txt': '',
      'latin.txt': new Uint8Array([0xe9]),
      'folder/main.txt': '',
    };
    const names = [...Object.keys(texts), 'folder', 'missing.txt', 'text.txt/missing.txt', 'a'.repeat(300)];
    write({ ...texts, ...Object.fromEntries(names.map((name, index) => [`${index}/main.tf`, exists(`../${name}`)])) });
    deepEqual(
      await found('.'),
      [3, 4, 5, 6].map((index) => `${index}/main.tf aws_cloudtrail.main`),
    );
  });

  it('takes what is in a file of more than 1 MB for unknown, as the server does', async () => {
    write({ 'main.tf': trail.replace('var.key', 'trimspace(file("key.txt"))'), 'key.txt': ' '.repeat(1_000_000) });
    deepEqual(await found('.'), ['main.tf aws_cloudtrail.main']);
    write({ 'key.txt': ' '.repeat(1_000_001) });
    deepEqual(await found('.'), []);
  });
});

function call(source: string, argument = '', name = 'trail'): string {
  return `module "${name}" {\n  source = "${source}"\n  ${argument}\n}\n`;
}
