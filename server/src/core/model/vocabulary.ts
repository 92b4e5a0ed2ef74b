/** What the kinds of resources and their attributes are called in each language. Readers and writers share this table. */
export const vocabulary = {
  trail: {
    terraform: 'aws_cloudtrail',
    attributes: {
      name: { terraform: 'name' },
      bucket: { terraform: 's3_bucket_name' },
      prefix: { terraform: 's3_key_prefix' },
      key: { terraform: 'kms_key_id' },
    },
  },
  key: {
    terraform: 'aws_kms_key',
    attributes: {
      description: { terraform: 'description' },
      rotation: { terraform: 'enable_key_rotation' },
      deletionWindow: { terraform: 'deletion_window_in_days' },
      policy: { terraform: 'policy' },
      keySpec: { terraform: 'customer_master_key_spec' },
      usage: { terraform: 'key_usage' },
      enabled: { terraform: 'is_enabled' },
    },
  },
  alias: {
    terraform: 'aws_kms_alias',
    attributes: { name: { terraform: 'name' }, key: { terraform: 'target_key_id' } },
  },
  keyPolicy: {
    terraform: 'aws_kms_key_policy',
    attributes: { key: { terraform: 'key_id' }, policy: { terraform: 'policy' } },
  },
  bucket: { terraform: 'aws_s3_bucket', attributes: { name: { terraform: 'bucket' } } },
} as const;
