import type { Tool } from './suppression';

/**
 * The rules of ours that find what a check of another tool finds. One that is not here is no equivalent, or is not known to be one: then
 * what suppresses it suppresses nothing of ours.
 */
export function equivalentsOf(tool: Tool, check: string): readonly string[] {
  const table = equivalents[tool];
  const id = check.toLowerCase();
  if (!id.includes('*')) return table?.get(id) ?? [];
  const pattern = new RegExp(`^${id.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`);
  return unique([...(table ?? [])].flatMap(([name, rules]) => (pattern.test(name) ? rules : [])));
}

/** The rules of ours of which a tool finds anything: what a wildcard covers. Nobody silences with it what the tool never says. */
export function everyEquivalentOf(tool: Tool): readonly string[] {
  return unique([...(equivalents[tool]?.values() ?? [])].flat());
}

function unique(rules: readonly string[]): readonly string[] {
  return [...new Set(rules)];
}

type Table = Readonly<Record<string, readonly string[]>>;

/** Checks with the resources that they look at. (github.com/bridgecrewio/checkov, docs/5.Policy Index) */
const checkov: Table = {
  ckv_aws_35: ['trail-without-kms-key'],
  ckv_aws_36: ['trail-without-log-validation'],
  ckv_aws_67: ['trail-single-region'],
  ckv_aws_251: ['trail-logging-disabled'],
  ckv2_aws_10: ['trail-without-cloudwatch-logs'],
  ckv_aws_294: ['event-data-store-without-kms-key'],
  ckv_aws_7: ['trail-key-without-rotation'],
  ckv_aws_145: ['trail-bucket-without-kms'],
  ckv_aws_18: ['trail-bucket-without-access-logging'],
  ckv_aws_20: ['trail-bucket-public'],
  ckv_aws_57: ['trail-bucket-public'],
  ckv_aws_53: ['trail-bucket-public'],
  ckv_aws_54: ['trail-bucket-public'],
  ckv_aws_55: ['trail-bucket-public'],
  ckv_aws_56: ['trail-bucket-public'],
  ckv2_aws_6: ['trail-bucket-public'],
};

/**
 * By number, which is written `AVD-AWS-0015` and, of late, `AWS-0015`. (github.com/aquasecurity/trivy-checks, checks/cloud/aws)
 */
const trivyNumbers: Table = {
  '0014': ['trail-single-region'],
  '0015': ['trail-without-kms-key'],
  '0016': ['trail-without-log-validation'],
  '0161': ['trail-bucket-public'],
  '0162': ['trail-without-cloudwatch-logs'],
  '0163': ['trail-bucket-without-access-logging'],
  '0065': ['trail-key-without-rotation'],
  '0132': ['trail-bucket-without-kms'],
  '0089': ['trail-bucket-without-access-logging'],
  '0092': ['trail-bucket-public'],
};

/** By name, and by the number that tfsec once had. (the same, and github.com/aquasecurity/tfsec at v0.50: `LegacyID`) */
const trivyNames: Table = {
  'aws-cloudtrail-enable-all-regions': ['trail-single-region'],
  aws063: ['trail-single-region'],
  'aws-cloudtrail-enable-at-rest-encryption': ['trail-without-kms-key'],
  'aws-cloudtrail-encryption-customer-managed-key': ['trail-without-kms-key'],
  aws065: ['trail-without-kms-key'],
  'aws-cloudtrail-enable-log-validation': ['trail-without-log-validation'],
  aws064: ['trail-without-log-validation'],
  'aws-cloudtrail-no-public-log-access': ['trail-bucket-public'],
  'aws-cloudtrail-ensure-cloudwatch-integration': ['trail-without-cloudwatch-logs'],
  'aws-cloudtrail-require-bucket-access-logging': ['trail-bucket-without-access-logging'],
  'aws-kms-auto-rotate-keys': ['trail-key-without-rotation'],
  aws019: ['trail-key-without-rotation'],
  'aws-s3-encryption-customer-key': ['trail-bucket-without-kms'],
  'aws-s3-enable-logging': ['trail-bucket-without-access-logging'],
  'aws-s3-enable-bucket-logging': ['trail-bucket-without-access-logging'],
  aws002: ['trail-bucket-without-access-logging'],
  'aws-s3-no-public-access-with-acl': ['trail-bucket-public'],
  aws001: ['trail-bucket-public'],
};

/** Queries for Terraform and for CloudFormation, each with an id of its own. (github.com/Checkmarx/kics, assets/queries) */
const kics: Table = {
  '5d9e3164-9265-470c-9a10-57ae454ac0c7': ['trail-without-kms-key'],
  '050a9ba8-d1cb-4c61-a5e8-8805a70d3b85': ['trail-without-kms-key'],
  '52ffcfa6-6c70-4ea6-8376-d828d3961669': ['trail-without-log-validation'],
  '2a3560fe-52ca-4443-b34f-bf0ed5eb74c8': ['trail-without-log-validation'],
  // That of Terraform asks for global events as well.
  '8173d5eb-96b5-4aa6-a71b-ecfa153c123d': ['trail-single-region', 'trail-without-global-events'],
  '058ac855-989f-4378-ba4d-52d004020da7': ['trail-single-region'],
  '4bb76f17-3d63-4529-bdca-2b454529d774': ['trail-logging-disabled'],
  '5c0b06d5-b7a4-484c-aeb0-75a836269ff0': ['trail-logging-disabled'],
  '17b30f8f-8dfb-4597-adf6-57600b6cf25e': ['trail-without-cloudwatch-logs'],
  '65d07da5-9af5-44df-8983-52d2e6f24c44': ['trail-without-cloudwatch-logs'],
  'bd0088a5-c133-4b20-b129-ec9968b16ef3': ['trail-bucket-public'],
  'ee9e50e8-b2ed-4176-ad42-8fc0cf7593f4': ['trail-bucket-without-access-logging'],
  'f861041c-8c9f-4156-acfc-5e6e524f5884': ['trail-bucket-without-access-logging'],
  '22fbfeac-7b5a-421a-8a27-7a2178bb910b': ['trail-key-without-rotation'],
};

/** Each policy has a reference id and, of late, an id. (github.com/tenable/terrascan, pkg/policies/opa/rego/aws/aws_cloudtrail) */
const terrascan: Table = {
  'aws.cloudtrail.logging.high.0399': ['trail-without-kms-key'],
  ac_aws_0033: ['trail-without-kms-key'],
  'aws.cloudtrail.logging.medium.0460': ['trail-single-region'],
  ac_aws_0034: ['trail-single-region'],
  'aws.cloudtrail.logging.medium.004': ['trail-single-region'],
  ac_aws_0448: ['trail-single-region'],
  ac_aws_0446: ['trail-without-log-validation'],
};

/** (github.com/aws-cloudformation/aws-guard-rules-registry, rules/aws/cloudtrail, amazon_s3 and aws_kms) */
const guard: Table = {
  cloud_trail_encryption_enabled: ['trail-without-kms-key'],
  cloud_trail_log_file_validation_enabled: ['trail-without-log-validation'],
  cloud_trail_cloud_watch_logs_enabled: ['trail-without-cloudwatch-logs'],
  multi_region_cloud_trail_enabled: ['trail-single-region'],
  cmk_backing_key_rotation_enabled: ['trail-key-without-rotation'],
  s3_default_encryption_kms: ['trail-bucket-without-kms'],
  s3_bucket_logging_enabled: ['trail-bucket-without-access-logging'],
  s3_bucket_level_public_access_prohibited: ['trail-bucket-public'],
  s3_bucket_public_read_prohibited: ['trail-bucket-public'],
  s3_bucket_public_write_prohibited: ['trail-bucket-public'],
};

/** (github.com/stelligent/cfn_nag, lib/cfn-nag/custom_rules) */
const nag: Table = {
  f19: ['trail-key-without-rotation'],
  w35: ['trail-bucket-without-access-logging'],
};

/** A property that there is not. (github.com/aws-cloudformation/cfn-lint, docs/rules.md) */
const lint: Table = { e3002: ['trail-without-kms-key', 'event-data-store-without-kms-key'] };

const equivalents: Readonly<Partial<Record<Tool, ReadonlyMap<string, readonly string[]>>>> = {
  checkov: mapOf(checkov),
  trivy: mapOf({
    ...trivyNames,
    ...withPrefix('avd-aws-', trivyNumbers),
    ...withPrefix('aws-', trivyNumbers),
  }),
  kics: mapOf(kics),
  terrascan: mapOf(terrascan),
  'cfn-guard': mapOf(guard),
  'cfn-nag': mapOf(nag),
  'cfn-lint': mapOf(lint),
};

function mapOf(table: Table): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(table));
}

function withPrefix(prefix: string, table: Table): Table {
  return Object.fromEntries(Object.entries(table).map(([name, rules]) => [prefix + name, rules]));
}
