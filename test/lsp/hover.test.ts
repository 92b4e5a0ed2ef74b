import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type Hover, HoverRequest, MarkupContent, type Position } from 'vscode-languageserver/node';
import { type Client, closeClients, everything, startClient } from './client';
import { memoryDisk } from './disk';
import { callOf, emptyVariable, headerAt, trail, trailModule, trailWithVariable } from './texts';

const main = 'file:///work/main.tf';
const variables = 'file:///work/variables.tf';
const withHover = (contentFormat: ('markdown' | 'plaintext')[]) => ({
  ...everything,
  textDocument: { ...everything.textDocument, hover: { contentFormat } },
});

function hover(client: Client, uri: string, position: Position): Promise<Hover | null> {
  return client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
}

function textOf(found: Hover | null): string {
  ok(MarkupContent.is(found?.contents));
  return found.contents.value;
}

describe('hover', function () {
  this.timeout(10_000);
  afterEach(closeClients);

  it('is offered to clients that have it', async () => {
    const client = await startClient(memoryDisk().platform);
    equal(client.initialized.capabilities.hoverProvider, undefined);
    const other = await startClient(memoryDisk().platform, { capabilities: withHover(['markdown']) });
    equal(other.initialized.capabilities.hoverProvider, true);
  });

  it('shows the way of the value, with a link to each place', async () => {
    const disk = memoryDisk({ [variables]: `# first line\n${emptyVariable}` });
    const client = await startClient(disk.platform, { capabilities: withHover(['markdown', 'plaintext']) });
    await client.open(main, trailWithVariable);
    const found = await hover(client, main, { line: 0, character: 5 });
    deepEqual(found?.range, headerAt(0));
    const text = textOf(found);
    match(text, /\| where \| what \| value \|/);
    match(text, /\[main\.tf:\d\]\(file:\/\/\/work\/main\.tf#L\d\)/);
    match(text, /\[variables\.tf:3\]\(file:\/\/\/work\/variables\.tf#L3\)/);
  });

  it('is there for what is not known, and where nothing is found', async () => {
    const client = await startClient(memoryDisk().platform, { capabilities: withHover(['markdown']) });
    await client.open(main, `${trailWithVariable}\n# far away\n`);
    ok(textOf(await hover(client, main, { line: 0, character: 0 })).length > 0);
    equal(await hover(client, main, { line: 6, character: 2 }), null);
    equal(await hover(client, 'file:///work/never-opened.tf', { line: 0, character: 0 }), null);
  });

  it('goes into the module that is called', async () => {
    const module = 'file:///work/modules/trail/main.tf';
    const client = await startClient(memoryDisk({ [module]: trailModule }).platform, {
      capabilities: withHover(['markdown']),
    });
    await client.open(main, callOf('./modules/trail'));
    match(textOf(await hover(client, main, { line: 0, character: 3 })), /\[trail\/main\.tf:\d+\]\(.*trail\/main\.tf#L/);
  });

  it('names the input that decides, where nothing gives it a value', async () => {
    const client = await startClient(memoryDisk({ [variables]: 'variable "key" {\n}\n' }).platform, {
      capabilities: withHover(['markdown']),
    });
    await client.open(main, trailWithVariable);
    const text = textOf(await hover(client, main, { line: 0, character: 5 }));
    match(text, /It is not known whether .*: variable key has no default\./);
    match(text, /\[variables\.tf:1\]\(.*\) \| `var\.key`, not set here/);
  });

  it('shows conditions and parameters of a template', async () => {
    const client = await startClient(memoryDisk().platform, { capabilities: withHover(['markdown']) });
    const uri = 'file:///work/stack.yaml';
    const lines = [
      'Parameters:',
      '  KeyArn:',
      '    Type: String',
      '    Default: ""',
      'Conditions:',
      '  HasKey: !Not [!Equals [!Ref KeyArn, ""]]',
      'Resources:',
      '  Trail:',
      '    Type: AWS::CloudTrail::Trail',
      '    Properties:',
      '      S3BucketName: logs',
      '      KMSKeyId: !If [HasKey, !Ref KeyArn, !Ref AWS::NoValue]',
    ];
    await client.open(uri, lines.join('\n'), 'yaml');
    const text = textOf(await hover(client, uri, { line: 11, character: 8 }));
    match(text, /\[stack\.yaml:6\]\(.*\) \| condition `HasKey` \| `false` \|/);
    match(text, /\[stack\.yaml:4\]\(.*\) \| `KeyArn`, by default \| `""` \|/);
  });

  it('says that a module cannot be read', async () => {
    const client = await startClient(memoryDisk().platform, { capabilities: withHover(['markdown']) });
    await client.open(main, callOf('example/trail/aws'));
    match(
      textOf(await hover(client, main, { line: 0, character: 3 })),
      /is not checked: module trail is not on this disk/,
    );
  });

  describe('with every rule on', () => {
    const whole = `resource "aws_cloudtrail" "main" {
  s3_bucket_name        = aws_s3_bucket.logs.id
  kms_key_id            = aws_kms_key.trail.arn
  enable_logging        = false
  is_multi_region_trail = var.everywhere
}

variable "everywhere" {
  default = false
}

resource "aws_s3_bucket" "logs" {
}

resource "aws_kms_key" "trail" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "kms:*", Resource = "*" }]
  })
}
`;
    const at = async (words: string, text = whole): Promise<string> => {
      const client = await startClient(memoryDisk().platform, { capabilities: withHover(['markdown']), settings: {} });
      await client.open(main, text);
      const line = text.split('\n').findIndex((each) => each.includes(words));
      const character = text.split('\n')[line]?.indexOf(words) ?? 0;
      const found = await hover(client, main, { line, character });
      return found ? textOf(found) : '';
    };

    it('says of the key what the warnings on the header of the trail do not', async () => {
      equal(await at('resource "aws_cloudtrail"'), 'aws\\_cloudtrail.main is encrypted with a KMS key.');
      equal(
        await at('resource "aws_cloudtrail"', whole.replace('"kms:*"', '"kms:Decrypt"')),
        'aws\\_cloudtrail.main is to be encrypted with aws\\_kms\\_key.trail, whose policy does not let CloudTrail use it: AWS refuses it.',
      );
    });

    it('says nothing of what is written as it is', async () => {
      for (const words of ['enable_logging', 'false', 'resource "aws_s3_bucket"', 'policy', '{ Effect'])
        equal(await at(words), '', words);
    });

    it('shows the way of a setting, below a warning that says what it comes to', async () => {
      const table = await at('var.everywhere');
      match(table, /^\| where \| what \| value \|\n/);
      match(table, /\[main\.tf:9\]\(.*\) \| `var\.everywhere`, by default \| `false` \|$/);
      equal(
        await at('is_multi_region_trail'),
        `\`is_multi_region_trail\` of aws\\_cloudtrail.main is \`false\`.\n\n${table}`,
      );
    });
  });

  it('is plain text where the client has no Markdown', async () => {
    const client = await startClient(memoryDisk().platform, { capabilities: withHover(['plaintext']) });
    await client.open(main, trail);
    const found = await hover(client, main, { line: 0, character: 0 });
    ok(MarkupContent.is(found?.contents));
    equal(found.contents.kind, 'plaintext');
  });
});
