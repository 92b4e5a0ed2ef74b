import assert from 'node:assert/strict';
import { render } from '../../server/src/core/model/message';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { run, settingsFor, type Texts } from './run';

const rules = ['trail-bucket-policy-blocks-cloudtrail', 'trail-key-policy-blocks-cloudtrail'];

const terraform: Texts = new Map([
  [
    'main.tf',
    `resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = file("policy.json")
}

resource "aws_kms_key" "logs" {
  policy = file("policy.json")
}

resource "aws_cloudtrail" "first" {
  name           = "first"
  s3_bucket_name = aws_s3_bucket.logs.id
  kms_key_id     = aws_kms_key.logs.arn
}

resource "aws_cloudtrail" "second" {
  name           = "second"
  s3_bucket_name = aws_s3_bucket.logs.id
  s3_key_prefix  = "other"
  kms_key_id     = aws_kms_key.logs.arn
}
`,
  ],
  ['policy.json', '{ "Statement": [] }'],
]);

const arns = ['first', 'second'].map((name) => `arn:<PARTITION>:cloudtrail:<REGION>:<ACCOUNT_ID>:trail/${name}`);

describe('what goes to the clipboard for several trails', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  function copied(rule: string): unknown {
    const found = run(terraform, syntax, settingsFor(rules)).findings.filter((each) => each.rule.id === rule);
    assert.equal(found.length, 1, found.map(({ message }) => render(message)).join('\n'));
    const fix = found[0]?.fixes().find(({ copies }) => copies);
    return JSON.parse(fix?.copies?.() ?? '');
  }

  it('lets all of them write to a bucket by one set of statements', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
    assert.deepEqual(copied('trail-bucket-policy-blocks-cloudtrail'), [
      {
        Sid: 'AWSCloudTrailAclCheck20150319',
        ...statement,
        Action: 's3:GetBucketAcl',
        Resource: 'arn:<PARTITION>:s3:::audit-logs',
        Condition: { StringEquals: { 'aws:SourceArn': arns } },
      },
      {
        Sid: 'AWSCloudTrailWrite20150319',
        ...statement,
        Action: 's3:PutObject',
        Resource: [
          'arn:<PARTITION>:s3:::audit-logs/AWSLogs/<ACCOUNT_ID>/*',
          'arn:<PARTITION>:s3:::audit-logs/other/AWSLogs/<ACCOUNT_ID>/*',
        ],
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': arns } },
      },
    ]);
  });

  it('lets all of them use a key by one set of statements', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Resource: '*' };
    const context = 'arn:<PARTITION>:cloudtrail:*:<ACCOUNT_ID>:trail/*';
    assert.deepEqual(copied('trail-key-policy-blocks-cloudtrail'), [
      {
        Sid: 'AllowCloudTrailEncryptLogs',
        ...statement,
        Action: 'kms:GenerateDataKey*',
        Condition: {
          StringEquals: { 'aws:SourceArn': arns },
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': context },
        },
      },
      {
        Sid: 'AllowCloudTrailDescribeKey',
        ...statement,
        Action: 'kms:DescribeKey',
        Condition: { StringEquals: { 'aws:SourceArn': arns } },
      },
    ]);
  });
});
