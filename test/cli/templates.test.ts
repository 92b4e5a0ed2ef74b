import { deepEqual, equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { jsonTemplate, manifest, template, trail, trailWithVariable } from '../lsp/texts';
import { paths, scratch } from './run';

const notText = new Uint8Array([0x61, 0x3a, 0x20, 0xff, 0xfe]);

describe('trailseal check, of templates', function () {
  this.timeout(30_000);
  const { folder, write, check, run } = scratch();

  it('finds trails in every language, in the order of folders and names', async () => {
    write({
      'b/main.tf': trail,
      'b/again.json': jsonTemplate,
      'b/stack.template': jsonTemplate,
      'a/stack.yml': template,
      'a/deep/x.yaml': template,
      'a/plain.template': template,
      'b/variables.tf.json': '{ "variable": { "key": {} } }',
    });
    const { code, out } = await check('--format', 'json');
    equal(code, 1);
    deepEqual(paths(out), [
      'a/plain.template',
      'a/stack.yml',
      'a/deep/x.yaml',
      'b/again.json',
      'b/main.tf',
      'b/stack.template',
    ]);
    equal(JSON.parse(out).files, 7);
  });

  it('says where the trail is', async () => {
    write({ 'stack.yaml': template });
    match((await check('stack.yaml')).out, /^stack\.yaml:2:3 warning Trail is not encrypted with a KMS key/);
  });

  it('names what does not read, as nobody is typing it', async () => {
    write({
      'a/main.tf': 'resource "aws_cloudtrail" "a" {\n  s3_bucket_name = "logs"\n  kms_key_id =\n}\n',
      'b/main.tf': 'resource "aws_cloudtrail" "b" {\n  kms_key_id = "x"\n',
      'c.yaml': template.replace('Properties:', 'Properties:\n      KMSKey'),
      'd.json': jsonTemplate.replace('"Properties"', '"KMSKey "Properties"'),
    });
    const { code, out, error } = await check();
    // What is found is said by the code, too, whatever else there may be.
    equal(code, 1);
    match(error, /^trailseal: a\/main\.tf:3 does not read as Terraform: what stands there is not checked\.$/m);
    match(error, /^trailseal: b\/main\.tf:1 does not read as Terraform/m);
    match(error, /^trailseal: c\.yaml:\d+ does not read as YAML/m);
    match(error, /^trailseal: d\.json:\d+ does not read as JSON/m);
    equal((await check('a/main.tf', '--format', 'json')).out.startsWith('{'), true);
    match(out, /in 4 files/);
  });

  it('names what does not read beside a trail, as that may depend on it, and in the call of a module', async () => {
    const key = 'resource "aws_kms_key" "a" {\n  policy =\n}\n';
    const nested = 'resource "aws_s3_bucket" "a" {\n  a {\n    b {\n      c = 1 +\n    }\n  }\n}\n';
    const whole = trailWithVariable.replace('var.key', 'aws_kms_key.a.arn');
    const other = template.slice(template.indexOf('\n') + 1).replace('Trail:', 'Other:');
    write({
      'a/main.tf': whole,
      'a/key.tf': `# its key\n${key}`,
      'b/main.tf': `${nested}${whole}`,
      'c/main.tf': 'module "c" {\n  source = "./c"\n  kms_key_id =\n}\n',
      'd.yaml': `${template}      KMSKeyId: !GetAtt Key.Arn\n  Key:\n    Type: AWS::KMS::Key\n    Properties: {\n`,
      'e.tf.json': '{"resource": {"aws_cloudtrail": {"a": {"kms_key_id": "k"}}, "aws_kms_key": {"a": {"policy": }}}}',
      // Nothing in these has to do with a trail.
      'f/main.tf': key,
      'f/f.yaml': `Resources:\n${other.replace('CloudTrail::Trail', 'S3::Bucket')}  Key:\n    Type: AWS::KMS::Key\n    Properties: {\n`,
    });
    const { code, error } = await check();
    deepEqual(error.split('\n'), [
      'trailseal: e.tf.json:1 does not read as JSON: what stands there is not checked.',
      'trailseal: a/key.tf:3 does not read as Terraform: what stands there is not checked.',
      'trailseal: b/main.tf:4 does not read as Terraform: what stands there is not checked.',
      'trailseal: c/main.tf:3 does not read as Terraform: what stands there is not checked.',
      'trailseal: d.yaml:8 does not read as YAML: what stands there is not checked.',
      '',
    ]);
    deepEqual([code, (await run('fix', 'c')).code], [2, 2]);
    deepEqual(await check('f'), { code: 0, out: 'No findings in 2 files.\n', error: '' });
    // Who names a file wants to hear of it.
    equal(
      (await check('f/main.tf', 'f/f.yaml')).error,
      'trailseal: f/main.tf:2 does not read as Terraform: what stands there is not checked.\n',
    );
  });

  it('reads the JSON of Terraform as a part of the module', async () => {
    write({ 'main.tf': trailWithVariable, 'variables.tf.json': '{ "variable": { "key": { "default": "" } } }' });
    deepEqual(paths((await check('main.tf', '--format', 'json')).out), ['main.tf']);
  });

  it('judges a template alone, and each once', async () => {
    write({ 'a/x.yaml': template, 'a/y.yaml': template });
    const { out } = await check('a/x.yaml', './a/x.yaml', '--format', 'json');
    deepEqual(paths(out), ['a/x.yaml']);
    equal(JSON.parse(out).files, 1);
    deepEqual(paths((await check('a/y.yaml', 'a', '--format', 'json')).out), ['a/x.yaml', 'a/y.yaml']);
  });

  it('neither counts nor mentions files that are no templates', async () => {
    write({
      'deploy.yaml': manifest,
      'serverless.yaml': 'resources:\n  Resources:\n    Trail:\n      Type: AWS::CloudTrail::Trail\n',
      'package.json': '{ "name": "x" }',
      'broken.json': '{{{',
      'empty.yaml': '',
      'odd.json': notText,
      'odd.template': notText,
    });
    symlinkSync(join(folder(), 'nowhere'), join(folder(), 'lost.json'));
    symlinkSync(folder(), join(folder(), 'circle.yaml'));
    deepEqual(await check(), { code: 0, out: 'No findings in 0 files.\n', error: '' });
    deepEqual(await check('deploy.yaml'), { code: 0, out: 'No findings in 0 files.\n', error: '' });
  });

  it('says that a file is not UTF-8 if it was named, or looks like a template', async () => {
    write({ 'odd.yaml': notText, 'template.yaml': Buffer.concat([Buffer.from(template), Buffer.from([0xff])]) });
    const not = (name: string) => `trailseal: ${name} cannot be read: it is not UTF-8.\n`;
    deepEqual(await check(), { code: 2, out: '', error: not('template.yaml') });
    const named = await check('.', 'odd.yaml');
    deepEqual([named.code, named.error], [2, not('odd.yaml') + not('template.yaml')]);
  });

  it('waits for no pipe that is called like a file', async function () {
    // Windows has no pipes with the names of files.
    if (spawnSync('mkfifo', [join(folder(), 'pipe.json')]).status !== 0) this.skip();
    write({ 'stack.yaml': template });
    equal((await check()).code, 1);
  });

  it('reads many files of many folders, in the order of their names', async () => {
    const names = Array.from(
      { length: 400 },
      (_, index) => `m${String(index >> 3).padStart(2, '0')}/t${index % 8}.yaml`,
    );
    write(Object.fromEntries(names.map((name, index) => [name, index % 2 === 0 ? template : manifest])));
    const { out } = await check('--format', 'json');
    deepEqual(
      paths(out),
      names.filter((_, index) => index % 2 === 0),
    );
  });
});
