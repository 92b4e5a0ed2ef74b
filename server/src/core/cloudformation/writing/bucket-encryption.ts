import type { BucketEncryption } from '../../blueprints/bucket';
import { vocabulary } from '../../model/vocabulary';
import type { Mapping } from '../../syntax/data/tree';
import { bare, entry, mapping, sequence, text, type Written, type WrittenEntry } from '../../syntax/data/written';
import { textOf } from '../intrinsic';
import { encryptionNames, encryptionOfBucket } from '../reading/encryption';
import { ownEntry } from '../reading/own';
import type { TemplateResource } from '../template';
import type { Draft } from './draft';
import type { Operation } from './operation';
import { replaceValue } from './replace';
import { addProperties } from './set-property';

/** The bucket encrypts what it gets with the key. An algorithm that uses a key stays, and so does what is said of a bucket key. */
export function encryptBucket(
  { document, template }: Draft,
  bucket: TemplateResource,
  value: Written,
  blueprint: BucketEncryption,
): readonly Operation[] {
  const found = encryptionOfBucket(template, bucket);
  if (found === 'unclear') return [];
  const { resource, properties, encryption, rules, rule, byDefault } = found;
  const algorithm = entry(encryptionNames.algorithm, blueprint.algorithm);
  const key = entry(encryptionNames.key, value);
  const bucketKey = blueprint.usesBucketKey ? [entry(encryptionNames.bucketKey, bare('true'))] : [];
  const defaults = entry(encryptionNames.byDefault, mapping([algorithm, key]));
  if (!rule) {
    const first = mapping([defaults, ...bucketKey]);
    if (rules) return [{ kind: 'add-items', to: rules, items: [first] }];
    const list = entry(encryptionNames.rules, sequence([first]));
    if (encryption) return [add(encryption, [list])];
    const whole = entry(encryptionNames.encryption, mapping([list]));
    return addProperties({ resource, properties }, [whole], [vocabulary.bucket.attributes.name.cloudformation]);
  }
  const written = textOf(found.algorithm?.value);
  // docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html: two layers of encryption have no bucket key.
  const takesBucketKey = written !== 'aws:kms:dsse' && ownEntry(rule, encryptionNames.bucketKey) === 'absent';
  const inRule = [...(byDefault ? [] : [defaults]), ...(takesBucketKey ? bucketKey : [])];
  const inDefaults = [...(found.algorithm ? [] : [algorithm]), ...(found.key ? [] : [key])];
  const usesKey = written?.startsWith('aws:kms') ?? false;
  return [
    ...(found.algorithm && !usesKey ? [replaceValue(document, found.algorithm, text(blueprint.algorithm))] : []),
    ...(found.key ? [replaceValue(document, found.key, value)] : []),
    ...(byDefault && inDefaults.length > 0 ? [add(byDefault, inDefaults)] : []),
    ...(inRule.length > 0 ? [add(rule, inRule)] : []),
  ];
}

function add(to: Mapping, entries: readonly WrittenEntry[]): Operation {
  return { kind: 'add-entries', to, entries, after: [] };
}
