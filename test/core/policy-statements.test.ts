import assert from 'node:assert/strict';
import { nowhere } from '../../server/src/core/model/value';
import { choice, unknown } from '../../server/src/core/model/values';
import {
  account,
  allow,
  anyTrail,
  deny,
  named,
  partition,
  policy,
  region,
  service,
  symbol,
  text,
  trailArn,
  value,
  verdict,
} from './policy-samples';

describe('a statement', () => {
  const all = 'kms:GenerateDataKey kms:DescribeKey';
  const rows: readonly (readonly [string, readonly unknown[], string])[] = [
    ['allows', [allow()], 'yes by allow'],
    ['is needed', [], `no ${all}`],
    ['denies', [allow(), deny()], `no ${all} by deny denied`],
    ['may deny', [allow(), deny({ Condition: { StringEquals: { 'aws:SourceVpce': 'x' } } })], 'maybe'],
    ['that is not known may allow or deny', [unknown('x')], 'maybe'],
    ['that is not known may deny', [allow(), unknown('x')], 'maybe'],
    ['cannot undo a denial', [unknown('x'), deny()], `no ${all} by deny denied`],
    ['has an effect', [allow({ Effect: 'allow' })], 'maybe'],
    ['may be chosen', [choice([value(allow()), value(allow({ Sid: 'other' }))], nowhere)], 'maybe'],
    ['may be chosen of two that are the same', [choice([value(allow()), value(allow())], nowhere)], 'yes by allow'],
    // Actions.
    ['has a list of actions', [allow({ Action: ['kms:Generate*', 'kms:DescribeKey'] })], 'yes by allow'],
    ['has actions in any case', [allow({ Action: ['KMS:generatedatakey', 'kms:describekey'] })], 'yes by allow'],
    ['has an action with a question mark', [allow({ Action: 'kms:?e*' })], 'yes by allow'],
    ['has any action', [allow({ Action: '*' })], 'yes by allow'],
    ['lacks an action', [allow({ Action: 'kms:GenerateDataKey*' })], 'maybe kms:DescribeKey'],
    ['lacks an action of another', [allow({ Action: 'kms:GenerateDataKeyPair' })], `no ${all}`],
    ['may have other actions', [allow({ Action: ['kms:DescribeKey', unknown('x')] })], 'maybe'],
    ['may have any list of actions', [allow({ Action: unknown('x') })], 'maybe'],
    ['has known parts of an action', [allow({ Action: text`s3:${named}` })], `no ${all}`],
    [
      'leaves actions out',
      [allow({ Action: undefined, NotAction: 'kms:Decrypt' })].map(without('Action')),
      'yes by allow',
    ],
    ['leaves these out', [allow({ NotAction: 'kms:*' })].map(without('Action')), `no ${all}`],
    ['may leave these out', [allow({ NotAction: unknown('x') })].map(without('Action')), 'maybe'],
    ['has no actions', [allow()].map(without('Action')), `no ${all}`],
    ['has no resources', [allow()].map(without('Resource')), `no ${all}`],
    // Principals.
    ['is for all', [allow({ Principal: '*' })], 'yes by allow'],
    ['is for all, by a type', [allow({ Principal: { '*': '*' } })], 'yes by allow'],
    [
      'is for several services',
      [allow({ Principal: { Service: ['config.amazonaws.com', service.Service] } })],
      'yes by allow',
    ],
    ['is for another service', [allow({ Principal: { Service: 'config.amazonaws.com' } })], `no ${all}`],
    [
      'is for several types',
      [allow({ Principal: { AWS: 'arn:aws:iam::123456789012:root', ...service } })],
      'yes by allow',
    ],
    ['is for an account', [allow({ Principal: { AWS: text`arn:${partition}:iam::${account}:root` } })], `no ${all}`],
    ['is for the number of an account', [allow({ Principal: { AWS: [account] } })], `no ${all}`],
    ['is for a role', [allow({ Principal: { AWS: [symbol('attribute', 'aws_iam_role.admin.arn')] } })], `no ${all}`],
    [
      'is for a role of a variable',
      [allow({ Principal: { AWS: text`arn:aws:iam::${named}:role/admin` } })],
      `no ${all}`,
    ],
    ['may be for all AWS principals', [allow({ Principal: { AWS: '*' } })], 'maybe'],
    ['is for an account of CloudTrail', [allow({ Principal: { AWS: 'arn:aws:iam::086441151436:root' } })], `no ${all}`],
    [
      'is for an account that is an input',
      [allow({ Principal: { AWS: text`arn:aws:iam::${named}:root` } })],
      `no ${all}`,
    ],
    [
      'may be for an account of CloudTrail that is looked up',
      [allow({ Principal: { AWS: [symbol('attribute', 'data.aws_cloudtrail_service_account.main.arn')] } })],
      'maybe',
    ],
    ['may be for an input', [allow({ Principal: { AWS: [named] } })], 'maybe'],
    [
      'may be for the service by its Region',
      [allow({ Principal: { Service: 'cloudtrail.us-east-1.amazonaws.com' } })],
      'maybe',
    ],
    ['may be for the service by a suffix', [allow({ Principal: { Service: text`cloudtrail.${named}` } })], 'maybe'],
    ['is for a service that is misspelt', [allow({ Principal: { Service: 'cloudtrail.amazon.com' } })], `no ${all}`],
    ['may be for services', [allow({ Principal: { Service: '*' } })], 'maybe'],
    ['is for who is federated', [allow({ Principal: { Federated: '*' } })], `no ${all}`],
    ['may be for a service or another', [allow({ Principal: { Service: unknown('x') } })], 'maybe'],
    ['is for nobody who is known', [allow({ Principal: unknown('x') })], 'maybe'],
    ['has no principal', [allow()].map(without('Principal')), 'maybe'],
    [
      'is for all but others',
      [allow(), deny({ NotPrincipal: { AWS: 'arn:aws:iam::123456789012:root' } })].map((one, index) =>
        index ? without('Principal')(one) : one,
      ),
      `no ${all} by deny denied`,
    ],
    [
      'is for all but the service',
      [allow(), deny({ NotPrincipal: service })].map((one, index) => (index ? without('Principal')(one) : one)),
      'yes by allow',
    ],
    // Resources.
    ['is about the key, maybe', [allow({ Resource: 'arn:aws:kms:us-east-1:123456789012:key/abc' })], 'maybe'],
    ['is about any key', [allow({ Resource: 'arn:aws:kms:*:*:key/*' })], 'yes by allow'],
    ['is about no key', [allow({ Resource: 'arn:aws:s3:::logs' })], `no ${all}`],
    ['is about no resource', [allow({ Resource: [] })], `no ${all}`],
    [
      'is about other resources',
      [allow({ NotResource: 'arn:aws:s3:::logs' })].map(without('Resource')),
      'yes by allow',
    ],
    ['may be about an attribute', [allow({ Resource: [symbol('attribute', 'aws_kms_key.main.arn')] })], 'maybe'],
    // Conditions.
    ['has a condition', [allow({ Condition: { StringEquals: { 'aws:SourceArn': trailArn } } })], 'yes by allow'],
    [
      'has a condition by account',
      [allow({ Condition: { StringEquals: { 'aws:SourceAccount': [account] } } })],
      'yes by allow',
    ],
    [
      'has a condition that may fit',
      [allow({ Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } })],
      'maybe',
    ],
    [
      'has the condition of another trail',
      [
        allow({
          Condition: {
            StringEquals: { 'aws:SourceArn': text`arn:${partition}:cloudtrail:${region}:${account}:trail/other` },
          },
        }),
      ],
      `no ${all}`,
    ],
    [
      'has wildcards where there are none',
      [allow({ Condition: { StringEquals: { 'aws:SourceArn': anyTrail } } })],
      `no ${all}`,
    ],
    [
      'has all conditions or none',
      [allow({ Condition: { StringEquals: { 'aws:SourceArn': trailArn, 'aws:SourceAccount': 'x' } } })],
      `no ${all}`,
    ],
    [
      'has all operators or none',
      [allow({ Condition: { StringLike: { 'aws:SourceArn': '*' }, Bool: { 'aws:SecureTransport': false } } })],
      `no ${all}`,
    ],
    [
      'has a context that not all requests have',
      [allow({ Condition: { StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': anyTrail } } })],
      'maybe',
    ],
    ['has conditions that are not known', [allow({ Condition: unknown('x') })], 'maybe'],
    ['has keys that are not known', [allow({ Condition: { StringEquals: unknown('x') } })], 'maybe'],
    [
      'has values that are not known',
      [allow({ Condition: { StringEquals: { 'aws:SourceArn': unknown('x') } } })],
      'maybe',
    ],
    [
      'asks for an organization of the principal',
      [allow({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })],
      `no ${all}`,
    ],
    [
      'denies who is in no organization',
      [allow(), deny({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })],
      `no ${all} by deny denied`,
    ],
    [
      'denies who is in no organization and no service',
      [
        allow(),
        deny({
          Condition: {
            StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        }),
      ],
      'yes by allow',
    ],
    [
      'denies what is not encrypted on its way',
      [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      'yes by allow',
    ],
  ];
  for (const [name, statements, expected] of rows)
    it(name, () => assert.equal(verdict(policy(...statements)), expected));
});

function without(name: string) {
  return (statement: unknown): object =>
    Object.fromEntries(Object.entries(statement as object).filter(([other]) => other !== name));
}
