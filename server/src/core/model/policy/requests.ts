import type { Text } from '../text';
import type { Request } from './request';
import { anything, joined } from './text';

export interface TrailIdentity {
  readonly arn: Text;
  readonly account: Text;
  /** Whether it is for all accounts of an organization; undefined where that is not known. */
  readonly organization: boolean | undefined;
  /** Whether it has a KMS key; undefined where that is not known. */
  readonly isEncrypted: boolean | undefined;
}

/** What a trail asks of its key: docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
export function keyRequests(trail: TrailIdentity, usesBucketKey: boolean): readonly Request[] {
  const source = sourceOf(trail);
  const encrypting: Context = { ...source, [encryptionContext]: trail.arn };
  return [
    keyRequest('kms:GenerateDataKey', encrypting),
    lookRequest(source),
    ...(usesBucketKey ? [keyRequest('kms:Decrypt', encrypting)] : []),
  ];
}

/**
 * What an event data store asks of its key. Whether it says then which store it is has changed over the years, but it never says that it is a trail;
 * and nothing is said of an encryption context: docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function storeKeyRequests(): readonly Request[] {
  const context: Context = {
    'aws:sourcearn': ['arn:', partition, ':cloudtrail:', anything, ':eventdatastore/', anything],
  };
  return [keyRequest('kms:GenerateDataKey', context), keyRequest('kms:Decrypt', context), lookRequest(context)];
}

/** What CloudTrail would ask of a key for a trail of another account in a Region: to use it, and to look at it, which by itself does no harm. */
export function foreignKeyRequests(region: Text): readonly Request[] {
  // As long as the id of an account, and none.
  const account = 'someone-else';
  const arn: Text = ['arn:', partition, ':cloudtrail:', ...region, `:${account}:trail/${account}`];
  const context: Context = {
    'aws:sourcearn': arn,
    'aws:sourceaccount': [account],
    'aws:sourceorgid': [`o-${account}`],
    'aws:sourceorgpaths': [`o-${account}/r-`, anything],
    [encryptionContext]: arn,
  };
  return [keyRequest('kms:GenerateDataKey', context), keyRequest('kms:Decrypt', context), lookRequest(context)];
}

/** What a trail asks of its bucket: docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export function bucketRequests(
  trail: TrailIdentity,
  bucket: { readonly arn: Text },
  prefix: Text | undefined,
): readonly Request[] {
  const source = sourceOf(trail);
  const given = joined(prefix ?? []);
  const hasFolder = given.length > 0;
  const folder = hasFolder ? [...given, endsWithSlash(given) ? anything : '/'] : [];
  const name = given.map((part) => (typeof part === 'string' ? part : 'PREFIX')).join('');
  const path = hasFolder ? name.replace(/\/?$/, '/') : '';
  const isNamed = hasFolder || trail.organization === true;
  const put: Context = { ...source, 's3:x-amz-acl': ['bucket-owner-full-control'] };
  // Log files are encrypted with the key that the trail has. How the other ones are, such as digest files, has changed over the years.
  const puts = trail.isEncrypted ? [{ ...put, [encryptionHeader]: ['aws:kms'] }, put] : [put];
  const logsBelow = (owner: Text, placeholder: string): readonly Request[] =>
    puts.map((context) => ({
      service: cloudTrail,
      action: 's3:PutObject',
      // What comes below is of several kinds, such as `CloudTrail` and `CloudTrail-Digest`.
      resource: joined([...bucket.arn, '/', ...folder, 'AWSLogs/', ...owner, '/', anything]),
      context: contextOf(context),
      ...(isNamed ? { name: `s3:PutObject on ${path}AWSLogs/${placeholder}/*` } : {}),
    }));
  return [
    {
      service: cloudTrail,
      action: 's3:GetBucketAcl',
      resource: joined(bucket.arn),
      context: contextOf({ ...source, 's3:x-amz-acl': 'absent' }),
    },
    ...logsBelow(trail.account, 'ACCOUNT'),
    ...(trail.organization ? logsBelow([organization], 'ORGANIZATION') : []),
  ];
}

/** Whether a second slash comes between such a prefix and what is below it, no document says. */
export function endsWithSlash(prefix: Text): boolean {
  const last = joined(prefix).at(-1);
  return typeof last === 'string' && last.endsWith('/');
}

type Context = Readonly<Record<string, Text | 'absent'>>;

export const cloudTrail = 'cloudtrail.amazonaws.com';
/** docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html */
const encryptionHeader = 's3:x-amz-server-side-encryption';
const encryptionContext = 'kms:encryptioncontext:aws:cloudtrail:arn';
const partition = { kind: 'partition', name: '' } as const;
const organization = { kind: 'organization', name: '' } as const;

/** A key has no name of its own in its policy, where it is mostly called `*`. */
const key: Text = ['arn:', partition, ':kms:', anything, ':', anything, ':key/', anything];

function keyRequest(action: string, context: Context): Request {
  return { service: cloudTrail, action, resource: key, context: contextOf(context) };
}

/**
 * The guide demands it, and many trails work with keys whose policy lacks it, or allows it with an encryption context only: nothing is
 * known of that.
 */
function lookRequest(context: Context): Request {
  return { ...keyRequest('kms:DescribeKey', context), mayBeSpared: true };
}

function sourceOf(trail: TrailIdentity): Context {
  return {
    'aws:sourcearn': trail.arn,
    'aws:sourceaccount': trail.account,
    ...(trail.organization ? { 'aws:sourceorgid': [organization] } : {}),
  };
}

/**
 * What is the same of all that a service asks by itself. A service is in nobody's organization, has no name of a user and has not shown
 * a second factor: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function contextOf(context: Context): Request['context'] {
  return new Map<string, Text | 'absent'>([
    ['aws:principalisawsservice', ['true']],
    ['aws:principalservicename', [cloudTrail]],
    ['aws:securetransport', ['true']],
    ['aws:principalorgid', 'absent'],
    ['aws:principalorgpaths', 'absent'],
    ['aws:username', 'absent'],
    ['aws:multifactorauthage', 'absent'],
    ...Object.entries(context),
  ]);
}
