import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Range } from 'vscode-languageserver/node';
import { type Client, closeClients, startClient } from './client';
import { memoryDisk } from './disk';
import { jsonTemplate, manifest, template } from './texts';

const yaml = 'file:///work/template.yaml';
const json = 'file:///work/template.json';

/** Where `word` stands in the line. */
function at(line: number, character: number, word = 'Trail'): Range {
  return { start: { line, character }, end: { line, character: character + word.length } };
}

async function ranges(client: Client, uri: string): Promise<readonly Range[]> {
  return (await client.pull(uri)).map(({ range }) => range);
}

/** Chooses the fix of that title on the document's only finding, and leaves what the text is then. */
async function fix(client: Client, uri: string, title: RegExp): Promise<string> {
  const [range] = await ranges(client, uri);
  ok(range);
  const action = (await client.actions(uri, range)).find((offered) => title.test(offered.title));
  ok(action);
  const { edit } = await client.resolve(action);
  ok(edit);
  await client.apply(edit);
  return client.text(uri);
}

describe('templates', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('are judged in YAML and JSON, whatever the editor calls them', async () => {
    const client = await startClient(memoryDisk().platform);
    for (const language of ['yaml', 'cloudformation', 'cloudformation-yaml', 'yaml-sam']) {
      await client.open(`untitled:${language}`, template, language);
      deepEqual(await ranges(client, `untitled:${language}`), [at(1, 2)], language);
    }
    for (const language of ['json', 'jsonc', 'cloudformation', 'cloudformation-json']) {
      await client.open(`untitled:j-${language}`, jsonTemplate, language);
      deepEqual(await ranges(client, `untitled:j-${language}`), [at(2, 4, '"Trail"')], language);
    }
    await client.open('file:///work/a.template', template, 'plaintext');
    await client.open('file:///work/b.template', jsonTemplate, 'plaintext');
    equal((await client.pull('file:///work/a.template')).length, 1);
    equal((await client.pull('file:///work/b.template')).length, 1);
  });

  it('are judged alone: nothing else of their folder is read', async () => {
    const disk = memoryDisk({ 'file:///work/other.yaml': template, 'file:///work/main.tf': '' });
    const client = await startClient(disk.platform);
    await client.open(yaml, template, 'yaml');
    equal((await client.pull(yaml)).length, 1);
    deepEqual(disk.reads, []);
  });

  it('are told from other YAML and JSON, of which nothing is said', async () => {
    const client = await startClient(memoryDisk().platform);
    const others = {
      yaml: manifest,
      json: '{ "name": "AWS::CloudTrail::Trail", "resources": [] }',
      jsonc: '{ // AWS::\n',
    };
    for (const [language, text] of Object.entries(others)) {
      const uri = `file:///work/other.${language}`;
      await client.open(uri, text, language);
      deepEqual(await client.pull(uri), []);
      deepEqual(await client.actions(uri, at(0, 0)), []);
    }
    deepEqual(client.logged, ['Trailseal 1.2.3 is ready.']);
  });

  it('become one, and cease to be one, as they are typed', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(yaml, '\n', 'yaml');
    let typed = '';
    for (const sign of template) {
      await client.replace(yaml, `${typed}\n`, `${typed}${sign}\n`);
      typed += sign;
    }
    deepEqual(await ranges(client, yaml), [at(1, 2)]);
    await client.replace(yaml, 'Resources', 'resources');
    deepEqual(await client.pull(yaml), []);
  });

  it('called .template follow their text from YAML to JSON and back', async () => {
    const client = await startClient(memoryDisk().platform);
    const uri = 'file:///work/stack.template';
    await client.open(uri, template, 'plaintext');
    deepEqual(await ranges(client, uri), [at(1, 2)]);
    await client.replace(uri, template, jsonTemplate);
    deepEqual(await ranges(client, uri), [at(2, 4, '"Trail"')]);
    const { Resources } = JSON.parse(await fix(client, uri, /passed in/));
    deepEqual(Resources.Trail.Properties.KMSKeyId, { Ref: 'KmsKeyArn' });
    deepEqual(await client.pull(uri), []);
    await client.replace(uri, client.text(uri), template);
    deepEqual(await ranges(client, uri), [at(1, 2)]);
  });

  it('keep the finding where it is while another resource is half typed', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(yaml, `${template}\n`, 'yaml');
    let typed = '';
    const other = '  Bucket:\n    Type: AWS::S3::Bucket\n   Properties: {\n    BucketName: !Sub "${AWS::\n  Topic: [';
    for (const sign of other) {
      await client.replace(yaml, `logs\n${typed}\n`, `logs\n${typed}${sign}\n`);
      typed += sign;
      deepEqual(await ranges(client, yaml), [at(1, 2)], typed);
    }
  });

  it('get a key that removes the finding, with the line breaks that they have', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(yaml, template.replaceAll('\n', '\r\n'), 'yaml');
    deepEqual(await ranges(client, yaml), [at(1, 2)]);
    const text = await fix(client, yaml, /new .*key/i);
    match(text, /\r\n {6}KMSKeyId: !GetAtt CloudTrailKey\.Arn\r\n/);
    match(text, /\r\n {2}CloudTrailKey:\r\n/);
    equal(text.replaceAll('\r\n', '').includes('\n'), false);
    deepEqual(await client.pull(yaml), []);
  });

  it('in JSON stay JSON', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(json, jsonTemplate, 'json');
    const { Resources } = JSON.parse(await fix(client, json, /new .*key/i));
    deepEqual(Resources.Trail.Properties.KMSKeyId, { 'Fn::GetAtt': ['CloudTrailKey', 'Arn'] });
    deepEqual(await client.pull(json), []);
  });

  it('with the property of other resources get it renamed, as the preferred fix', async () => {
    const client = await startClient(memoryDisk().platform);
    await client.open(yaml, `${template}      KmsKeyId: alias/trail\n`, 'yaml');
    const [found, ...others] = await client.pull(yaml);
    deepEqual(others, []);
    deepEqual(found?.range, at(6, 6, 'KmsKeyId'));
    const [action] = await client.actions(yaml, found?.range ?? at(0, 0));
    equal(action?.title, 'Rename KmsKeyId to KMSKeyId');
    equal(action?.isPreferred, true);
    match(await fix(client, yaml, /Rename/), /\n {6}KMSKeyId: alias\/trail\n/);
    deepEqual(await client.pull(yaml), []);
  });

  it("are no matter for HashiCorp's parser", async () => {
    const judged: string[] = [];
    const accepts = async (path: string) => judged.push(path) < 0;
    const client = await startClient({ ...memoryDisk().platform, accepts });
    await client.open(yaml, template, 'yaml');
    await fix(client, yaml, /new .*key/i);
    deepEqual(judged, []);
  });
});
