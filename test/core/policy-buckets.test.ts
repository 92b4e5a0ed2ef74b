import assert from 'node:assert/strict';
import type { Request } from '../../server/src/core/model/policy/request';
import { bucketRequests } from '../../server/src/core/model/policy/requests';
import type { Text } from '../../server/src/core/model/text';
import {
  account,
  bucketArn,
  named,
  organization,
  partition,
  partly,
  policy,
  service,
  text,
  trail,
  trailArn,
  verdict,
} from './policy-samples';

const arn = { 'aws:SourceArn': trailArn };

describe('a bucket policy', () => {
  const of = (arnOf: Text) => {
    const check = {
      Sid: 'check',
      Effect: 'Allow',
      Principal: service,
      Action: 's3:GetBucketAcl',
      Resource: arnOf,
      Condition: { StringEquals: arn },
    };
    const acl = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    const below = (path: Text, but: object = {}) => ({
      ...check,
      Sid: 'write',
      Action: 's3:PutObject',
      Resource: [...arnOf, ...path],
      Condition: { StringEquals: { ...acl, ...arn } },
      ...but,
    });
    const overTls = {
      Sid: 'tls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [partly(arnOf), partly([...arnOf, '/*'])],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    return { check, below, overTls, acl, arnOf };
  };
  const { check, below, overTls, acl } = of([bucketArn]);
  const logs = text`/AWSLogs/${account}/*`;
  const put = 'no s3:PutObject';
  const asked = (organizationTrail: boolean | undefined, prefix?: Text) =>
    bucketRequests({ ...trail, organization: organizationTrail }, { arn: [bucketArn] }, prefix);
  const rows: readonly (readonly [string, readonly unknown[], readonly Request[], string])[] = [
    ['of the guide', [check, below(logs), overTls], asked(false), 'yes by check by write'],
    ['for the whole bucket', [check, below(['/*'])], asked(false), 'yes by check by write'],
    ['for the logs of any account', [check, below(['/AWSLogs/*'])], asked(false), 'yes by check by write'],
    [
      'for an account by which CloudTrail once wrote',
      [check, below(logs)].map((one) => ({ ...one, Principal: { AWS: 'arn:aws:iam::086441151436:root' } })),
      asked(false),
      'maybe',
    ],
    [
      'for an account that is an input',
      [check, below(logs)].map((one) => ({ ...one, Principal: { AWS: text`arn:aws:iam::${named}:root` } })),
      asked(false),
      'maybe',
    ],
    ['for some kinds of logs', [check, below(text`/AWSLogs/${account}/CloudTrail/*`)], asked(false), 'maybe'],
    ['for another folder', [check, below(text`/logs/${account}/*`)], asked(false), put],
    ['for an account that is written', [check, below(['/AWSLogs/123456789012/*'])], asked(false), 'maybe'],
    ['for no account', [check, below(['/AWSLogs/main/*'])], asked(false), put],
    ['for the account of a variable', [check, below(['/AWSLogs/${aws:SourceAccount}/*'])], asked(false), 'maybe'],
    [
      'for a prefix',
      [check, below(text`/trail/AWSLogs/${account}/*`)],
      asked(false, ['trail']),
      'yes by check by write',
    ],
    [
      'for a prefix of an input',
      [check, below(text`/${named}/AWSLogs/${account}/*`)],
      asked(false, [named]),
      'yes by check by write',
    ],
    ['for an empty prefix', [check, below(logs)], asked(false, ['']), 'yes by check by write'],
    ['that forgets a prefix', [check, below(logs)], asked(false, ['trail']), `${put} on trail/AWSLogs/ACCOUNT/*`],
    [
      'for another prefix',
      [check, below(text`/trails/AWSLogs/${account}/*`)],
      asked(false, ['trail']),
      `${put} on trail/AWSLogs/ACCOUNT/*`,
    ],
    ['for another bucket, maybe', [{ ...check, Resource: 'arn:aws:s3:::logs' }, below(logs)], asked(false), 'maybe'],
    ['that only writes', [below(logs)], asked(false), 'no s3:GetBucketAcl'],
    ['that only checks', [check], asked(false), put],
    [
      'with one condition for both',
      [
        below(logs, {
          Action: ['s3:GetBucketAcl', 's3:PutObject'],
          Resource: [partly([bucketArn]), partly([bucketArn, '/*'])],
          Condition: { StringEquals: acl },
        }),
      ],
      asked(false),
      'no s3:GetBucketAcl',
    ],
    [
      'with another ACL',
      [check, below(logs, { Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } })],
      asked(false),
      put,
    ],
    [
      'that denies other ACLs',
      [check, below(logs), { ...overTls, Sid: 'acl', Action: 's3:PutObject', Condition: { StringNotEquals: acl } }],
      asked(false),
      'yes by check by write',
    ],
    [
      'that denies what is not encrypted with KMS',
      [
        check,
        below(logs),
        {
          ...overTls,
          Sid: 'kms',
          Action: 's3:PutObject',
          Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
        },
      ],
      asked(false),
      'maybe',
    ],
    [
      'that denies all',
      [check, below(logs), { ...overTls, Condition: { Bool: { 'aws:SecureTransport': true } } }],
      asked(false),
      'no s3:GetBucketAcl s3:PutObject by tls denied',
    ],
    // Trails of organizations write below the organization too.
    [
      'to a trail of an organization',
      [check, below(logs), below(text`/AWSLogs/${organization}/*`, { Sid: 'organization' })],
      asked(true),
      'yes by check by write by organization',
    ],
    [
      'to a trail of an organization whose id is written',
      [check, below(logs), below(['/AWSLogs/o-a1b2c3d4e5/*'], { Sid: 'organization' })],
      asked(true),
      'maybe',
    ],
    [
      'to a trail of an organization, of one account',
      [check, below(logs)],
      asked(true),
      'no s3:PutObject on AWSLogs/ORGANIZATION/*',
    ],
    [
      'to a trail of an organization, of no account',
      [check, below(text`/AWSLogs/${organization}/*`)],
      asked(true),
      `${put} on AWSLogs/ACCOUNT/*`,
    ],
    [
      'to a trail of an organization, by its id',
      [check, below(['/*'], { Condition: { StringEquals: { 'aws:SourceOrgID': [organization] } } })],
      asked(true),
      'yes by check by write',
    ],
    ['to a trail that may be of an organization', [check, below(logs)], asked(undefined), 'yes by check by write'],
  ];
  for (const [name, statements, requests, expected] of rows)
    it(name, () => assert.equal(verdict(policy(...statements), requests), expected));

  it('names a bucket by its name', () => {
    const written = of(['arn:aws:s3:::logs']);
    const requests = bucketRequests(trail, { arn: text`arn:${partition}:s3:::logs` }, undefined);
    assert.equal(
      verdict(policy(written.check, written.below(logs), written.overTls), requests),
      'yes by check by write',
    );
    const other = of(['arn:aws:s3:::log']);
    assert.equal(verdict(policy(other.check, other.below(logs)), requests), 'no s3:GetBucketAcl s3:PutObject');
  });
});
