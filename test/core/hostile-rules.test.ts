import assert from 'node:assert/strict';
import { syntax as loading } from '../syntax';
import { everyRule, run, runSecure } from './run';

const statement = (index: number, more = '') =>
  `{ Sid = "S${index}", Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "*"${more} }`;

const bucket = (policy: string) => `resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = ${policy}
}
`;

const trail = (number: number, more = '') => `resource "aws_cloudtrail" "t${number}" {
  name           = "t${number}"
  s3_bucket_name = aws_s3_bucket.logs.id
${more}}
`;

const wild = `"${'*a?'.repeat(1_500)}b"`;

/** Policies that nobody means. Judging what they are of has to end, with every rule on, and so has securing it. */
const hostile: Readonly<Record<string, string>> = {
  'a policy that is nested deep':
    bucket(`jsonencode({ Statement = ${'['.repeat(10_000)}${']'.repeat(10_000)} })`) + trail(1),
  'ten thousand statements':
    bucket(`jsonencode({ Statement = [${times(10_000, (index) => statement(index)).join(', ')}] })`) + trail(1),
  'five thousand trails on one bucket': `${bucket(`jsonencode({ Statement = [${statement(1)}] })`)}${times(5_000, (index) => trail(index)).join('')}`,
  'documents in circles': `${bucket('data.aws_iam_policy_document.d0.json')}${times(
    200,
    (index) => `data "aws_iam_policy_document" "d${index}" {
  source_policy_documents = [data.aws_iam_policy_document.d${(index + 1) % 200}.json, data.aws_iam_policy_document.d${(index * 7) % 200}.json]
}
`,
  ).join('')}${trail(1)}`,
  'statements for each of many': `${bucket('data.aws_iam_policy_document.d.json')}data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = range(5000)
    content {
      actions   = ["s3:\${statement.value}*"]
      resources = [for x in range(100) : "*\${x}*"]
    }
  }
}
${trail(1)}`,
  'patterns of many wildcards':
    bucket(
      `jsonencode({ Statement = [${times(50, (index) =>
        statement(
          index,
          `, Condition = { StringLike = { "aws:SourceArn" = ${wild} }, ArnLike = { "aws:SourceArn" = [${wild}, ${wild}] } }`,
        ),
      ).join(', ')}] })`,
    ) + trail(1, `  s3_key_prefix = "${'a'.repeat(3_000)}"\n`),
  'a thousand trails and a thousand keys': `${bucket('"{}"')}${times(
    1_000,
    (index) =>
      `resource "aws_kms_key" "k${index}" {\n  policy = jsonencode({ Statement = [${statement(index)}] })\n}\n` +
      trail(index, index % 2 === 0 ? `  kms_key_id = aws_kms_key.k${index}.arn\n` : ''),
  ).join('')}`,
};

describe('hostile policies', () => {
  for (const [name, text] of Object.entries(hostile)) {
    it(`${name}: ends`, async () => {
      const texts = new Map([['main.tf', text]]);
      const { findings, explanations } = run(texts, await loading, everyRule);
      assert.ok(findings.some(({ resource }) => resource === 'aws_cloudtrail.t1'));
      for (const finding of findings.slice(0, 3)) for (const fix of finding.fixes()) fix.edits();
      explanations();
    });
    it(`${name}: can be secured`, async () => {
      const texts = new Map([['main.tf', text]]);
      const after = await runSecure('aws_cloudtrail.t1', texts, await loading, everyRule);
      assert.notEqual(after.get('main.tf'), text);
    });
  }

  it('a template of as many policies as it may hold: ends', async () => {
    const resources = times(
      160,
      (index) => `  B${index}:
    Type: AWS::S3::Bucket
  P${index}:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Sub "\${B${index}}"
      PolicyDocument:
        Statement: [${times(60, () => '{ Effect: Allow, Principal: "*", Action: "s3:*", Resource: !Sub "*${AWS::Region}*" }').join(', ')}]
  T${index}:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: !Ref B${index}
`,
    );
    const { findings } = run(
      new Map([['template.yaml', `Resources:\n${resources.join('')}`]]),
      await loading,
      everyRule,
    );
    assert.ok(findings.some(({ resource }) => resource === 'T159'));
  });
});

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
