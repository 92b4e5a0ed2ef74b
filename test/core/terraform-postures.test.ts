import assert from 'node:assert/strict';
import type { Permission, Project, Setting } from '../../server/src/core/model/project';
import { isTerraform } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { rootInstance } from '../../server/src/core/terraform/instance';
import { readProject } from '../../server/src/core/terraform/reading/project';
import { modulesOf, worldOf } from '../../server/src/core/terraform/world';
import { joinPath } from '../../server/src/core/text/path';
import { syntax as loading } from '../syntax';
import { read, type Texts } from './run';

/** What is said of the trails of a module and of what they use. */
type Row = readonly [title: string, main: string, expected: Readonly<Record<string, unknown>>, others?: Texts];

const trail = 'resource "aws_cloudtrail" "t" {\n  name = "audit"\n  s3_bucket_name = aws_s3_bucket.b.id\n}\n';
const bucket = 'resource "aws_s3_bucket" "b" {\n  bucket = "logs"\n}\n';
const both = trail + bucket;
const sse = (of: string, algorithm: string, more = '') => `
resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
  ${more}
  bucket = ${of}
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm = ${algorithm}
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}
resource "aws_kms_key" "k" {
  enable_key_rotation = true
}
`;
const keyed = (value: string) => `resource "aws_cloudtrail" "t" {\n  kms_key_id = ${value}\n}\n`;
const key =
  'resource "aws_kms_key" "k" {\n}\nresource "aws_kms_alias" "a" {\n  name = "alias/logs"\n  target_key_id = aws_kms_key.k.key_id\n}\n';
const policy = (resource: string, source: string) => `
data "aws_caller_identity" "me" {}
data "aws_partition" "here" {}
data "aws_region" "here" {}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action = "s3:GetBucketAcl"
        Resource = aws_s3_bucket.b.arn
        Condition = { StringEquals = { "aws:SourceArn" = "${source}" } }
      },
      {
        Effect = "Allow"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Action = "s3:PutObject"
        Resource = "${resource}"
        Condition = { StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control" } }
      },
    ]
  })
}
`;
const arnOf = (name: string) =>
  `arn:\${data.aws_partition.here.partition}:cloudtrail:\${data.aws_region.here.id}:\${data.aws_caller_identity.me.account_id}:trail/${name}`;
const logs = '${aws_s3_bucket.b.arn}/AWSLogs/${data.aws_caller_identity.me.account_id}/*';
const logsTo = (target: string, of = 'aws_s3_bucket.b.id') =>
  `resource "aws_s3_bucket_logging" "l" {\n  bucket = ${of}\n  target_bucket = ${target}\n}\n`;
const other = 'resource "aws_s3_bucket" "o" {\n}\n';
const block = (name: string, value: string) =>
  `resource "aws_s3_bucket_public_access_block" "x" {\n  bucket = aws_s3_bucket.b.id\n  ${name} = ${value}\n}\n`;
const acl = (value: string) =>
  `resource "aws_s3_bucket_acl" "x" {\n  bucket = aws_s3_bucket.b.id\n  acl = ${value}\n}\n`;
const inline = (body: string) => `${trail}resource "aws_s3_bucket" "b" {\n${body}\n}\n`;
const inModule = new Map([
  ['trail/main.tf', `${both}variable "v" {\n  default = false\n}\n${sse('aws_s3_bucket.b.id', '"AES256"')}`],
]);
const outer = new Map([
  ['trail/main.tf', 'variable "name" {\n}\nresource "aws_cloudtrail" "t" {\n  s3_bucket_name = var.name\n}\n'],
]);
const keyPolicy = (statements: string) =>
  `resource "aws_kms_key" "k" {\n  policy = jsonencode({ Statement = [${statements}] })\n}\n`;
const lets = (actions: string, condition = '') =>
  `{ Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = ${actions}, Resource = "*"${condition} }`;

const rows: readonly Row[] = [
  ['what is not written', trail, { logging: 'absent', validation: 'absent', bucket: undefined, logGroup: 'absent' }],
  [
    'booleans as texts',
    `${trail.slice(0, -2)}  enable_logging = "false"\n}\n`,
    { logging: 'false', setLogging: 'enable_logging' },
  ],
  [
    'a switch by a variable',
    `${trail.slice(0, -2)}  is_multi_region_trail = var.m\n}\nvariable "m" {\n  default = false\n}\n`,
    { multiRegion: false, setMultiRegion: 'var.m' },
  ],
  ['a bucket by reference', both, { bucket: 'aws_s3_bucket.b', encryption: 'absent', takesKey: true, isPublic: false }],
  ['a bucket by its name', both.replace('aws_s3_bucket.b.id', '"logs"'), { bucket: 'aws_s3_bucket.b' }],
  ['a bucket by another name', both.replace('aws_s3_bucket.b.id', '"others"'), { bucket: undefined }],
  [
    'a bucket by what it is also called',
    `locals {\n  n = "logs-\${data.aws_caller_identity.me.account_id}"\n}\ndata "aws_caller_identity" "me" {}\n${both
      .replace('aws_s3_bucket.b.id', 'local.n')
      .replace('"logs"', 'local.n')}`,
    { bucket: 'aws_s3_bucket.b' },
  ],
  [
    'a bucket by its policy',
    `${both.replace('aws_s3_bucket.b.id', 'aws_s3_bucket_policy.p.id')}${policy(logs, arnOf('audit'))}`,
    { bucket: 'aws_s3_bucket.b' },
  ],
  [
    'a bucket by a data source',
    `${both.replace('aws_s3_bucket.b.id', 'data.aws_s3_bucket.d.bucket')}data "aws_s3_bucket" "d" {\n  bucket = "logs"\n}\n`,
    { bucket: 'aws_s3_bucket.b' },
  ],
  [
    'a bucket of the caller',
    `module "m" {\n  source = "./trail"\n  name = aws_s3_bucket.b.id\n}\n${bucket}`,
    { bucket: 'aws_s3_bucket.b', isHere: true, isMadeWith: false },
    outer,
  ],
  [
    'a bucket of the call',
    'module "m" {\n  source = "./trail"\n}\n',
    { bucket: 'module.m.aws_s3_bucket.b', isHere: false, isMadeWith: true, encryption: 'AES256', takesKey: false },
    inModule,
  ],
  ['KMS', both + sse('aws_s3_bucket.b.id', '"aws:kms"'), { encryption: 'aws:kms', bucketKey: 'aws_kms_key.k' }],
  ['KMS, by name', both + sse('"logs"', '"aws:kms"'), { encryption: 'aws:kms' }],
  ['KMS of another one', both + other + sse('aws_s3_bucket.o.id', '"aws:kms"'), { encryption: 'absent' }],
  [
    'KMS of who knows what',
    `${both + sse('var.b', '"aws:kms"')}variable "b" {}`,
    { encryption: 'unknown', takesKey: false },
  ],
  [
    'KMS either way',
    `${both + sse('aws_s3_bucket.b.id', 'var.d ? "aws:kms" : "aws:kms:dsse"')}variable "d" {}`,
    { encryption: 'choice' },
  ],
  [
    'KMS, counted',
    `${both + sse('aws_s3_bucket.b.id', '"aws:kms"', 'count = var.c ? 1 : 0')}variable "c" {\n  default = true\n}`,
    { encryption: 'aws:kms' },
  ],
  [
    'KMS, not counted by default',
    `${both + sse('aws_s3_bucket.b.id', '"aws:kms"', 'count = var.c ? 1 : 0')}variable "c" {\n  default = false\n}`,
    { encryption: 'absent' },
  ],
  ['KMS, not made', both + sse('aws_s3_bucket.b.id', '"aws:kms"', 'count = 0'), { encryption: 'absent' }],
  [
    'KMS for each of several',
    `${both.replace('.b.id', '.b["x"].id').replace('"b" {', '"b" {\n  for_each = toset(["x", "y"])')}${sse(
      'aws_s3_bucket.b[each.key].id',
      '"aws:kms"',
      'for_each = aws_s3_bucket.b',
    )}`,
    { bucket: 'aws_s3_bucket.b', encryption: 'aws:kms' },
  ],
  [
    'KMS in the bucket',
    inline(
      'server_side_encryption_configuration {\nrule {\napply_server_side_encryption_by_default {\nsse_algorithm = "aws:kms"\n}\n}\n}',
    ),
    { encryption: 'aws:kms', takesKey: true },
  ],
  [
    'dynamic blocks',
    inline(
      'dynamic "server_side_encryption_configuration" {\nfor_each = ["aws:kms"]\ncontent {\nrule {\napply_server_side_encryption_by_default {\nsse_algorithm = server_side_encryption_configuration.value\n}\n}\n}\n}',
    ),
    { encryption: 'aws:kms' },
  ],
  [
    'a module that may encrypt',
    `${both}module "s" {\n  source = "acme/sse/aws"\n  bucket = aws_s3_bucket.b.id\n}\n`,
    { encryption: 'unknown', letsWrite: undefined, isLogTarget: undefined },
  ],
  [
    'changes that are ignored',
    inline(
      'server_side_encryption_configuration {\n}\nlifecycle {\nignore_changes = [server_side_encryption_configuration]\n}',
    ),
    { encryption: 'unknown' },
  ],
  ['access logs', both + other + logsTo('aws_s3_bucket.o.id'), { accessLog: 'reference', isLogTarget: false }],
  ['no access logs', both, { accessLog: 'absent', takesAccessLog: true }],
  ['access logs in the bucket', inline('logging {\n  target_bucket = "x"\n}'), { accessLog: 'x', isLogTarget: false }],
  [
    'a target of access logs',
    both + other + logsTo('aws_s3_bucket.b.id', 'aws_s3_bucket.o.id'),
    { accessLog: 'absent', isLogTarget: true },
  ],
  [
    'a target of a load balancer',
    `${both}resource "aws_lb" "l" {\n  access_logs {\n    bucket = aws_s3_bucket.b.id\n  }\n}\n`,
    { isLogTarget: true },
  ],
  ['access logs to an input', `${both + logsTo('var.x')}variable "x" {}`, { accessLog: 'unknown', isLogTarget: false }],
  ['a public ACL', inline('acl = "public-read"'), { isPublic: true }],
  ['a public ACL apart', both + acl('"authenticated-read"'), { isPublic: true }],
  [
    'a private ACL',
    both + acl('"private"') + block('block_public_acls', 'false'),
    { isPublic: false, takesBlock: true },
  ],
  [
    'a public ACL that is blocked',
    both + acl('"public-read"') + block('ignore_public_acls', 'true'),
    { isPublic: false },
  ],
  [
    'a public ACL that may be blocked',
    `${both + acl('"public-read"') + block('ignore_public_acls', 'var.x')}variable "x" {}`,
    { isPublic: 'unknown' },
  ],
  [
    'a public policy',
    inline(
      'policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }] })',
    ),
    { isPublic: true },
  ],
  ['no policy', both, { letsWrite: false, lacking: 's3:GetBucketAcl s3:PutObject', takesStatements: true }],
  ['a policy', both + policy(logs, arnOf('audit')), { letsWrite: true }],
  ['a policy for its own trail', both + policy(logs, '${aws_cloudtrail.t.arn}'), { letsWrite: true }],
  [
    'a policy for another trail',
    both + policy(logs, arnOf('other')),
    { letsWrite: false, lacking: 's3:GetBucketAcl', takesStatements: true },
  ],
  [
    'a policy for another folder',
    both + policy('${aws_s3_bucket.b.arn}/x/AWSLogs/*', arnOf('audit')),
    { letsWrite: false, lacking: 's3:PutObject' },
  ],
  ['a policy with the name', both + policy('arn:aws:s3:::logs/AWSLogs/*', arnOf('audit')), { letsWrite: true }],
  [
    'the policy of who knows what',
    `${both + policy(logs, arnOf('audit')).replace('aws_s3_bucket.b.id', 'var.b')}variable "b" {}`,
    { letsWrite: undefined },
  ],
  [
    'a key',
    keyed('aws_kms_key.k.arn') + key,
    { key: 'aws_kms_key.k', alias: undefined, letsUse: false, takesUse: true, rotation: 'absent' },
  ],
  [
    'the ARN of an alias',
    keyed('aws_kms_alias.a.arn') + key,
    { key: 'aws_kms_key.k', alias: 'arn aws_kms_alias.a aws_kms_key.k.arn' },
  ],
  [
    'the name of an alias',
    keyed('aws_kms_alias.a.name') + key,
    { key: 'aws_kms_key.k', alias: 'name aws_kms_alias.a aws_kms_key.k.arn' },
  ],
  ['the key of an alias', keyed('aws_kms_alias.a.target_key_arn') + key, { key: 'aws_kms_key.k', alias: undefined }],
  [
    'the id of a key',
    keyed('aws_kms_key.k.key_id') + key,
    { key: 'aws_kms_key.k', alias: 'name aws_kms_key.k.key_id aws_kms_key.k.arn' },
  ],
  [
    'an alias that is written',
    keyed('"alias/logs"') + key,
    { key: 'aws_kms_key.k', alias: 'name alias/logs aws_kms_key.k.arn' },
  ],
  ['an alias of AWS', keyed('"alias/aws/s3"'), { alias: 'managed alias/aws/s3 undefined' }],
  [
    'an alias in a text',
    `${keyed('"arn:aws:kms:eu-west-1:${data.aws_caller_identity.me.account_id}:alias/logs"')}${key}data "aws_caller_identity" "me" {}`,
    { key: 'aws_kms_key.k', alias: 'arn alias/logs undefined' },
  ],
  ['an ARN of a key', keyed('"arn:aws:kms:eu-west-1:111122223333:key/1"'), { alias: undefined }],
  [
    'an alias that is read',
    `${keyed('data.aws_kms_alias.d.arn')}data "aws_kms_alias" "d" {\n  name = "alias/x"\n}\n`,
    { alias: 'arn data.aws_kms_alias.d data.aws_kms_alias.d.target_key_arn' },
  ],
  ['an input', `${keyed('var.k')}variable "k" {}`, { alias: undefined, key: undefined }],
  [
    'a policy of a key',
    keyed('aws_kms_key.k.arn') + keyPolicy(lets('["kms:GenerateDataKey*", "kms:DescribeKey"]')),
    { letsUse: true, isOpen: true },
  ],
  [
    'a key for another trail',
    keyed('aws_kms_key.k.arn') +
      keyPolicy(
        lets(
          '"kms:*"',
          ', Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:us-east-1:111122223333:trail/other" } }',
        ),
      ),
    { letsUse: undefined, isOpen: false },
  ],
];

describe('postures in Terraform', () => {
  let syntax: Syntax;

  before(async () => {
    syntax = await loading;
  });

  for (const [title, main, expected, others] of rows) {
    it(`are those of ${title}`, () => {
      const said: Readonly<Record<string, unknown>> = say(projectOf(new Map([['main.tf', main], ...(others ?? [])])));
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, said[name]])), expected);
    });
  }

  function projectOf(texts: Texts): Project {
    const sources = [...texts].map(([path, text]) => read(path, text, syntax)).filter(isTerraform);
    const own = sources.filter(({ path }) => path === 'main.tf');
    const modules = modulesOf(own);
    const surroundings = {
      filesIn: (folder: string) => sources.filter((source) => source.folder === folder),
      textOf: () => null,
      callersOf: () => [],
      resolve: joinPath,
    };
    const world = worldOf(modules, surroundings, { folders: new Set(), texts: new Set(), callers: new Set() });
    const module = modules.get('');
    assert.ok(module);
    return readProject(rootInstance(module, world));
  }
});

function say({ trails }: Project): Readonly<Record<string, unknown>> {
  const [trail] = trails;
  assert.ok(trail);
  const bucket = trail.bucket();
  const key = trail.key();
  const alias = trail.alias();
  const write = bucket?.letsWrite(trail);
  const use = key?.letsUse(trail);
  return {
    logging: sayValue(trail.logging),
    setLogging: trail.logging.setBy(true),
    validation: sayValue(trail.logFileValidation),
    multiRegion: sayValue(trail.multiRegion),
    setMultiRegion: trail.multiRegion.setBy(true),
    logGroup: sayValue(trail.logGroup),
    bucket: bucket?.address,
    isHere: bucket?.isHere,
    isMadeWith: trail.call !== undefined && bucket?.isMadeWith(trail.call),
    encryption: bucket && sayValue(bucket.encryption),
    bucketKey: bucket?.key()?.address,
    takesKey: bucket?.takesKey(),
    isLogTarget: bucket?.isLogTarget(),
    isPublic: bucket && sayValue(bucket.isPublic),
    takesBlock: bucket?.takesBlock(),
    accessLog: bucket && sayValue(bucket.accessLog),
    takesAccessLog: bucket?.takesAccessLog(),
    letsWrite: write && sayPermission(write),
    lacking: write?.lacking.join(' '),
    takesStatements: write?.takesStatements,
    key: key?.address,
    alias: alias && `${alias.kind} ${alias.name} ${alias.key}`,
    letsUse: use && sayPermission(use),
    takesUse: use?.takesStatements,
    rotation: key && sayValue(key.rotation),
    isOpen: key && sayPermission(key.isOpen(trail)),
  };
}

function sayValue({ value }: Setting): unknown {
  return value.kind === 'literal' ? value.value : value.kind;
}

function sayPermission({ value }: Permission): unknown {
  return value.kind === 'literal' ? value.value : undefined;
}
