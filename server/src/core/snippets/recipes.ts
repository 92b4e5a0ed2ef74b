import { bucket, store, trail } from '../blueprints/resources';
import type { Change } from '../model/change';
import { vocabulary } from '../model/vocabulary';
import { type InLanguage, marks, type Recipe, type RecipeNames, type Stop } from './recipe';

const { key, trail: trailWords, store: storeWords, logGroup } = vocabulary;

const nameOfTrail: Stop = { mark: marks.trail };
const namesOfTrails: Stop = { mark: marks.trails, initial: { terraform: '*', cloudformation: '*' } };
const namePrefix: Stop = { mark: marks.namePrefix };
const nameOfBucket: Stop = {
  mark: marks.bucket,
  initial: { terraform: 'cloudtrail', cloudformation: 'CloudTrailBucket' },
};
const nameOfKey: Stop = { mark: marks.key, initial: { terraform: 'cloudtrail', cloudformation: 'CloudTrailKey' } };
const organizationId: Stop = { mark: marks.organization };
const allRegions = choice(trailWords.attributes.multiRegion, 'false');
const deletionWindow = choice(key.attributes.deletionWindow, '14', '7');
const ofTrail = [nameOfTrail, organizationId, namePrefix, allRegions];

/** docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetention = choice(logGroup.attributes.retention, '90', '180', '731', '1096', '1827', '3653');

/** All that can be inserted, the most complete first. */
export const recipes: readonly Recipe[] = [
  {
    title: 'CloudTrail trail with a KMS key',
    prefixes: ['cloudtrail', 'cloudtrail-encrypted'],
    templatePrefix: 'cloudtrail-template',
    description:
      'A trail for all Regions with log file validation, its KMS key, key policy and alias, and an encrypted, private bucket that lets CloudTrail write.',
    resources: [trail(marks.trail), bucket(marks.namePrefix)],
    elsewhere: [],
    standsAlone: true,
    changes: securing,
    stops: [...ofTrail, deletionWindow],
  },
  {
    title: 'CloudTrail trail of an organization with a KMS key',
    prefixes: ['cloudtrail-organization'],
    description:
      'An encrypted trail for all accounts of an organization, with its key and bucket. It is for the management account.',
    resources: [trail(marks.trail, true), bucket(marks.namePrefix)],
    elsewhere: [],
    standsAlone: true,
    changes: securing,
    stops: [...ofTrail, deletionWindow],
  },
  {
    title: 'CloudTrail trail for every control of Security Hub',
    prefixes: ['cloudtrail-security-hub', 'cloudtrail-cloudwatch-logs'],
    description:
      'An encrypted trail that sends its events to CloudWatch Logs as well, and whose bucket logs who accesses it in a bucket that you have.',
    resources: [trail(marks.trail), bucket(marks.namePrefix, marks.accessLog)],
    elsewhere: [],
    standsAlone: true,
    changes: (names) => [...securing(names), { kind: 'send-to-new-log-group', trail: names.trail }],
    stops: [...ofTrail, { mark: marks.accessLog }, logRetention, deletionWindow],
  },
  {
    title: 'KMS key for a CloudTrail trail',
    prefixes: ['kms-cloudtrail'],
    description:
      'A KMS key with rotation and an alias, and a key policy that lets CloudTrail use it for one trail of this account and its bucket.',
    resources: [trail(marks.trail), bucket(marks.namePrefix)],
    elsewhere: ['trail', 'bucket'],
    standsAlone: true,
    changes: ({ trail: user }) => [{ kind: 'encrypt-trail-with-new-key', trail: user }],
    stops: [nameOfTrail, deletionWindow],
  },
  {
    title: 'KMS key for several CloudTrail trails',
    prefixes: ['kms-cloudtrail-trails'],
    description:
      'A KMS key with rotation and an alias, and a key policy that lets CloudTrail use it for all trails of this account whose names begin alike.',
    resources: [trail(marks.trails), bucket(marks.namePrefix)],
    elsewhere: ['trail', 'bucket'],
    standsAlone: true,
    changes: ({ trail: user }) => [{ kind: 'encrypt-trail-with-new-key', trail: user }],
    stops: [namesOfTrails, deletionWindow],
  },
  {
    title: 'S3 bucket for CloudTrail that encrypts with SSE-KMS',
    prefixes: ['s3-sse-kms', 's3-cloudtrail'],
    description: 'A private bucket with versions that encrypts with a KMS key that you have, by an S3 Bucket Key.',
    resources: [trail(marks.trail), bucket(marks.namePrefix)],
    elsewhere: ['trail'],
    standsAlone: false,
    changes: (names) => [
      { kind: 'encrypt-bucket', bucket: names.bucket, key: names.key },
      { kind: 'block-public-access', bucket: names.bucket },
    ],
    stops: [namePrefix, nameOfKey],
  },
  {
    title: 'Bucket policy for a CloudTrail trail',
    prefixes: ['cloudtrail-bucket-policy'],
    description: 'A policy that lets CloudTrail write the logs of one trail of this account to a bucket that you have.',
    resources: [trail(marks.trail), bucket(marks.namePrefix)],
    elsewhere: ['trail', 'bucket'],
    standsAlone: false,
    changes: letWrite,
    stops: [nameOfTrail, nameOfBucket],
  },
  {
    title: 'Bucket policy for the CloudTrail trail of an organization',
    prefixes: ['cloudtrail-bucket-policy-organization'],
    description:
      'A policy that lets CloudTrail write the logs of all accounts of an organization to a bucket that you have.',
    resources: [trail(marks.trail, true), bucket(marks.namePrefix)],
    elsewhere: ['trail', 'bucket'],
    standsAlone: false,
    changes: letWrite,
    stops: [nameOfTrail, organizationId, nameOfBucket],
  },
  {
    title: 'CloudTrail event data store with a KMS key',
    prefixes: ['event-data-store', 'cloudtrail-lake'],
    description:
      'An event data store of CloudTrail Lake for all Regions that cannot be deleted by mistake, with its KMS key, key policy and alias.',
    resources: [store(marks.store)],
    elsewhere: [],
    standsAlone: true,
    changes: (names) => [{ kind: 'encrypt-store-with-new-key', store: names.store }],
    stops: [
      { mark: marks.store },
      choice(storeWords.attributes.multiRegion, 'false'),
      // As far as all versions of Terraform's provider go.
      choice(storeWords.attributes.retention, '731', '1096', '1827', '2555'),
      choice(storeWords.attributes.terminationProtection, 'false'),
      deletionWindow,
    ],
  },
];

function choice(setting: InLanguage, ...others: readonly string[]): Stop {
  return { setting, others };
}

/** What a trail and its bucket lack, as the fixes of what would be found of them. */
function securing(names: RecipeNames): readonly Change[] {
  return [
    { kind: 'encrypt-trail-with-new-key', trail: names.trail },
    { kind: 'encrypt-bucket-with-new-key', bucket: names.bucket, trail: names.trail },
    { kind: 'block-public-access', bucket: names.bucket },
    ...letWrite(names),
  ];
}

function letWrite(names: RecipeNames): readonly Change[] {
  return [{ kind: 'let-trails-write-to-bucket', bucket: names.bucket, trails: [names.trail] }];
}
