/** What the kinds of resources and their attributes are called in each language. Readers and writers share this table. */
export const vocabulary = {
  trail: {
    terraform: 'aws_cloudtrail',
    cloudformation: 'AWS::CloudTrail::Trail',
    attributes: {
      name: { terraform: 'name', cloudformation: 'TrailName' },
      bucket: { terraform: 's3_bucket_name', cloudformation: 'S3BucketName' },
      prefix: { terraform: 's3_key_prefix', cloudformation: 'S3KeyPrefix' },
      // Not `KmsKeyId`, as it is for an event data store.
      key: { terraform: 'kms_key_id', cloudformation: 'KMSKeyId' },
    },
  },
  key: {
    terraform: 'aws_kms_key',
    cloudformation: 'AWS::KMS::Key',
    attributes: {
      description: { terraform: 'description', cloudformation: 'Description' },
      rotation: { terraform: 'enable_key_rotation', cloudformation: 'EnableKeyRotation' },
      deletionWindow: { terraform: 'deletion_window_in_days', cloudformation: 'PendingWindowInDays' },
      policy: { terraform: 'policy', cloudformation: 'KeyPolicy' },
      keySpec: { terraform: 'customer_master_key_spec', cloudformation: 'KeySpec' },
      usage: { terraform: 'key_usage', cloudformation: 'KeyUsage' },
      enabled: { terraform: 'is_enabled', cloudformation: 'Enabled' },
    },
  },
  alias: {
    terraform: 'aws_kms_alias',
    cloudformation: 'AWS::KMS::Alias',
    attributes: {
      name: { terraform: 'name', cloudformation: 'AliasName' },
      key: { terraform: 'target_key_id', cloudformation: 'TargetKeyId' },
    },
  },
  keyPolicy: {
    terraform: 'aws_kms_key_policy',
    attributes: { key: { terraform: 'key_id' }, policy: { terraform: 'policy' } },
  },
  bucket: {
    terraform: 'aws_s3_bucket',
    cloudformation: 'AWS::S3::Bucket',
    attributes: { name: { terraform: 'bucket', cloudformation: 'BucketName' } },
  },
} as const;
