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
      logging: { terraform: 'enable_logging', cloudformation: 'IsLogging' },
      logFileValidation: { terraform: 'enable_log_file_validation', cloudformation: 'EnableLogFileValidation' },
      multiRegion: { terraform: 'is_multi_region_trail', cloudformation: 'IsMultiRegionTrail' },
      globalServiceEvents: { terraform: 'include_global_service_events', cloudformation: 'IncludeGlobalServiceEvents' },
      organization: { terraform: 'is_organization_trail', cloudformation: 'IsOrganizationTrail' },
      logGroup: { terraform: 'cloud_watch_logs_group_arn', cloudformation: 'CloudWatchLogsLogGroupArn' },
      logRole: { terraform: 'cloud_watch_logs_role_arn', cloudformation: 'CloudWatchLogsRoleArn' },
    },
  },
  store: {
    terraform: 'aws_cloudtrail_event_data_store',
    cloudformation: 'AWS::CloudTrail::EventDataStore',
    attributes: {
      name: { terraform: 'name', cloudformation: 'Name' },
      key: { terraform: 'kms_key_id', cloudformation: 'KmsKeyId' },
      multiRegion: { terraform: 'multi_region_enabled', cloudformation: 'MultiRegionEnabled' },
      terminationProtection: {
        terraform: 'termination_protection_enabled',
        cloudformation: 'TerminationProtectionEnabled',
      },
      retention: { terraform: 'retention_period', cloudformation: 'RetentionPeriod' },
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
      keyStore: { terraform: 'custom_key_store_id' },
      origin: { cloudformation: 'Origin' },
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
  replicaKey: { cloudformation: 'AWS::KMS::ReplicaKey' },
  keyPolicy: {
    terraform: 'aws_kms_key_policy',
    attributes: { key: { terraform: 'key_id' }, policy: { terraform: 'policy' } },
  },
  bucket: {
    terraform: 'aws_s3_bucket',
    cloudformation: 'AWS::S3::Bucket',
    attributes: {
      name: { terraform: 'bucket', cloudformation: 'BucketName' },
      namePrefix: { terraform: 'bucket_prefix' },
      versioning: { cloudformation: 'VersioningConfiguration' },
      ownership: { cloudformation: 'OwnershipControls' },
      acl: { terraform: 'acl', cloudformation: 'AccessControl' },
      encryption: { terraform: 'server_side_encryption_configuration', cloudformation: 'BucketEncryption' },
      accessLog: { terraform: 'logging', cloudformation: 'LoggingConfiguration' },
      publicAccess: { cloudformation: 'PublicAccessBlockConfiguration' },
    },
  },
  /** They write their access logs to buckets. */
  loadBalancers: {
    terraform: ['aws_lb', 'aws_alb', 'aws_elb'],
    cloudformation: ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'],
  },
  bucketEncryption: {
    terraform: 'aws_s3_bucket_server_side_encryption_configuration',
    attributes: { bucket: { terraform: 'bucket' } },
  },
  bucketAcl: {
    terraform: 'aws_s3_bucket_acl',
    attributes: { bucket: { terraform: 'bucket' }, acl: { terraform: 'acl' } },
  },
  bucketVersioning: {
    terraform: 'aws_s3_bucket_versioning',
    attributes: { bucket: { terraform: 'bucket' } },
  },
  bucketOwnership: {
    terraform: 'aws_s3_bucket_ownership_controls',
    attributes: { bucket: { terraform: 'bucket' } },
  },
  bucketLogging: {
    terraform: 'aws_s3_bucket_logging',
    attributes: { bucket: { terraform: 'bucket' }, target: { terraform: 'target_bucket' } },
  },
  accessBlock: {
    terraform: 'aws_s3_bucket_public_access_block',
    attributes: { bucket: { terraform: 'bucket' } },
  },
  logGroup: {
    terraform: 'aws_cloudwatch_log_group',
    cloudformation: 'AWS::Logs::LogGroup',
    attributes: { retention: { terraform: 'retention_in_days', cloudformation: 'RetentionInDays' } },
  },
  accountAccessBlock: { terraform: 'aws_s3_account_public_access_block' },
  bucketPolicy: {
    terraform: 'aws_s3_bucket_policy',
    cloudformation: 'AWS::S3::BucketPolicy',
    attributes: {
      bucket: { terraform: 'bucket', cloudformation: 'Bucket' },
      policy: { terraform: 'policy', cloudformation: 'PolicyDocument' },
    },
  },
} as const;
