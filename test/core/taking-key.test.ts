import assert from 'node:assert/strict';
import type { Settings } from '../../server/src/core/analyze';
import { render } from '../../server/src/core/model/message';
import { syntax } from '../syntax';
import { keysOnly, run, settings, settingsFor } from './run';

const trail = `resource "aws_cloudtrail" "a" {
  name           = "a"
  s3_bucket_name = "logs"
}
`;
const key = `data "aws_caller_identity" "current" {}
resource "aws_kms_key" "trail" {
  enable_key_rotation = false
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = { AWS = data.aws_caller_identity.current.account_id }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "kms:*", Resource = "*" },
    ]
  })
}
`;
const template = `Resources:
  A:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: false
      KeyPolicy:
        Statement:
          - {Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: 'kms:*', Resource: '*'}
          - {Effect: Allow, Principal: {Service: cloudtrail.amazonaws.com}, Action: 'kms:*', Resource: '*'}
`;
const bucket = `${trail.replace('"logs"', 'aws_s3_bucket.logs.bucket')}resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}
`;

const rotation = 'trailseal:ignore trail-key-without-rotation';
const open = 'trailseal:ignore trail-key-open-to-other-accounts';
const offs = (...ids: readonly string[]): Settings => ({
  severities: Object.fromEntries(ids.map((id) => [id, 'off'])),
});

describe('taking a key', () => {
  for (const [title, name, text, expected, chosen = settings] of [
    ['mends it', 'a.tf', trail + key, 'Encrypt with aws_kms_key.trail, rotate it and close it to other accounts'],
    [
      'mends it where only the rule is asked that takes it',
      'a.tf',
      trail + key,
      'Encrypt with aws_kms_key.trail, rotate it and close it to other accounts',
      keysOnly,
    ],
    [
      'leaves what is suppressed at a setting',
      'a.tf',
      trail + key.replace('= false', `= false # ${rotation}`),
      'Encrypt with aws_kms_key.trail and close it to other accounts',
    ],
    [
      'leaves what is suppressed at the key',
      'a.tf',
      `${trail}${key.replace('resource', `# ${rotation}\n# ${open}\nresource`)}`,
      'Encrypt with aws_kms_key.trail',
    ],
    [
      'leaves what is suppressed for another tool',
      'a.tf',
      trail + key.replace('enable', '# checkov:skip=CKV_AWS_7\n  enable'),
      'Encrypt with aws_kms_key.trail and close it to other accounts',
    ],
    [
      'leaves what a rule is about that is off',
      'a.tf',
      trail + key,
      'Encrypt with aws_kms_key.trail',
      offs('trail-key-without-rotation', 'trail-key-open-to-other-accounts'),
    ],
    ['mends it in a template', 'a.yaml', template, 'Encrypt with Key, rotate it and close it to other accounts'],
    [
      'leaves what is suppressed in a template',
      'a.yaml',
      template.replace('  Key:', `  # ${rotation}\n  Key:`),
      'Encrypt with Key and close it to other accounts',
    ],
    [
      'mends it for a bucket',
      'a.tf',
      bucket + key,
      'Encrypt the bucket with aws_kms_key.trail and rotate it',
      settingsFor(['trail-bucket-without-kms']),
    ],
    [
      'leaves what is suppressed for a bucket',
      'a.tf',
      bucket + key.replace('= false', `= false # ${rotation}`),
      'Encrypt the bucket with aws_kms_key.trail',
      settingsFor(['trail-bucket-without-kms']),
    ],
  ] as const satisfies readonly (readonly [string, string, string, string, Settings?])[]) {
    it(title, async () => {
      const { findings } = run(new Map([[name, text]]), await syntax, chosen);
      const titles = findings.flatMap((finding) => finding.fixes().map((fix) => render(fix.title)));
      assert.ok(titles.includes(expected), titles.join('\n'));
    });
  }
});
