import assert from 'node:assert/strict';
import {
  type CompletionItem,
  CompletionRequest,
  InsertTextFormat,
  InsertTextMode,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { expand } from '../core/expand';
import { everyRule, run, type Texts } from '../core/run';
import { syntax } from '../syntax';
import { type Client, closeClients, everything, startClient } from './client';
import { memoryDisk } from './disk';

const main = 'file:///work/main.tf';
const yaml = 'file:///work/template.yaml';
const json = 'file:///work/template.json';
const withSnippets = {
  ...everything,
  textDocument: {
    ...everything.textDocument,
    completion: {
      completionItem: { snippetSupport: true, insertTextModeSupport: { valueSet: [InsertTextMode.asIs] } },
    },
  },
};

/** A client that indents what it inserts. */
const indenting = {
  ...everything,
  textDocument: { ...everything.textDocument, completion: { completionItem: { snippetSupport: true } } },
};

/** Where the caret is in a text. */
const caret = '‸';

const stack = `AWSTemplateFormatVersion: "2010-09-09"

Parameters:
  Name:
    Type: String

Resources:
  First:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Ref Name

  Second:
    Type: AWS::SNS::Topic

Outputs:
  Topic:
    Value: !Ref First
`;

const jsonStack = `{
    "Resources": {
        "First": {
            "Type": "AWS::SNS::Topic"
        },
        "Second": {
            "Type": "AWS::SNS::Topic"
        }
    }
}
`;

describe('completion', function () {
  this.timeout(20_000);
  afterEach(closeClients);

  let client: Client;
  const start = async (files: Readonly<Record<string, string>> = {}) => {
    client = await startClient(memoryDisk(files).platform, { capabilities: withSnippets });
  };

  it('is for clients that know snippets', async () => {
    await start();
    assert.deepEqual(client.initialized.capabilities.completionProvider, {});
    const plain = await startClient(memoryDisk().platform);
    assert.equal(plain.initialized.capabilities.completionProvider, undefined);
  });

  it('says what each item is', async () => {
    await start();
    const [item] = await itemsAt(main, 'cloudtrail-enc‸');
    assert.equal(item?.label, 'cloudtrail-encrypted');
    assert.equal(item.insertTextFormat, InsertTextFormat.Snippet);
    assert.equal(item.insertTextMode, InsertTextMode.asIs);
    assert.match(String(item.documentation), /key policy/);
    assert.deepEqual(item.textEdit && 'range' in item.textEdit && item.textEdit.range.start, { line: 0, character: 0 });
  });

  it('offers what the word may mean', async () => {
    await start();
    assert.deepEqual(await labelsAt(main, 'kms-c‸'), ['kms-cloudtrail', 'kms-cloudtrail-trails']);
    assert.deepEqual(await labelsAt(main, 'eds‸'), ['event-data-store']);
    assert.deepEqual(await labelsAt(main, 'resource‸'), []);
    assert.equal((await labelsAt(main, '‸')).length, 13);
  });

  it('leaves no white space on blank lines, whoever indents what is inserted', async () => {
    await start();
    const text = stack.replace('\nOutputs:', '\n  ‸\n\nOutputs:');
    const bodyOf = async () => {
      const item = (await itemsAt(yaml, text)).find(({ label }) => label === 'cloudtrail');
      assert.ok(item?.textEdit && 'range' in item.textEdit);
      return { mode: item.insertTextMode, text: item.textEdit.newText };
    };
    const asIs = await bodyOf();
    assert.match(asIs.text, /^Trail:\n {4}Type:[\s\S]*\n\n {2}CloudTrailKey:\n/);
    client = await startClient(memoryDisk().platform, { capabilities: indenting });
    const adjusted = await bodyOf();
    assert.equal(adjusted.mode, undefined);
    assert.match(adjusted.text, /^Trail:\n {2}Type:[\s\S]*\nCloudTrailKey:\n/);
    assert.doesNotMatch(adjusted.text, /\n\n/);
    assert.equal(asIs.text.replace(/\n+/g, '\n'), adjusted.text.replace(/\n/g, '\n  '));
  });

  describe('in Terraform', () => {
    const trail = 'resource "aws_sns_topic" "first" {\n  name = "first"\n}\n';

    for (const [where, text] of Object.entries({
      'before all': `cloudt‸\n\n${trail}`,
      'after a block': `${trail}\ncloudt‸\n`,
      'between blocks': `${trail}\ncloudt‸\n\n${trail.replace('first', 'second')}`,
      'after comments': `/* one */ # two /*\n${trail}\n// three\ncloudt‸`,
    })) {
      it(`offers ${where}`, async () => {
        await start();
        assert.ok((await labelsAt(main, text)).includes('cloudtrail'));
      });
    }

    for (const [where, text] of Object.entries({
      'in a block': `resource "aws_sns_topic" "first" {\ncloudt‸\n}\n`,
      'in a block that has no end yet': `resource "aws_sns_topic" "first" {\ncloudt‸\n`,
      'in a comment': `${trail}# cloudt‸\n`,
      'in a comment over several lines': `/*\ncloudt‸\n*/\n${trail}`,
      'in a comment without an end': `${trail}\n/*\ncloudt‸\n`,
      'in a text': `locals {\n  text = <<EOT\ncloudt‸\nEOT\n}\n`,
      'after a header without a brace': 'resource "aws_sns_topic" "first"\ncloudt‸\n',
      'behind something': `${trail.trimEnd()} cloudt‸\n`,
      'before something': `cloudt‸ = 1\n`,
      'where an argument would be': `${trail}\n  cloudt‸\n`,
    })) {
      it(`offers nothing ${where}`, async () => {
        await start();
        assert.deepEqual(await labelsAt(main, text), []);
      });
    }

    it('offers nothing in values of variables and in JSON', async () => {
      await start();
      assert.deepEqual(await labelsAt('file:///work/terraform.tfvars', 'cloudt‸'), []);
      assert.deepEqual(await labelsAt('file:///work/main.tf.json', '{\n  "resource": {\n    cloudt‸\n  }\n}\n'), []);
    });

    it('takes names that are free in the module, and data sources that it has', async () => {
      const other = `data "aws_caller_identity" "me" {}

data "aws_region" "current" {
  provider = aws.other
}

resource "aws_s3_bucket_policy" "cloudtrail" {
  bucket = "other"
  policy = ""
}

resource "aws_kms_key" "cloudtrail" {}
`;
      await start({ 'file:///work/other.tf': other });
      const text = await taken(main, 'cloudtrail‸', 'cloudtrail');
      assert.match(text, /^resource "aws_cloudtrail" "cloudtrail_2" \{/);
      assert.match(text, /data\.aws_caller_identity\.me\.account_id/);
      assert.doesNotMatch(text, /data "aws_caller_identity"|data\.aws_caller_identity\.current/);
      assert.doesNotMatch(text, /data "aws_region" "current"/);
      assert.match(text, /data "aws_partition" "current" \{\}/);
      const texts = new Map([
        ['main.tf', text],
        ['other.tf', other],
      ]);
      assert.deepEqual(repeated(texts), []);
      assert.deepEqual(await found(texts), []);
    });

    it('takes names that are free in a module whose other files are JSON', async () => {
      const other = JSON.stringify({
        data: { aws_partition: { here: {} }, aws_region: { current: { provider: 'aws.other' } } },
        resource: { aws_kms_alias: { cloudtrail: { name: 'alias/other', target_key_id: 'other' } } },
      });
      await start({ 'file:///work/other.tf.json': other });
      const text = await taken(main, 'kms-cloudtrail‸', 'kms-cloudtrail');
      assert.match(text, /data\.aws_partition\.here\.partition/);
      assert.doesNotMatch(text, /data "aws_partition"|data "aws_region" "current"|"aws_kms_alias" "cloudtrail"/);
      assert.match(text, /data "aws_region" "\w+" \{\}/);
    });

    it('can be taken twice', async () => {
      await start();
      const once = await taken(main, 'cloudtrail‸\n', 'cloudtrail');
      const twice = await taken(main, `${once}\n‸\n`, 'cloudtrail-organization');
      assert.match(twice, /"aws_cloudtrail" "cloudtrail"[\s\S]*"aws_cloudtrail" "cloudtrail_2"/);
      assert.deepEqual(repeated(new Map([['main.tf', twice]])), []);
      assert.equal(twice.match(/data "aws_caller_identity"/g)?.length, 1);
    });

    it('keeps the line breaks of the file', async () => {
      await start();
      const items = await itemsAt(main, `${trail}\ncloudtrail‸\n`.replaceAll('\n', '\r\n'));
      const [item] = items;
      assert.ok(item?.textEdit && 'range' in item.textEdit);
      assert.deepEqual(item.textEdit.range, { start: { line: 4, character: 0 }, end: { line: 4, character: 10 } });
    });
  });

  describe('in YAML', () => {
    for (const [where, text] of Object.entries({
      'before the members': stack.replace('  First:', '  cloudtrail‸\n  First:'),
      'between the members': stack.replace('\n  Second:', '\n  cloudtrail‸\n\n  Second:'),
      'after the members': stack.replace('\nOutputs:', '\n  cloudtrail‸\n\nOutputs:'),
      'left of the members': stack.replace('\nOutputs:', '\ncloudtrail‸\n\nOutputs:'),
      'in a section that is new': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  cloudtrail‸\n',
      'in a file that is empty': 'cloudtrail‸',
      'after empty lines': '\n\ncloudtrail‸\n',
    })) {
      it(`offers ${where} what leaves a template that nothing is found of`, async () => {
        await start();
        const after = await taken(yaml, text, 'cloudtrail');
        assert.match(after, /^ {2}Trail:\n {4}Type: AWS::CloudTrail::Trail\n/m);
        assert.match(after, /^ {2}CloudTrailKey:/m);
        assert.deepEqual(await found(new Map([['template.yaml', after]])), []);
        if (text.includes('Second')) for (const line of stack.split('\n')) assert.ok(after.includes(`${line}\n`), line);
      });
    }

    for (const [where, text] of Object.entries({
      'in a member': stack.replace('    Properties:', '    cloudtrail‸\n    Properties:'),
      'in the middle of a member': stack.replace('    Properties:', '  cloudtrail‸\n    Properties:'),
      'in another section': stack.replace('    Type: String', '    Type: String\n  cloudtrail‸'),
      'in the last section': `${stack}  cloudtrail‸\n`,
      'in a comment': stack.replace('  First:', '  # cloudtrail‸\n  First:'),
      'as a value': stack.replace('!Ref Name', 'cloudtrail‸'),
      'in a text': stack.replace('!Ref Name', '|\n        cloudtrail‸\n'),
      'in another document': `${stack}---\nResources:\n  cloudtrail‸\n`,
      'in a file that is no template': 'kind: Service\nResources:\n  cloudtrail‸\n',
      'in a list': 'jobs:\n  - cloudtrail‸\n',
    })) {
      it(`offers nothing ${where}`, async () => {
        await start();
        assert.deepEqual(await labelsAt(yaml, text), []);
      });
    }

    it('offers what stands alone where there is nothing else', async () => {
      await start();
      const labels = await labelsAt(yaml, '‸');
      assert.ok(labels.includes('kms-cloudtrail') && labels.includes('event-data-store'));
      assert.ok(!labels.includes('s3-sse-kms') && !labels.includes('cloudtrail-bucket-policy'));
      assert.match(
        await taken(yaml, '‸', 'kms-cloudtrail'),
        /^AWSTemplateFormatVersion: "2010-09-09"\n\nResources:\n {2}CloudTrailKey:\n/,
      );
    });

    it('takes logical ids that are free, and writes as the template does', async () => {
      await start();
      const text = await taken(
        yaml,
        `AWSTemplateFormatVersion: '2010-09-09'
Resources:
    Trail:
        Type: AWS::SNS::Topic
    CloudTrailKey:
        Type: AWS::SQS::Queue
        Properties:
            QueueName:
                Fn::Sub: '\${AWS::StackName}-queue'
    ‸
`,
        'cloudtrail',
      );
      assert.match(text, /^ {4}CloudTrail:\n {8}Type: AWS::CloudTrail::Trail\n/m);
      assert.match(text, /^ {4}TrailKey:|^ {4}CloudTrailKey2:/m);
      assert.match(text, /Fn::GetAtt:/);
      assert.doesNotMatch(text, /!|"/);
      assert.deepEqual(await found(new Map([['template.yaml', text]])), []);
    });

    it('takes ids that are free in a template of any length', async () => {
      await start();
      const topics = [...Array(60).keys()].map((index) => `  Topic${index}:\n    Type: AWS::SNS::Topic\n`);
      const others = ['Trail', 'CloudTrail', 'CloudTrailBucket', 'CloudTrailKey', 'CloudTrailBucket2Policy'];
      const inUse = others.map((id) => `  ${id}:\n    Type: AWS::SQS::Queue\n`);
      const text = `Resources:\n${[...topics, ...inUse, ...topics.map((topic) => topic.replace('Topic', 'Other'))].join('')}`;
      const after = await taken(yaml, `${text}  ‸\n`, 'cloudtrail');
      const ids = [...after.matchAll(/^ {2}(\w+):$/gm)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.equal(ids.length, 60 + others.length + 60 + 5);
      assert.deepEqual(await found(new Map([['template.yaml', after]])), []);
    });

    it('uses the parameter for the organization that there is', async () => {
      await start();
      const withParameter = stack.replace('  Name:', '  OrganizationId:\n    Type: String\n  Name:');
      const at = (text: string) => text.replace('\nOutputs:', '\n  ‸\n\nOutputs:');
      assert.match(
        await taken(yaml, at(withParameter), 'cloudtrail-organization'),
        /AWSLogs\/\$\{OrganizationId\}\/\*/,
      );
      assert.match(await taken(yaml, at(stack), 'cloudtrail-organization'), /AWSLogs\/o-exampleorgid\/\*/);
    });
  });

  describe('in JSON', () => {
    for (const [where, text] of Object.entries({
      'before the members': jsonStack.replace('        "First"', '        cloudtrail‸\n        "First"'),
      'between the members': jsonStack.replace('        "Second"', '        cloudtrail‸\n        "Second"'),
      'after the members': jsonStack.replace('        }\n    }', '        }\n        cloudtrail‸\n    }'),
      'after the comma of the last': jsonStack.replace('        }\n    }', '        },\n        cloudtrail‸\n    }'),
      'before a comma': jsonStack.replace('        },\n', '        }\n        cloudtrail‸\n        ,\n'),
      'in a section that is new':
        '{\n    "AWSTemplateFormatVersion": "2010-09-09",\n    "Resources": {\n        cloudtrail‸\n    }\n}\n',
      'in a file that is empty': 'cloudtrail‸',
    })) {
      it(`offers ${where} what leaves a template that nothing is found of`, async () => {
        await start();
        const after = await taken(json, text, 'cloudtrail');
        const { Resources: members } = JSON.parse(after);
        for (const name of [
          'Trail',
          'CloudTrailKey',
          'CloudTrailKeyAlias',
          'CloudTrailBucket',
          'CloudTrailBucketPolicy',
        ])
          assert.ok(members[name], `${name} in\n${after}`);
        assert.equal('First' in members, text.includes('First'));
        assert.deepEqual(await found(new Map([['template.json', after]])), []);
        const indentation = text === 'cloudtrail‸' ? 4 : 8;
        assert.match(after, new RegExp(`^ {${indentation}}"CloudTrailKey": \\{$`, 'm'));
      });
    }

    for (const [where, text] of Object.entries({
      'in a member': jsonStack.replace('            "Type"', '            cloudtrail‸\n            "Type"'),
      'after the section': jsonStack.replace('        }\n    }\n', '        }\n    }\n    cloudtrail‸\n'),
      'before the section': jsonStack.replace('    "Resources"', '    cloudtrail‸\n    "Resources"'),
      'in a string': jsonStack.replace('"AWS::SNS::Topic"', '"cloudtrail‸"'),
      'in a file that is no template': '{\n  "scripts": {\n    cloudtrail‸\n  }\n}\n',
    })) {
      it(`offers nothing ${where}`, async () => {
        await start();
        assert.deepEqual(await labelsAt(json, text), []);
      });
    }
  });

  async function itemsAt(uri: string, text: string): Promise<readonly CompletionItem[]> {
    const at = text.indexOf(caret);
    assert.ok(at >= 0, 'no caret');
    const document = TextDocument.create(uri, '', 1, text.replace(caret, ''));
    await client.close(uri);
    await client.open(uri, document.getText(), /yaml$/.test(uri) ? 'yaml' : /json$/.test(uri) ? 'json' : 'terraform');
    const answer = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: document.positionAt(at),
    });
    return Array.isArray(answer) ? answer : (answer?.items ?? []);
  }

  async function labelsAt(uri: string, text: string): Promise<readonly string[]> {
    return (await itemsAt(uri, text)).map(({ label }) => label);
  }

  /** The text after an item has been taken, with nothing decided otherwise. */
  async function taken(uri: string, text: string, label: string): Promise<string> {
    const item = (await itemsAt(uri, text)).find((each) => each.label === label);
    assert.ok(item?.textEdit && 'range' in item.textEdit, `${label} is offered`);
    const document = TextDocument.create(uri, '', 1, client.text(uri));
    const newText = expand(item.textEdit.newText);
    const edits: TextEdit[] = [{ range: item.textEdit.range, newText }, ...(item.additionalTextEdits ?? [])];
    return TextDocument.applyEdits(document, edits);
  }

  async function found(texts: Texts): Promise<readonly string[]> {
    const optional = ['trail-without-cloudwatch-logs', 'trail-bucket-without-access-logging'];
    const { findings } = run(texts, await syntax, everyRule);
    return findings.flatMap(({ rule, resource }) => (optional.includes(rule.id) ? [] : [`${rule.id} of ${resource}`]));
  }
});

/** The headers of blocks that there is more than one of. */
function repeated(texts: Texts): readonly string[] {
  const headers = [...texts.values()].flatMap((text) => text.match(/^(?:resource|data) "\w+" "\w+"/gm) ?? []);
  return headers.filter((header, index) => headers.indexOf(header) !== index);
}
