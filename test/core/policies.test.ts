import assert from 'node:assert/strict';
import { judge } from '../../server/src/core/model/policy/judge';
import { foreignKeyRequests, keyRequests, storeKeyRequests } from '../../server/src/core/model/policy/requests';
import { matches } from '../../server/src/core/model/policy/text';
import { unknown } from '../../server/src/core/model/values';
import {
  account,
  allow,
  anyTrail,
  anything,
  deny,
  named,
  open,
  partition,
  policy,
  region,
  symbol,
  text,
  toEncryptByBucketKey,
  trail,
  trailArn,
  verdict,
} from './policy-samples';

/** Policies of the CloudTrail user guide. */
const arn = { 'aws:SourceArn': trailArn };
const root = { AWS: text`arn:${partition}:iam::${account}:root` };
const administer = {
  Sid: 'EnableIAMUserPermissions',
  Effect: 'Allow',
  Principal: root,
  Action: 'kms:*',
  Resource: '*',
};
const context = { 'kms:EncryptionContext:aws:cloudtrail:arn': anyTrail };
const encrypt = allow({
  Sid: 'encrypt',
  Action: 'kms:GenerateDataKey*',
  Condition: { StringEquals: arn, StringLike: context },
});
const describeKey = allow({ Sid: 'describe', Action: 'kms:DescribeKey', Condition: { StringEquals: arn } });
const decrypt = allow({ Sid: 'decrypt', Action: 'kms:Decrypt', Condition: { StringEquals: arn } });
const readLogs = {
  Sid: 'read',
  Effect: 'Allow',
  Principal: root,
  Action: 'kms:Decrypt',
  Resource: '*',
  Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
};
const throughService = {
  ...readLogs,
  Sid: 'through',
  Principal: { AWS: '*' },
  Condition: { StringEquals: { 'kms:CallerAccount': [account], 'kms:ViaService': text`s3.${region}.amazonaws.com` } },
};

describe('a key policy', () => {
  const rows: readonly (readonly [string, readonly unknown[], string, string, string])[] = [
    [
      'of the guide',
      [administer, encrypt, describeKey, decrypt, readLogs],
      'yes by encrypt by describe',
      'yes by encrypt by describe by decrypt',
      '',
    ],
    ['without decryption', [administer, encrypt, describeKey], 'yes by encrypt by describe', 'no kms:Decrypt', ''],
    [
      'of before source conditions',
      [
        administer,
        allow({ Sid: 'encrypt', Action: 'kms:GenerateDataKey*', Condition: { StringLike: context } }),
        readLogs,
        allow({ Sid: 'describe', Action: 'kms:DescribeKey' }),
      ],
      'yes by encrypt by describe',
      'no kms:Decrypt',
      '',
    ],
    [
      'that speaks of a context and not of which',
      [
        administer,
        allow({
          Sid: 'encrypt',
          Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
          Condition: { Null: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'false' } },
        }),
        describeKey,
      ],
      'yes by encrypt by describe',
      'yes by encrypt by describe',
      'encrypt',
    ],
    [
      'of the article',
      [administer, allow({ Action: ['kms:GenerateDataKey*', 'kms:Decrypt'] })],
      'maybe kms:DescribeKey',
      'maybe kms:DescribeKey',
      'allow',
    ],
    [
      'that asks for a context when the key is looked at',
      [
        administer,
        allow({
          Action: ['kms:GenerateDataKey*', 'kms:Decrypt', 'kms:DescribeKey'],
          Condition: { StringLike: context },
        }),
      ],
      'maybe',
      'maybe',
      '',
    ],
    [
      'that KMS makes',
      [administer],
      'no kms:GenerateDataKey kms:DescribeKey',
      'no kms:GenerateDataKey kms:DescribeKey kms:Decrypt',
      '',
    ],
    [
      'with a statement for a service in between',
      [administer, encrypt, describeKey, throughService],
      'yes by encrypt by describe',
      'maybe',
      'maybe',
    ],
    [
      'by account',
      [allow({ Condition: { StringEquals: { 'aws:SourceAccount': [account] } } })],
      'yes by allow',
      'yes by allow',
      '',
    ],
    [
      'by the number of an account',
      [allow({ Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } })],
      'maybe',
      'maybe',
      '',
    ],
    [
      'by accounts of an input',
      [allow({ Condition: { StringEquals: { 'aws:SourceAccount': [named] } } })],
      'maybe',
      'maybe',
      'maybe',
    ],
    [
      'by any account',
      [allow({ Condition: { StringLike: { 'aws:SourceAccount': '*' } } })],
      'yes by allow',
      'yes by allow',
      'allow',
    ],
    [
      'by trails of any account',
      [allow({ Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } } })],
      'yes by allow',
      'yes by allow',
      'allow',
    ],
    [
      'by ARNs of any account',
      [allow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } } })],
      'yes by allow',
      'yes by allow',
      'allow',
    ],
    [
      'by organization',
      [allow({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-a1b2c3d4e5' } } })],
      'maybe',
      'maybe',
      '',
    ],
    [
      'by transport',
      [allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      'yes by allow',
      'yes by allow',
      'allow',
    ],
    [
      'that denies others',
      [allow(), deny({ Condition: { StringNotEquals: { 'aws:SourceAccount': [account] } } })],
      'yes by allow',
      'yes by allow',
      '',
    ],
    [
      'that may deny others',
      [allow(), deny({ Condition: { StringNotEquals: { 'aws:ResourceAccount': [account] } } })],
      'maybe',
      'maybe',
      'maybe',
    ],
    [
      'for encryption by any, that denies all decryption',
      [allow(), deny({ Action: 'kms:Decrypt' })],
      'yes by allow',
      'no kms:Decrypt by deny denied',
      'allow',
    ],
    ['that is open to all', [allow({ Principal: '*' })], 'yes by allow', 'yes by allow', 'allow'],
    ['that is not all known', [allow(), unknown('x')], 'maybe', 'maybe', 'maybe'],
    [
      'of which nothing else matters',
      [describeKey],
      'no kms:GenerateDataKey',
      'no kms:GenerateDataKey kms:Decrypt',
      '',
    ],
  ];
  for (const [name, statements, ofTrail, ofTrailByBucketKey, isOpen] of rows) {
    it(`${name}, to a trail`, () => assert.equal(verdict(policy(...statements)), ofTrail));
    it(`${name}, to a trail by a bucket key`, () =>
      assert.equal(verdict(policy(...statements), toEncryptByBucketKey), ofTrailByBucketKey));
    it(`${name}, to others`, () => assert.equal(open(policy(...statements)), isOpen));
  }

  it('lets an event data store in surely without conditions only, and never as a trail', () => {
    const Action = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DescribeKey'];
    const ofAccount = allow({ Action, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } });
    const refused = 'no kms:GenerateDataKey kms:Decrypt kms:DescribeKey';
    assert.equal(verdict(policy(administer, allow({ Action })), storeKeyRequests()), 'yes by allow');
    assert.equal(verdict(policy(administer, ofAccount), storeKeyRequests()), 'maybe');
    assert.equal(verdict(policy(administer, encrypt, decrypt, describeKey), storeKeyRequests()), refused);
    assert.equal(verdict(policy(administer), storeKeyRequests()), refused);
  });

  it('by a named trail of no name that is known', () => {
    const unnamed = { ...trail, arn: text`arn:${partition}:cloudtrail:${region}:${account}:trail/${anything}` };
    assert.equal(verdict(policy(encrypt, describeKey), keyRequests(unnamed, false)), 'maybe');
    const like = allow({
      Condition: { StringLike: { 'aws:SourceArn': text`arn:aws:cloudtrail:${region}:${account}:trail/*` } },
    });
    assert.equal(verdict(policy(like), keyRequests(unnamed, false)), 'yes by allow');
  });

  it('is asked by others for an account that is none', () => {
    const accounts = foreignKeyRequests([region]).map(({ context }) => context.get('aws:sourceaccount'));
    for (const other of accounts)
      for (const pattern of [[account], ['123456789012'], [symbol('account', 'aws.audit')]])
        assert.equal(other && other !== 'absent' ? matches(pattern, other) : undefined, false);
  });
});

describe('a large policy', () => {
  it('is judged in bounded time', () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      allow({ Sid: `s${index}`, Condition: { StringLike: { 'aws:SourceArn': `*a*b*${index}*` } } }),
    );
    assert.equal(judge(policy(...many), toEncryptByBucketKey).allowed, undefined);
  });
});
