/** What a bucket does with what it gets: docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html tells what its bucket key is for. */
export interface BucketEncryption {
  readonly algorithm: 'aws:kms';
  /** Where it does not, nothing is said of it. */
  readonly usesBucketKey: boolean;
}

export const withBucketKey: BucketEncryption = { algorithm: 'aws:kms', usesBucketKey: true };

/** For a key whose policy may not be ready for that. */
export const withoutBucketKey: BucketEncryption = { algorithm: 'aws:kms', usesBucketKey: false };

/** All four are on: docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export const publicAccessBlock = [
  { terraform: 'block_public_acls', cloudformation: 'BlockPublicAcls' },
  { terraform: 'block_public_policy', cloudformation: 'BlockPublicPolicy' },
  { terraform: 'ignore_public_acls', cloudformation: 'IgnorePublicAcls' },
  { terraform: 'restrict_public_buckets', cloudformation: 'RestrictPublicBuckets' },
] as const;

/** The input that names the bucket which gets the access logs: docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export const accessLogBucket = {
  terraform: 'access_log_bucket',
  cloudformation: 'AccessLogBucket',
  description:
    'Name of the bucket for server access logs, in the same Region and account. Its policy must let logging.s3.amazonaws.com write to it.',
} as const;
