import assert from 'node:assert/strict';
import { analyze } from '../../server/src/core/analyze';
import { render } from '../../server/src/core/model/message';
import type { SourceFile } from '../../server/src/core/source';
import { syntax as loading } from '../syntax';
import { everyRule, read } from './run';

/** A file with a trail, bucket and key called `kept`, of which nearly every rule has something to say, and what is typed into it. */
interface Case {
  readonly name: string;
  readonly before: string;
  readonly typed: string;
  readonly after: string;
}

const hcl: Case = {
  name: 'main.tf',
  before: `resource "aws_s3_bucket" "kept" {
  bucket = "kept-logs"
  acl    = "public-read"
}

resource "aws_kms_key" "kept" {
  description = "Of what is kept"
}

`,
  typed: `resource "aws_s3_bucket" "other" {
  bucket = "other-logs"
}

resource "aws_s3_bucket_policy" "other" {
  bucket = aws_s3_bucket.other.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["s3:GetBucketAcl", "s3:PutObject"]
      Resource  = [aws_s3_bucket.other.arn, "\${aws_s3_bucket.other.arn}/*"]
    }]
  })
}

resource "aws_s3_bucket_server_side_encryption_configuration" "other" {
  bucket = aws_s3_bucket.other.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.other.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "other" {
  bucket            = aws_s3_bucket.other.id
  block_public_acls = true
}

resource "aws_s3_bucket_logging" "other" {
  bucket        = aws_s3_bucket.other.id
  target_bucket = aws_s3_bucket.access.id
}

resource "aws_kms_key" "other" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.other.json
}

resource "aws_kms_key_policy" "other" {
  key_id = aws_kms_key.other.id
  policy = "{}"
}

resource "aws_kms_alias" "other" {
  name          = "alias/other"
  target_key_id = aws_kms_key.other.id
}

data "aws_iam_policy_document" "other" {
  statement {
    actions = ["kms:*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_cloudtrail" "other" {
  s3_bucket_name = aws_s3_bucket.other.id
  kms_key_id     = aws_kms_key.other.arn
}
`,
  after: `
resource "aws_cloudtrail" "kept" {
  s3_bucket_name = aws_s3_bucket.kept.id
  kms_key_id     = aws_kms_key.kept.arn
  enable_logging = false
}
`,
};

const yaml: Case = {
  name: 'template.yaml',
  before: `Resources:
  KeptBucket:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: PublicRead
  KeptKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Effect: Allow
            Principal: { AWS: arn:aws:iam::123456789012:root }
            Action: kms:*
            Resource: "*"

`,
  typed: `  Other:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: other-logs
      LoggingConfiguration:
        DestinationBucketName: !Ref Access
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt OtherKey.Arn
  OtherPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Other
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: cloudtrail.amazonaws.com }
            Action: s3:PutObject
            Resource: !Sub "\${Other.Arn}/*"
  OtherKey:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Statement: []
  OtherAlias:
    Type: AWS::KMS::Alias
    Properties:
      AliasName: alias/other
      TargetKeyId: !Ref OtherKey
  OtherTrail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: !Ref Other
      KMSKeyId: !GetAtt OtherKey.Arn
      IsLogging: true
`,
  after: `
  KeptTrail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: !Ref KeptBucket
      KMSKeyId: !Ref KeptKey
      IsLogging: false
`,
};

const json: Case = {
  name: 'template.json',
  before: `{
  "Resources": {
    "KeptBucket": {
      "Type": "AWS::S3::Bucket",
      "Properties": { "AccessControl": "PublicRead" }
    },
`,
  typed: `    "Other": {
      "Type": "AWS::S3::Bucket",
      "Properties": {
        "BucketName": "other-logs",
        "LoggingConfiguration": { "DestinationBucketName": { "Ref": "Access" } }
      }
    },
    "OtherPolicy": {
      "Type": "AWS::S3::BucketPolicy",
      "Properties": {
        "Bucket": { "Ref": "Other" },
        "PolicyDocument": {
          "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*" }]
        }
      }
    },
    "OtherTrail": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": { "S3BucketName": { "Ref": "Other" }, "IsLogging": true }
    },`,
  after: `
    "KeptTrail": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": { "S3BucketName": { "Ref": "KeptBucket" }, "IsLogging": false }
    }
  }
}
`,
};

describe('with every rule on, typing', () => {
  for (const { name, before, typed, after } of [hcl, yaml, json]) {
    it(`changes nothing of what is found elsewhere in ${name}`, async () => {
      const syntax = await loading;
      let file = read(name, before + after, syntax);
      const expected = keptIn(file);
      assert.ok(expected.length >= 5, expected.join('\n'));
      const lengths = [...typed].map((_, index) => index + 1);
      for (const length of [...lengths, ...lengths.toReversed(), 0]) {
        file = read(name, before + typed.slice(0, length) + after, syntax, file);
        assert.deepEqual(keptIn(file), expected, `after «${typed.slice(Math.max(0, length - 60), length)}»`);
      }
    });
  }
});

const inPolicy = `resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = data.aws_iam_policy_document.logs.json
}

resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}

data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["s3:GetBucketAcl", "s3:PutObject"]
    resources = [aws_s3_bucket.logs.arn, "\${aws_s3_bucket.logs.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.logs.arn, "\${aws_s3_bucket.logs.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
`;

describe('a block that is opened in the midst of a policy', () => {
  for (const opened of [
    '{',
    'condition {',
    'dynamic "principals" {',
    'statement {',
    'resource "aws_s3_bucket" "b" {',
  ]) {
    it(`adds nothing to what is found while it lacks its brace: ${opened}`, async () => {
      const syntax = await loading;
      const whole = read('main.tf', inPolicy, syntax);
      const expected = blocking(whole);
      assert.deepEqual(expected, []);
      assert.equal(blocking(read('main.tf', inPolicy.replace('"Bool"', '"Null"'), syntax)).length, 1);
      const first = inPolicy.indexOf('    actions');
      for (let at = inPolicy.indexOf('\n', first); at >= 0; at = inPolicy.indexOf('\n', at + 1)) {
        const text = `${inPolicy.slice(0, at)}\n${opened}${inPolicy.slice(at)}`;
        assert.deepEqual(blocking(read('main.tf', text, syntax, whole)), expected, text.slice(first));
      }
    });
  }
});

function blocking(file: SourceFile): readonly string[] {
  const { findings } = analyze([file], everyRule);
  return findings
    .filter(({ rule }) => rule.id === 'trail-bucket-policy-blocks-cloudtrail')
    .map(({ resource }) => resource);
}

/** What is found of what is kept, and what it says. */
function keptIn(file: SourceFile): readonly string[] {
  return analyze([file], everyRule)
    .findings.filter(({ resource }) => /kept/i.test(resource))
    .map(({ rule, resource, message }) => `${rule.id} ${resource}: ${render(message)}`)
    .sort();
}
