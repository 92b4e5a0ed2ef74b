import assert from 'node:assert/strict';
import { analyze, type OfferedFix } from '../../server/src/core/analyze';
import { startMending } from '../../server/src/core/mending';
import { message, render } from '../../server/src/core/model/message';
import { secure } from '../../server/src/core/secure';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { everyRule, read, run, runSecure, settings, settingsFor, type Texts } from './run';

const bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n';

function key(label: string, statements: string, count = ''): string {
  return `resource "aws_kms_key" "${label}" {\n${count}  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements}] })\n}\n`;
}

const anyTrail =
  '{ Effect = "Allow", Principal = { Service = "cloudtrail.amazonaws.com" }, Action = "kms:*", Resource = "*" }';
const otherTrail = anyTrail.replace(
  ' }',
  ' }, Condition = { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/trail-prod" } }',
);
const denied = `${anyTrail}, ${anyTrail.replace('Allow', 'Deny')}`;

function trail(label: string, attributes = ''): string {
  return `resource "aws_cloudtrail" "${label}" {\n  name = "${label}"\n  s3_bucket_name = aws_s3_bucket.logs.id\n${attributes}}\n`;
}

function withKey(name: string): string {
  return `  kms_key_id = ${name}\n`;
}

describe('what is preferred, and securing a trail', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  function preferred(rule: string, text: string, others: Texts = new Map()): string | undefined {
    const [finding] = run(new Map([['main.tf', text], ...others]), syntax, settingsFor([rule])).findings;
    assert.ok(finding);
    const fix = finding.fixes().find((each) => each.preferred);
    return fix && render(fix.title);
  }

  const ofBucket = (text: string) => preferred('trail-bucket-without-kms', text);
  const ofTrail = (text: string) => preferred('trail-without-kms-key', text);

  it('takes the key of the trail for its bucket, also where its policy has to be checked', () => {
    const named = trail('main', withKey('aws_kms_key.main.arn')).replace(
      '"main"\n',
      '"trail-${terraform.workspace}"\n',
    );
    assert.equal(
      ofBucket(key('main', otherTrail) + bucket + named),
      'Encrypt the bucket with aws_kms_key.main (check that its key policy lets CloudTrail use it)',
    );
  });

  it('takes the key of the trail for its bucket where there is one or none', () => {
    const text = key('main', anyTrail, '  count = var.on ? 1 : 0\n') + bucket;
    assert.equal(
      ofBucket(text + trail('main', withKey('aws_kms_key.main[0].arn'))),
      'Encrypt the bucket with aws_kms_key.main',
    );
    assert.equal(ofBucket(text + trail('main', withKey('try(aws_kms_key.main[0].arn, null)'))), undefined);
    const sometimes = trail('main', `  count = var.trail ? 1 : 0\n${withKey('aws_kms_key.main[0].arn')}`);
    assert.equal(ofBucket(text + sometimes), undefined);
  });

  it('buys no second key where that of the trail is denied to CloudTrail', () => {
    assert.equal(ofBucket(key('main', denied) + bucket + trail('main', withKey('aws_kms_key.main.arn'))), undefined);
  });

  it('leaves the keys of others alone', () => {
    const isNew = 'Encrypt with a new KMS key (about 1 USD a month)';
    const plain = (label: string) => `resource "aws_kms_key" "${label}" {\n  enable_key_rotation = true\n}\n`;
    assert.equal(ofTrail(plain('database') + bucket + trail('main')), isNew);
    assert.equal(
      ofTrail(plain('database') + plain('audit') + bucket + trail('main')),
      'Encrypt with aws_kms_key.audit and let CloudTrail use it',
    );
    assert.match(ofTrail(key('shared', anyTrail) + bucket + trail('main')) ?? '', /^Encrypt with aws_kms_key\.shared/);
    const encrypted = bucket.replace(
      '}\n',
      '  server_side_encryption_configuration {\n    rule {\n      apply_server_side_encryption_by_default {\n        sse_algorithm = "aws:kms"\n        kms_master_key_id = aws_kms_key.storage.arn\n      }\n    }\n  }\n}\n',
    );
    assert.equal(
      ofTrail(plain('storage') + encrypted + trail('main')),
      'Encrypt with aws_kms_key.storage and let CloudTrail use it',
    );
  });

  it('takes the key that a flag makes, where CloudTrail can be let in', () => {
    const flag = 'variable "encrypt" {\n  default = false\n}\n';
    const flagged = (label: string, statements: string) =>
      flag +
      key(label, statements, '  count = var.encrypt ? 1 : 0\n') +
      bucket +
      trail('main', withKey(`var.encrypt ? aws_kms_key.${label}[0].arn : null`));
    assert.equal(
      ofTrail(flagged('main', anyTrail)),
      'Set var.encrypt to true, rotate aws_kms_key.main and close it to other accounts',
    );
    assert.equal(
      ofTrail(flagged('main', denied)),
      'Encrypt with a new KMS key (about 1 USD a month), used where it has none',
    );
    const shared = key('shared', anyTrail);
    assert.match(ofTrail(shared + flagged('main', otherTrail)) ?? '', /^Set var.encrypt to true, let CloudTrail use/);
  });

  it('turns on the key of a flag only where nothing else is broken by it', () => {
    const isNew = 'Encrypt with a new KMS key (about 1 USD a month), used where it has none';
    const flag = (name: string, more = '') => `variable "${name}" {\n  default = false\n${more}}\n`;
    const made = (policy = '', name = 'encrypt') =>
      `resource "aws_kms_key" "main" {\n  count = var.${name} ? 1 : 0\n  enable_key_rotation = true\n${policy}}\n`;
    const byFlag = (name = 'encrypt') => withKey(`var.${name} ? aws_kms_key.main[0].arn : null`);
    const store = `resource "aws_cloudtrail_event_data_store" "lake" {\n  name = "lake"\n${byFlag()}}\n`;
    const document =
      'data "aws_iam_policy_document" "key" {\n  count = var.encrypt ? 1 : 0\n  statement {\n    actions = ["kms:*"]\n    resources = ["*"]\n    principals {\n      type = "AWS"\n      identifiers = ["arn:aws:iam::111122223333:root"]\n    }\n  }\n}\n';
    const ofFlag = (text: string) => ofTrail(flag('encrypt') + bucket + text + trail('main', byFlag()));
    assert.equal(ofFlag(made()), 'Set var.encrypt to true and let CloudTrail use aws_kms_key.main');
    // Terraform replaces a store whose key changes.
    assert.equal(ofFlag(made() + store), isNew);
    // The document is not there yet, and so takes no statement.
    assert.equal(ofFlag(made('  policy = data.aws_iam_policy_document.key[0].json\n') + document), isNew);
    const conditioned = flag(
      'encrypt',
      '  validation {\n    condition = !var.encrypt\n    error_message = "No."\n  }\n',
    );
    assert.equal(ofTrail(conditioned + bucket + made() + trail('main', byFlag())), isNew);
    const named = flag('is_production') + bucket + made('', 'is_production') + trail('main', byFlag('is_production'));
    assert.equal(ofTrail(named), isNew);
  });

  it('lets in all trails that a flag gives a key, or that want the key that is taken', () => {
    const key = (count: string) => `resource "aws_kms_key" "audit" {\n${count}  enable_key_rotation = true\n}\n`;
    const byFlag = withKey('var.encrypt ? aws_kms_key.audit[0].arn : null');
    const flagged =
      'variable "encrypt" {\n  default = false\n}\n' +
      key('  count = var.encrypt ? 1 : 0\n') +
      trail('first', byFlag) +
      trail('second', byFlag);
    const taken = key('') + trail('first') + trail('second', withKey('aws_kms_key.audit.arn'));
    for (const text of [flagged, taken]) {
      const texts = new Map([['main.tf', bucket + text]]);
      const [finding] = run(texts, syntax, settingsFor(['trail-without-kms-key'])).findings;
      const fix = finding?.fixes().find((each) => each.preferred);
      const written = (fix?.edits() ?? []).flatMap(({ edits }) => edits.map((edit) => edit.text)).join('');
      for (const label of ['first', 'second']) assert.match(written, new RegExp(`:trail/${label}"`));
    }
  });

  it('gives no input to a module that others call', () => {
    const ofAccesses = (others?: Texts) =>
      preferred('trail-bucket-without-access-logging', bucket + trail('main'), others);
    assert.match(ofAccesses() ?? '', /^Log accesses/);
    assert.equal(ofAccesses(new Map([['examples/main.tf', 'module "trail" {\n  source = "../"\n}\n']])), undefined);
  });

  it('mends what the trail shares with others', async () => {
    const texts = new Map([['main.tf', bucket + trail('first') + trail('second')]]);
    const after = await runSecure('aws_cloudtrail.second', texts, syntax, everyRule);
    const left = run(after, syntax, everyRule).findings;
    assert.deepEqual(
      left.filter(({ resource }) => resource !== 'aws_cloudtrail.first').map(({ rule }) => rule.id),
      [],
    );
    // One new key serves the trail and the bucket.
    assert.equal([...(after.get('main.tf') ?? '').matchAll(/resource "aws_kms_key"/g)].length, 1);
  });

  it('has one set of statements for trails that share a bucket and a key, whichever is secured first', async () => {
    const template = (name: string) =>
      `  ${name}:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      TrailName: ${name}\n      S3BucketName: !Ref Logs\n`;
    const workspaces: readonly (readonly [Texts, readonly string[]])[] = [
      [
        new Map([['main.tf', bucket + trail('first') + trail('second') + trail('third')]]),
        ['aws_cloudtrail.second', 'aws_cloudtrail.first', 'aws_cloudtrail.third'],
      ],
      [
        new Map([
          ['t.yaml', `Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n${template('First')}${template('Second')}`],
        ]),
        ['Second', 'First'],
      ],
    ];
    for (const [texts, trails] of workspaces) {
      let after = texts;
      for (const address of trails) after = await runSecure(address, after, syntax, everyRule);
      const text = [...after.values()].join('');
      for (const action of ['kms:GenerateDataKey', 'kms:DescribeKey', 'kms:Decrypt', 's3:GetBucketAcl', 's3:PutObject'])
        assert.equal(text.split(action).length - 1, 1, `${action}:\n${text}`);
    }
  });

  it('leaves out what cannot be written, and what would do what is not meant, tells of both, and goes on', async () => {
    const fault = new Error('no such place');
    const wrong: Readonly<Record<string, Partial<OfferedFix>>> = {
      'trail-without-kms-key': { mistake: () => ({ path: 'main.tf', effect: message('lose a comment') }) },
      'trail-single-region': {
        edits: () => {
          throw fault;
        },
      },
    };
    const faults: unknown[] = [];
    const files = [read('main.tf', bucket + trail('main'), syntax)];
    const { mending, obstacles } = await secure('aws_cloudtrail.main', startMending(files), {
      find: async (now) =>
        analyze(now, settings).findings.map((finding) => ({
          ...finding,
          fixes: () => finding.fixes().map((fix) => ({ ...fix, ...wrong[finding.rule.id] })),
        })),
      findObstacle: async () => undefined,
      syntax,
      onFault: (error) => void faults.push(error),
    });
    assert.deepEqual([...obstacles.values()], ['It would lose a comment, in main.tf.', 'It cannot be written.']);
    assert.deepEqual(faults, [fault]);
    assert.match(mending.files[0]?.text ?? '', /enable_log_file_validation = true/);
  });
});
