import { accessLogBucket, type BucketEncryption, publicAccessBlock } from '../../blueprints/bucket';
import { freeName } from '../../blueprints/free-name';
import { vocabulary } from '../../model/vocabulary';
import type { Instance } from '../instance';
import { attributeIn, type LocatedBlock, nestedBlocks, type Resource } from '../module';
import { encryptionOfBucket, type WrittenEncryption } from '../reading/encryption';
import { writtenValue } from '../sites/location';
import { blockSite } from '../sites/public-access';
import { newVariable } from './new-key';
import { addBlocks, type Part, replaceValue, resourceNamed, setArgument, setArguments } from './parts';
import { attribute, blank, block, type Item } from './print';
import { inStepWith } from './repetition';

const encryptionType = 'aws_s3_bucket_server_side_encryption_configuration';
const publicAccessType = 'aws_s3_bucket_public_access_block';
const loggingType = 'aws_s3_bucket_logging';

/** The bucket encrypts what it gets with a key. */
export function encryptBucket(
  root: Instance,
  address: string,
  keyArn: string,
  { algorithm, usesBucketKey }: BucketEncryption,
): readonly Part[] {
  const bucket = resourceNamed(root.module, address);
  const values = { sse_algorithm: `"${algorithm}"`, kms_master_key_id: keyArn };
  const written = encryptionOfBucket(root, { instance: root, resource: bucket });
  if (written === 'unclear') return [];
  if (written !== 'none') {
    const [rule] = rulesOf(written);
    if (!rule) return [];
    const defaults = insideOf(rule, defaultsType);
    const isWritten = attributeIn(rule.block, 'bucket_key_enabled') !== 'absent';
    const bucketKey = isWritten || !usesBucketKey ? [] : [setArgument(rule, 'bucket_key_enabled', 'true')];
    if (!defaults)
      return [
        ...bucketKey,
        { kind: 'members', owner: rule, members: [{ kind: 'block', block: defaultsBlock(values) }] },
      ];
    return [...setArguments(defaults, values), ...bucketKey];
  }
  const { lead, each, label } = besideBucket(root, bucket, encryptionType);
  return addBlocks(bucket, [
    block(
      'resource',
      [encryptionType, label],
      [
        ...lead,
        attribute('bucket', `${each}.id`),
        blank,
        block(
          'rule',
          [],
          [...(usesBucketKey ? [attribute('bucket_key_enabled', 'true'), blank] : []), defaultsBlock(values)],
        ),
      ],
    ),
  ]);
}

const defaultsType = 'apply_server_side_encryption_by_default';

function defaultsBlock(values: Readonly<Record<string, string>>): Extract<Item, { kind: 'block' }> {
  const items = Object.entries(values).map(([name, value]) => attribute(name, value));
  return { kind: 'block', type: defaultsType, labels: [], items };
}

/** All that makes the bucket public has no effect, and an ACL that would be refused then is private. */
export function blockPublicAccess(root: Instance, address: string): readonly Part[] {
  const bucket = resourceNamed(root.module, address);
  const site = blockSite(root, { instance: root, resource: bucket });
  if (!site) return [];
  const closed = site.openAcls.map((acl) => replaceValue(acl, '"private"'));
  const there = site.block;
  if (there) {
    const names = publicAccessBlock.map(({ terraform }) => terraform);
    return [...closed, ...site.settings.map((name) => setArgument(there, name, 'true', ['bucket', ...names]))];
  }
  const { lead, each, label } = besideBucket(root, bucket, publicAccessType);
  const settings = site.settings.map((name) => attribute(name, 'true'));
  return [
    ...closed,
    ...addBlocks(bucket, [
      block('resource', [publicAccessType, label], [...lead, attribute('bucket', `${each}.id`), blank, ...settings]),
    ]),
  ];
}

/** Who accesses the bucket is logged in one that is an input from now on. */
export function logAccess(root: Instance, address: string): readonly Part[] {
  const bucket = resourceNamed(root.module, address);
  const { module } = root;
  const name = freeName([accessLogBucket.terraform, `${accessLogBucket.terraform}_name`], '_', (taken) =>
    module.variables.has(taken),
  );
  const { lead, each, label } = besideBucket(root, bucket, loggingType);
  return [
    ...newVariable({ instance: root, block: bucket }, name, accessLogBucket.description),
    ...addBlocks(bucket, [
      block(
        'resource',
        [loggingType, label],
        [...lead, attribute('bucket', `${each}.id`), ...accessLog(`${each}.id`, `var.${name}`)],
      ),
    ]),
  ];
}

/** Where accesses are logged. The prefix tells them from those of other buckets. */
export function accessLog(bucket: string, target: string): readonly Item[] {
  return [attribute('target_bucket', target), attribute('target_prefix', `"\${${bucket}}/"`)];
}

export interface BesideBucket {
  /** What stands first in it. */
  readonly lead: readonly Item[];
  /** The bucket that it is for. */
  readonly each: string;
  readonly label: string;
}

/** How a resource that is for a bucket is declared beside it. */
export function besideBucket({ module }: Instance, bucket: Resource, type: string): BesideBucket {
  const { document, each } = inStepWith(bucket);
  const copied = ['provider', 'region'].flatMap((name) => {
    const value = writtenValue(bucket, name);
    const source = value?.kind === 'literal' && name === 'provider' ? String(value.value) : value?.source;
    return source === undefined ? [] : [attribute(name, source)];
  });
  const items = [...(document?.items ?? []), ...copied];
  const label = freeName([bucket.name], '_', (taken) => module.resources.has(`${type}.${taken}`));
  return { lead: items.length === 0 ? [] : [...items, blank], each, label };
}

/** The rules of the bucket's encryption: of the resource beside it, or of the block in it. */
function rulesOf({ kind, resource }: Exclude<WrittenEncryption, string>): readonly LocatedBlock[] {
  if (kind === 'separate') return nestedBlocks(resource, 'rule').map(located);
  const inside = nestedBlocks(resource, vocabulary.bucket.attributes.encryption.terraform);
  return inside.flatMap((block) => nestedBlocks(located(block), 'rule').map(located));
}

function insideOf(outer: LocatedBlock, type: string): LocatedBlock | undefined {
  const [found] = nestedBlocks(outer, type);
  return found && located(found);
}

/** A block inside another one as one of its file: their spans count from the same place. */
function located({
  owner,
  block: inner,
}: {
  readonly owner: LocatedBlock;
  readonly block: LocatedBlock['block'];
}): LocatedBlock {
  return { ...owner, block: inner, overrides: [] };
}
