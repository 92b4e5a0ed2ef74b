import type { BucketBlueprint, ResourceBlueprint, StoreBlueprint, TrailBlueprint } from '../../blueprints/resources';
import { vocabulary } from '../../model/vocabulary';
import { accessLog } from './bucket';
import { attribute, blank, block, type Item } from './print';

/** The blocks of a resource that is made whole; `bucket` is the address of the bucket that a trail writes to. */
export function resourceBlocks(blueprint: ResourceBlueprint, label: string, bucket: string): readonly Item[] {
  switch (blueprint.kind) {
    case 'trail':
      return [trailBlock(blueprint, label, bucket)];
    case 'store':
      return [storeBlock(blueprint, label)];
    case 'bucket':
      return bucketBlocks(blueprint, label);
  }
}

/** The types of the blocks that a resource consists of, of which none may have its label yet. */
export function resourceTypes({ kind }: ResourceBlueprint): readonly string[] {
  if (kind !== 'bucket') return [vocabulary[kind].terraform];
  const { bucketVersioning, bucketOwnership, bucketEncryption, accessBlock, bucketPolicy, bucketLogging } = vocabulary;
  const beside = [bucketVersioning, bucketOwnership, bucketEncryption, accessBlock, bucketPolicy, bucketLogging];
  return [vocabulary.bucket, ...beside].map(({ terraform }) => terraform);
}

function trailBlock({ name, switches }: TrailBlueprint, label: string, bucket: string): Item {
  const { terraform: type, attributes } = vocabulary.trail;
  return block(
    'resource',
    [type, label],
    [
      attribute(attributes.name.terraform, `"${name}"`),
      attribute(attributes.bucket.terraform, `${bucket}.id`),
      ...on(switches, attributes),
    ],
  );
}

function storeBlock({ name, switches, retention }: StoreBlueprint, label: string): Item {
  const { terraform: type, attributes } = vocabulary.store;
  return block(
    'resource',
    [type, label],
    [
      attribute(attributes.name.terraform, `"${name}"`),
      ...on(switches, attributes),
      attribute(attributes.retention.terraform, String(retention)),
    ],
  );
}

function on<T extends string>(
  switches: Partial<Readonly<Record<T, true>>>,
  attributes: Readonly<Record<T, { readonly terraform: string }>>,
): readonly Item[] {
  return (Object.keys(switches) as T[]).map((name) => attribute(attributes[name].terraform, 'true'));
}

function bucketBlocks({ namePrefix, versioning, ownership, ...blueprint }: BucketBlueprint, label: string) {
  const { bucket, bucketVersioning, bucketOwnership, bucketLogging } = vocabulary;
  const address = `${bucket.terraform}.${label}`;
  const beside = (type: string, ...items: readonly Item[]) =>
    block('resource', [type, label], [attribute('bucket', `${address}.id`), ...items]);
  const blocks: readonly Item[] = [
    block(
      'resource',
      [bucket.terraform, label],
      [
        attribute(bucket.attributes.namePrefix.terraform, `"${namePrefix}"`),
        blank,
        block('lifecycle', [], [attribute('prevent_destroy', 'true')]),
      ],
    ),
    beside(bucketOwnership.terraform, blank, block('rule', [], [attribute('object_ownership', `"${ownership}"`)])),
    beside(
      bucketVersioning.terraform,
      blank,
      block('versioning_configuration', [], [attribute('status', `"${versioning}"`)]),
    ),
    ...(blueprint.accessLog === undefined
      ? []
      : [beside(bucketLogging.terraform, ...accessLog(`${address}.id`, `"${blueprint.accessLog}"`))]),
  ];
  return blocks;
}
