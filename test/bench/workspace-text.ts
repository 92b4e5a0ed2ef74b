import { posix } from 'node:path';
import { bucket, names, readPolicy, retention, role, trailWithoutKey } from './terraform-text';
import type { PassedKey, PlannedCall, PlannedModule } from './workspace-plan';

export interface WorkspaceFile {
  readonly name: string;
  readonly text: string;
}

/** The ten files of Terraform in a module, of about 30 KB, and for some environments one of variables. */
export function moduleFiles(module: PlannedModule): readonly WorkspaceFile[] {
  const inJson = module.kind === 'environment' && module.number % 25 === 9;
  // Few modules are of the same size.
  const size = 500 + (module.number % 11) * 100;
  return [
    { name: 'main.tf', text: fill(main(module, !inJson), 4 * size, 100, [bucket]) },
    { name: 'variables.tf', text: fill(variables(module), 5 * size, 200, [retention]) },
    { name: 'locals.tf', text: fill('', 3 * size, 300, [names]) },
    { name: 'roles.tf', text: fill('', 4 * size, 400, [role]) },
    { name: 'buckets.tf', text: fill('# What the jobs read and write.\n', 4 * size, 500, [bucket]) },
    { name: 'policies.tf', text: fill('', 4 * size, 600, [readPolicy]) },
    { name: 'jobs.tf', text: fill('', 2 * size, 700, [bucket, role, readPolicy, names]) },
    inJson
      ? { name: 'calls.tf.json', text: callsInJson(module) }
      : { name: 'data.tf', text: fill('', 3 * size, 800, [readPolicy]) },
    { name: 'outputs.tf', text: outputs(module) },
    versions(module),
    ...(module.kind === 'environment' && module.number % 4 === 0
      ? [{ name: 'terraform.tfvars', text: `name        = "stack-${module.number}"\nenvironment = "live"\n` }]
      : []),
  ];
}

/** As many parts as it takes, in turns. Each file counts from another number, as all share the names of their module. */
function fill(start: string, length: number, first: number, parts: readonly ((number: number) => string)[]): string {
  let text = start;
  for (let index = 0; text.length < length; index++) text += parts[index % parts.length]?.(first + index) ?? '';
  return text.trimStart();
}

function main(module: PlannedModule, withCalls: boolean): string {
  return [
    ...(withCalls ? module.calls.map((call) => callBlock(module, call)) : []),
    ...(module.kind === 'environment' && module.number % 6 === 0 ? [registryCall] : []),
    ...(ownKey(module) ? [keyResource] : []),
    ...(module.kind === 'trail' ? [trail(module)] : []),
    ...(module.hasOpenTrail ? [trailWithoutKey(1, 0).text] : []),
    ...(ownKey(module) || module.kind === 'trail' || module.hasOpenTrail ? [aroundTrails] : []),
  ].join('');
}

function ownKey({ kind, calls }: PlannedModule): boolean {
  return kind === 'key' || calls.some(({ key }) => key === 'resource');
}

const keyResource = `
resource "aws_kms_key" "trail" {
  description         = "What trails are encrypted with."
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.trail_key.json
}

data "aws_iam_policy_document" "trail_key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    actions   = ["kms:GenerateDataKey*", "kms:DescribeKey", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:SourceArn"
      values   = ["\${local.trails}/*"]
    }
  }
}
`;

const registryCall = `
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.8.1"

  name = var.name
  cidr = "10.0.0.0/16"
}
`;

/** What policies are written with. */
const aroundTrails = `
data "aws_caller_identity" "current" {}

locals {
  trails = "arn:aws:cloudtrail:*:\${data.aws_caller_identity.current.account_id}:trail"
}
`;

/** One in three by way of a local value. */
function trail({ number }: PlannedModule): string {
  const isLocal = number % 3 === 1;
  const local = '\nlocals {\n  trail_key = var.kms_key_arn\n}\n';
  return `${isLocal ? local : ''}
resource "aws_s3_bucket" "logs" {
  bucket = "\${var.name}-logs"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:GetBucketAcl"
        Resource  = aws_s3_bucket.logs.arn
        Condition = { StringLike = { "aws:SourceArn" = "\${local.trails}/\${var.name}" } }
      },
      {
        Effect    = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "\${aws_s3_bucket.logs.arn}/AWSLogs/\${data.aws_caller_identity.current.account_id}/*"
        Condition = {
          StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control" }
          StringLike   = { "aws:SourceArn" = "\${local.trails}/\${var.name}" }
        }
      },
    ]
  })
}

resource "aws_cloudtrail" "this" {
  name                          = var.name
  s3_bucket_name                = aws_s3_bucket.logs.id
  kms_key_id                    = ${isLocal ? 'local.trail_key' : 'var.kms_key_arn'}
  include_global_service_events = true
  is_multi_region_trail         = true
  enable_log_file_validation    = true
}
`;
}

function callBlock(module: PlannedModule, call: PlannedCall): string {
  const key = keyExpressions[call.key];
  return `
module "${call.name}" {
  source = "${sourceOf(module, call)}"

  name        = "\${var.name}-${call.name}"
  environment = var.environment
${key === undefined ? '' : `  kms_key_arn = ${key}\n`}}
`;
}

function callsInJson(module: PlannedModule): string {
  const calls = module.calls.map((call) => {
    const key = keyExpressions[call.key];
    return [
      call.name,
      {
        source: sourceOf(module, call),
        name: `\${var.name}-${call.name}`,
        environment: '${var.environment}',
        ...(key !== undefined && { kms_key_arn: `\${${key}}` }),
      },
    ] as const;
  });
  return `${JSON.stringify({ module: Object.fromEntries(calls) }, null, 2)}\n`;
}

const keyExpressions: Readonly<Record<PassedKey, string | undefined>> = {
  resource: 'aws_kms_key.trail.arn',
  output: 'module.kms.key_arn',
  input: 'var.audit_key_arn',
  forwarded: 'var.kms_key_arn',
  forgotten: undefined,
  none: undefined,
};

function sourceOf({ folder }: PlannedModule, { callee }: PlannedCall): string {
  return posix.relative(folder, callee.folder);
}

function variables(module: PlannedModule): string {
  const isCalled = module.kind !== 'environment';
  return [
    variable('name', 'What everything here is called after.', isCalled ? undefined : '"stack"'),
    variable('environment', 'Where it runs.', isCalled ? undefined : '"live"'),
    ...(module.takesKey ? [variable('kms_key_arn', 'The key that trails are encrypted with.', 'null')] : []),
    ...(module.calls.some(({ key }) => key === 'input') ? [variable('audit_key_arn', 'The key of the auditors.')] : []),
  ].join('');
}

function variable(name: string, description: string, standard?: string): string {
  return `
variable "${name}" {
  description = "${description}"
  type        = string
${standard === undefined ? '' : `  default     = ${standard}\n`}}
`;
}

function outputs(module: PlannedModule): string {
  return [
    output('id', 'What other names are made of.', '"${var.name}-${var.environment}"'),
    output('tags', 'What everything is to be tagged with.', '{ Name = var.name, Environment = var.environment }'),
    ...module.calls.map(({ name }) => output(`${name}_id`, `The name of ${name}.`, `module.${name}.id`)),
    ...(module.kind === 'key' ? [output('key_arn', 'The ARN of the key.', 'aws_kms_key.trail.arn')] : []),
    ...(module.kind === 'trail' ? [output('trail_arn', 'The ARN of the trail.', 'aws_cloudtrail.this.arn')] : []),
  ]
    .join('')
    .trimStart();
}

function output(name: string, description: string, value: string): string {
  return `
output "${name}" {
  description = "${description}"
  value       = ${value}
}
`;
}

function versions({ number }: PlannedModule): WorkspaceFile {
  const provider = { source: 'hashicorp/aws', version: '>= 5.0' };
  if (number % 20 === 0) {
    const json = { terraform: { required_version: '>= 1.5', required_providers: { aws: provider } } };
    return { name: 'versions.tf.json', text: `${JSON.stringify(json, null, 2)}\n` };
  }
  const text = `terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "${provider.source}"
      version = "${provider.version}"
    }
  }
}
`;
  return { name: 'versions.tf', text };
}
