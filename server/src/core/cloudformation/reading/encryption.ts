import { vocabulary } from '../../model/vocabulary';
import type { Entry, Mapping, Sequence } from '../../syntax/data/tree';
import type { Path } from '../evaluation/evaluate';
import { intrinsicOf } from '../intrinsic';
import type { Template, TemplateResource } from '../template';
import { ownEntry, ownMapping, ownProperties, ownSequence } from './own';

/** The names on the way to the encryption of a bucket: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-serversideencryptionrule.html */
export const encryptionNames = {
  encryption: vocabulary.bucket.attributes.encryption.cloudformation,
  rules: 'ServerSideEncryptionConfiguration',
  byDefault: 'ServerSideEncryptionByDefault',
  algorithm: 'SSEAlgorithm',
  key: 'KMSMasterKeyID',
  bucketKey: 'BucketKeyEnabled',
} as const;

const { encryption, rules, byDefault, algorithm, key, bucketKey } = encryptionNames;

/** The ways from the properties of a bucket. S3 takes one rule. */
export const encryptionPaths = {
  algorithm: [encryption, rules, 0, byDefault, algorithm],
  key: [encryption, rules, 0, byDefault, key],
  bucketKey: [encryption, rules, 0, bucketKey],
} as const satisfies Readonly<Record<string, Path>>;

/** What is written of a bucket's encryption, as far as it is: all of it in the bucket, and meant for nothing else. */
export interface WrittenEncryption {
  readonly resource: Mapping;
  readonly properties: Mapping | undefined;
  /** `BucketEncryption` and what is in it. */
  readonly encryption: Mapping | undefined;
  readonly rules: Sequence | undefined;
  readonly rule: Mapping | undefined;
  readonly byDefault: Mapping | undefined;
  /** Its value is a scalar. */
  readonly algorithm: Entry | undefined;
  readonly key: Entry | undefined;
}

/** `unclear` where it comes in a form that no edit would keep the meaning of. */
export function encryptionOfBucket(_template: Template, bucket: TemplateResource): WrittenEncryption | 'unclear' {
  const resource = bucket.entry.value;
  const properties = ownProperties(bucket);
  if (resource.kind !== 'mapping' || properties === 'shared' || bucket.loopVariable !== undefined) return 'unclear';
  const nothing: WrittenEncryption = {
    resource,
    properties: undefined,
    encryption: undefined,
    rules: undefined,
    rule: undefined,
    byDefault: undefined,
    algorithm: undefined,
    key: undefined,
  };
  if (properties === 'absent') return nothing;
  const whole = ownMapping(properties, encryption);
  if (whole === 'shared') return 'unclear';
  if (whole === 'absent') return { ...nothing, properties };
  const list = ownSequence(whole, rules);
  if (list === 'shared') return 'unclear';
  if (list === 'absent') return { ...nothing, properties, encryption: whole };
  const [rule, ...others] = list.items;
  if (others.length > 0) return 'unclear';
  const outer = { ...nothing, properties, encryption: whole, rules: list };
  if (!rule) return outer;
  const isOwn = rule.kind === 'mapping' && rule.owner === list.owner && !intrinsicOf(rule) && rule.tag === undefined;
  if (!isOwn || rule.span.start < list.span.start || rule.span.end > list.span.end) return 'unclear';
  const inner = ownMapping(rule, byDefault);
  if (inner === 'shared') return 'unclear';
  if (inner === 'absent') return { ...outer, rule };
  const [method, own] = [ownEntry(inner, algorithm), ownEntry(inner, key)];
  if (method === 'shared' || own === 'shared') return 'unclear';
  if (method !== 'absent' && (method.value.kind !== 'scalar' || method.value.tag !== undefined)) return 'unclear';
  return {
    ...outer,
    rule,
    byDefault: inner,
    algorithm: method === 'absent' ? undefined : method,
    key: own === 'absent' ? undefined : own,
  };
}
