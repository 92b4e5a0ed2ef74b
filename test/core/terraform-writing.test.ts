import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { parse as parseHcl } from '@cdktf/hcl2json';
import type { Change } from '../../server/src/core/model/change';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { rootInstance } from '../../server/src/core/terraform/instance';
import { modulesOf, worldOf } from '../../server/src/core/terraform/world';
import { write } from '../../server/src/core/terraform/writing/write';
import { applyEdits } from '../../server/src/core/text/edit';
import { joinPath } from '../../server/src/core/text/path';
import { syntax as loading } from '../syntax';
import { read } from './run';

const trail = 'aws_cloudtrail.main';
const bucket = 'aws_s3_bucket.logs';
const key = 'aws_kms_key.logs';
const store = 'aws_cloudtrail_event_data_store.lake';

interface Case {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly changes: readonly Change[];
  /** What the file that is changed holds afterwards, each once at least. */
  readonly holds: readonly string[];
  /** What it does not hold any more. */
  readonly lacks?: readonly string[];
}

const account = 'data "aws_caller_identity" "current" {}\n\n';

const logs = `resource "aws_s3_bucket" "logs" {
  bucket = "audit-logs"
}

`;

const main = `resource "aws_cloudtrail" "main" {
  name           = "audit"
  s3_bucket_name = aws_s3_bucket.logs.id
  kms_key_id     = aws_kms_key.logs.arn
}
`;

const root =
  '{"AWS": "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"}, "Action": "kms:*", "Resource": "*"}';

function keyWith(policy: string): string {
  return `\nresource "aws_kms_key" "logs" {\n  policy = ${policy}\n}\n`;
}

const openStatement = `      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = ["kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
      },
`;

const json = `${JSON.stringify(
  {
    resource: {
      aws_s3_bucket: { logs: { bucket: 'audit-logs' } },
      aws_cloudtrail: {
        main: { name: 'audit', s3_bucket_name: '${aws_s3_bucket.logs.id}', enable_logging: 'false' },
      },
    },
  },
  undefined,
  2,
)}\n`;

const called = `variable "bucket" {}

variable "validate" {
  default = false
}

variable "in_one_region" {
  default = true
}

resource "aws_cloudtrail" "main" {
  name                       = "audit"
  s3_bucket_name             = var.bucket
  enable_log_file_validation = var.validate
  is_multi_region_trail      = !var.in_one_region
}
`;

function calling(argument: string): string {
  return `${logs}module "trail" {\n  source   = "./trail"\n  bucket   = aws_s3_bucket.logs.id\n${argument}}\n`;
}

function switchTo(resource: string, setting: string, value: boolean): Change {
  return { kind: 'set-switch', resource, setting, value };
}

const use: readonly Change[] = [{ kind: 'let-trails-use-key', key, trails: [trail] }];
const close: readonly Change[] = [{ kind: 'close-key-to-other-accounts', key, trail }];
const letWrite: readonly Change[] = [{ kind: 'let-trails-write-to-bucket', bucket, trails: [trail] }];

const cases: readonly Case[] = [
  {
    title: 'several switches of one block stand together',
    files: { 'main.tf': logs + main },
    changes: [switchTo(trail, 'enable_log_file_validation', true), switchTo(trail, 'is_multi_region_trail', true)],
    holds: ['\n\n  enable_log_file_validation = true\n  is_multi_region_trail      = true\n}'],
  },
  {
    title: 'a switch parts no comments that are aligned',
    files: {
      'main.tf': `${logs}${main.replace(
        'aws_kms_key.logs.arn\n',
        'aws_kms_key.logs.arn # encrypted\n  event_selector {                      # all of them\n  }\n',
      )}`,
    },
    changes: [switchTo(trail, 'enable_log_file_validation', true)],
    holds: ['# all of them\n  }\n\n  enable_log_file_validation = true\n}'],
  },
  {
    title: 'a switch that is a text stays one',
    files: { 'main.tf.json': json },
    changes: [switchTo(trail, 'enable_logging', true)],
    holds: ['"enable_logging": "true"'],
  },
  {
    title: 'a switch is set where its variable gets its value',
    files: {
      'main.tf': `${main.replace('kms_key_id    ', 'enable_logging').replace('aws_kms_key.logs.arn', 'local.on')}
locals {
  on = var.on
}

variable "on" {
  default = true
}
`,
      'terraform.tfvars': 'on = false # for now\n',
    },
    changes: [switchTo(trail, 'enable_logging', true)],
    holds: ['on = true # for now\n'],
  },
  {
    title: 'a switch of a called module is an input, whichever way round it is',
    files: { 'main.tf': calling(''), 'trail/main.tf': called },
    changes: [
      switchTo(`module.trail.${trail}`, 'enable_log_file_validation', true),
      switchTo(`module.trail.${trail}`, 'is_multi_region_trail', true),
    ],
    holds: ['  validate = true\n', '  in_one_region = false\n'],
  },
  {
    title: 'a switch is set by the default that a call passes',
    files: {
      'main.tf': `${calling('  validate = var.validate\n')}\nvariable "validate" {\n  default = false\n}\n`,
      'trail/main.tf': called,
    },
    changes: [switchTo(`module.trail.${trail}`, 'enable_log_file_validation', true)],
    holds: ['validate = var.validate\n', 'default = true\n'],
  },
  {
    title: 'a block on one line is spread out for all that is added',
    files: { 'main.tf': `${account}${main}\nresource "aws_kms_key" "logs" { description = "logs" }\n` },
    changes: [switchTo(key, 'enable_key_rotation', true), ...use],
    holds: ['{\n  description         = "logs"\n  enable_key_rotation = true\n\n  policy = jsonencode({\n'],
  },
  {
    title: 'statements go into a heredoc of JSON as it is written',
    files: {
      'main.tf': `${account}${main}${keyWith(`<<-EOF
    {
        "Statement": [{
            "Sid": "AllowCloudTrailEncryptLogs",
            "Effect": "Allow", "Principal": ${root}
    ]}
  EOF`)}`,
    },
    changes: use,
    holds: ['}, {\n            "Sid": "AllowCloudTrailEncryptLogsMain",\n', '"Sid": "AllowCloudTrailDescribeKey"'],
  },
  {
    title: 'statements go into a heredoc on one line, by way of a local value',
    files: {
      'main.tf': `${account}${main}${keyWith('local.policy')}
locals {
  policy = <<EOF
{"Statement": {"Effect": "Allow", "Principal": ${root}}
EOF
}
`,
    },
    changes: use,
    holds: ['"Statement": [{"Effect"', ', {"Sid": "AllowCloudTrailEncryptLogs", ', '}}}]}\nEOF'],
  },
  {
    title: 'the one statement of an object becomes the first of a list',
    files: {
      'main.tf': `${account}${main}${keyWith(`jsonencode({
    Statement = {
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111111111111:root" }
      Action    = "kms:*"
      Resource  = "*"
    }
  })`)}`,
    },
    changes: use,
    holds: ['Statement = [{\n', '"*"\n      }, {\n', '    }]\n  })\n'],
  },
  {
    title: 'statements go beside one on a line that is aligned with others',
    files: {
      'main.tf': `${account}${main}${keyWith(`jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = ${'{ AWS = "*" }'}, Action = "kms:*", Resource = "*" }]
  })`)}`.replace('"kms:*"', '"kms:List*"'),
    },
    changes: use,
    holds: ['Resource = "*" }, { Sid = "AllowCloudTrailEncryptLogs", Effect = "Allow", Principal = {', '} } }]\n'],
  },
  {
    title: 'statements go into the policy beside the key',
    files: {
      'main.tf': `${main}
resource "aws_kms_key" "logs" {}

resource "aws_kms_key_policy" "logs" {
  key_id = aws_kms_key.logs.id
  policy = jsonencode({ Statement = [] })
}
`,
    },
    changes: use,
    holds: ['AllowCloudTrailEncryptLogs', 'resource "aws_kms_key" "logs" {}\n'],
  },
  {
    title: 'statements go after those of a document',
    files: {
      'main.tf': `${account}${main}${keyWith('data.aws_iam_policy_document.logs.json')}
data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111111111111:root"]
    }
  } # the root
  override_policy_documents = []
}
`,
    },
    changes: use,
    holds: ['  } # the root\n\n  statement {\n', '  }\n\n  override_policy_documents = []\n'],
  },
  {
    title: 'an open statement is closed, whether it has conditions or not',
    files: {
      'main.tf': `${main}${keyWith(`jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "kms:Decrypt", Resource = "*" },
${openStatement}${openStatement.replace(
  '      },',
  `        Condition = {
          StringLike = {
            "kms:EncryptionContext:aws:cloudtrail:arn" = "arn:aws:cloudtrail:*:*:trail/*"
          }
        }
      },`,
)}    ]
  })`)}`,
    },
    changes: close,
    holds: [
      'Resource = "*", Condition = { StringLike = { "aws:SourceArn" = "arn:',
      '"*"\n        Condition = {\n          StringLike = {\n            "aws:SourceArn" = "arn:$',
      ':trail/*"\n            "aws:SourceArn"                            = "arn:$',
    ],
  },
  {
    title: 'an open statement in the manner of JSON is closed in it',
    files: {
      'main.tf': `${main}${keyWith(`jsonencode({
    "Statement" : [
      {
        "Effect" : "Allow",
        "Principal" : { "Service" : "cloudtrail.amazonaws.com" },
        "Action" : "kms:Decrypt",
        "Resource" : "*"
      },
      { "Effect" : "Allow", "Principal" : { "Service" : "cloudtrail.amazonaws.com" }, "Action" : "kms:Decrypt", "Resource" : "*" },
    ]
  })`)}`,
    },
    changes: close,
    holds: [
      '"Resource" : "*",\n        "Condition" : {\n          "StringLike" : {\n            "aws:SourceArn" : "arn:$',
      '"Resource" : "*", "Condition" : { "StringLike" : { "aws:SourceArn" : "arn:$',
    ],
  },
  {
    title: 'an open statement of a document is closed',
    files: {
      'main.tf': `${main}${keyWith('data.aws_iam_policy_document.logs.json')}
data "aws_iam_policy_document" "logs" {
  statement {
    actions   = ["kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = ["arn:aws:cloudtrail:*:111111111111:trail/*"]
    }
  }

  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}
`,
    },
    changes: close,
    holds: ['    }\n\n    condition {\n      test     = "StringLike"\n      variable = "aws:SourceArn"\n'],
  },
  {
    title: 'an open statement of a heredoc is closed',
    files: {
      'main.tf': `${main}${keyWith(`<<EOF
{
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "cloudtrail.amazonaws.com"},
      "Action": "kms:GenerateDataKey*",
      "Resource": "*",
      "Condition": {"StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:*:trail/*"}}
    }
  ]
}
EOF`)}`,
    },
    changes: close,
    holds: [':trail/*", "aws:SourceArn": "arn:$'],
  },
  {
    title: 'a key that several trails use is for all of the account',
    files: {
      'main.tf': `${main}
resource "aws_cloudtrail" "other" {
  name           = "other"
  s3_bucket_name = "other"
  kms_key_id     = aws_kms_key.logs.arn
}
${keyWith(`jsonencode({\n    Statement = [\n${openStatement}    ]\n  })`)}`,
    },
    changes: close,
    holds: ['StringLike', ':cloudtrail:*:${data.aws_caller_identity.current.account_id}:trail/*"'],
  },
  {
    title: 'a bucket gets a policy that the trail waits for',
    files: { 'main.tf': logs + main.replace('}\n', '  depends_on     = [aws_kms_key.logs]\n}\n') },
    changes: letWrite,
    holds: ['Resource  = aws_s3_bucket.logs.arn\n', 'depends_on     = [aws_kms_key.logs, aws_s3_bucket_policy.logs]'],
  },
  {
    title: 'a bucket of an organization gets its statement, below the prefix',
    files: {
      'main.tf':
        logs.replace('  bucket', '  count  = var.on ? 1 : 0\n  bucket').replace('logs" {', 'logs" {') +
        main.replace(
          /kms_key_id {5}= .*\n/,
          's3_key_prefix  = "audit/${var.stage}"\n\n  is_organization_trail = true\n',
        ),
    },
    changes: letWrite,
    holds: [
      '  count = var.on ? 1 : 0\n\n  bucket = aws_s3_bucket.logs[0].id\n',
      '"${aws_s3_bucket.logs[0].arn}/audit/${var.stage}/AWSLogs/${data.aws_organizations_organization.current.id}/*"',
    ],
  },
  {
    title: 'an organization that the module makes is asked for its id once it is there',
    files: {
      'main.tf': `${logs}${main.replace(
        / {2}kms_key_id {5}= .*\n/,
        '\n  is_organization_trail = true\n',
      )}\nresource "aws_organizations_organization" "all" {\n  feature_set = "ALL"\n}\n`,
    },
    changes: letWrite,
    holds: ['"${aws_s3_bucket.logs.arn}/AWSLogs/${aws_organizations_organization.all.id}/*"'],
    lacks: ['data "aws_organizations_organization"'],
  },
  {
    title: 'a policy of a bucket gets what it lacks',
    files: {
      'main.tf': `${logs}${main}
resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Statement = [{
      Sid       = "AWSCloudTrailWrite20150319"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = "s3:GetBucketAcl"
      Resource  = aws_s3_bucket.logs.arn
    }]
  })
}
`,
    },
    changes: letWrite,
    holds: ['"AWSCloudTrailWrite20150319Main"', 'depends_on = [aws_s3_bucket_policy.logs]'],
    lacks: ['AWSCloudTrailAclCheck20150319'],
  },
  {
    title: 'a bucket with an inline configuration keeps it',
    files: {
      'main.tf': `${main}
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
  acl    = "public-read"

  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = "alias/aws/s3" # of AWS
      }
    }
  }
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket                  = aws_s3_bucket.logs.id
  restrict_public_buckets = false
}
`,
    },
    changes: [
      { kind: 'encrypt-bucket', bucket, key },
      { kind: 'block-public-access', bucket },
    ],
    holds: [
      'kms_master_key_id = aws_kms_key.logs.arn # of AWS\n',
      'bucket_key_enabled = true\n',
      'acl    = "private"',
      'block_public_acls       = true\n',
      'restrict_public_buckets = true\n',
    ],
    lacks: ['aws_s3_bucket_server_side_encryption_configuration'],
  },
  {
    title: 'one new key is for both the trail and its bucket',
    files: { 'main.tf': logs + main.replace(/ {2}kms_key_id.*\n/, '') },
    changes: [
      { kind: 'encrypt-trail-with-new-key', trail },
      { kind: 'encrypt-bucket-with-new-key', trail, bucket },
    ],
    holds: ['kms_master_key_id = aws_kms_key.cloudtrail.arn', 'kms_key_id     = aws_kms_key.cloudtrail.arn'],
    lacks: ['cloudtrail_2', 'cloudtrail_main'],
  },
  {
    title: 'a key that may not be made is used where its user is made with it, and where it is not',
    files: {
      'main.tf': `${logs}${main.replace('  name', '  count          = var.on ? 1 : 0\n  name').replace(/ {2}kms_key_id.*\n/, '')}
resource "aws_kms_key" "logs" {
  count = var.on ? 1 : 0
}
`,
    },
    changes: [
      { kind: 'encrypt-trail', trail, key },
      { kind: 'encrypt-bucket', bucket, key },
    ],
    holds: ['= aws_kms_key.logs[0].arn\n', '= one(aws_kms_key.logs[*].arn)\n'],
  },
  {
    title: 'all that a trail lacks, in JSON',
    files: { 'main.tf.json': json },
    changes: [
      { kind: 'encrypt-trail-with-new-key', trail },
      ...letWrite,
      { kind: 'block-public-access', bucket },
      { kind: 'log-access-to-input', bucket },
      { kind: 'send-to-new-log-group', trail },
    ],
    holds: [
      '"depends_on": [\n          "aws_s3_bucket_policy.logs",\n          "aws_iam_role_policy.cloudtrail"\n        ]',
      '"cloud_watch_logs_group_arn": "${aws_cloudwatch_log_group.cloudtrail.arn}:*"',
      '"target_bucket": "${var.access_log_bucket}"',
    ],
  },
  {
    title: 'a trail sends its events to a log group by a role that it waits for',
    files: { 'main.tf': logs + main },
    changes: [{ kind: 'send-to-new-log-group', trail }],
    holds: ['retention_in_days = 365', 'depends_on = [aws_iam_role_policy.cloudtrail]'],
  },
  {
    title: 'the key of a store has no conditions',
    files: { 'main.tf': 'resource "aws_cloudtrail_event_data_store" "lake" {\n  name = "lake"\n}\n' },
    changes: [{ kind: 'encrypt-store-with-new-key', store }],
    holds: ['AllowCloudTrailDecryptEventDataStore', 'aws_kms_key.cloudtrail.arn'],
    lacks: ['Condition', 'aws_region'],
  },
  {
    title: 'the key of an alias stands in its place',
    files: {
      'main.tf': `${main.replace('aws_kms_key.logs.arn', 'aws_kms_alias.logs.arn # the key')}
resource "aws_kms_key" "logs" {}

resource "aws_kms_alias" "logs" {
  name          = "alias/logs"
  target_key_id = aws_kms_key.logs.key_id
}
`,
    },
    changes: [{ kind: 'encrypt-trail-with-key-of-alias', trail }],
    holds: ['kms_key_id     = aws_kms_key.logs.arn # the key'],
  },
];

describe("Terraform's changes", () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  for (const { title, files, changes, holds, lacks = [] } of cases)
    it(title, async () => {
      const written = apply(files, changes);
      const after = Object.values(written).join('\n');
      for (const part of holds) assert.ok(after.includes(part), `${part}\nis not in\n${after}`);
      for (const part of lacks) assert.ok(!after.includes(part), `${part}\nis in\n${after}`);
      for (const [path, text] of Object.entries(written)) await reads(path, text);
      const inCrlf = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, toCrlf(text)]));
      for (const [path, text] of Object.entries(apply(inCrlf, changes)))
        assert.equal(text, toCrlf(written[path] ?? ''), `${path} with CRLF`);
    });

  function apply(files: Case['files'], changes: readonly Change[]): Record<string, string> {
    const sources = Object.entries(files).map(([path, text]) => read(path, text, syntax));
    const modules = modulesOf(sources);
    const asked = { folders: new Set<string>(), texts: new Set<string>(), callers: new Set<string>() };
    const around = { filesIn: () => [], textOf: () => null, callersOf: () => [], resolve: joinPath };
    const module = modules.get('');
    assert.ok(module);
    const written = write(rootInstance(module, worldOf(modules, around, asked)), changes);
    assert.ok(written.length > 0, 'nothing is written');
    return Object.fromEntries(written.map(({ path, edits }) => [path, applyEdits(files[path] ?? '', edits)]));
  }

  async function reads(path: string, text: string): Promise<void> {
    if (path.endsWith('.json')) JSON.parse(text);
    else await parseHcl(path, text);
    if (!path.endsWith('.json')) assert.equal(formatted(text), text);
  }
});

function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}

/** As `terraform fmt` has it; as it is where there is none. */
function formatted(text: string): string {
  const { status, stdout } = spawnSync('terraform', ['fmt', '-'], { input: text, encoding: 'utf8' });
  return status === 0 ? stdout : text;
}
