import { vocabulary } from '../../model/vocabulary';
import { findAttribute, type LocatedBlock, type Resource } from '../module';
import type { Declared } from '../reading/declared';
import { reachedFrom } from '../references';
import { creationCondition } from './creation';

/**
 * The source of what names the key of a trail, where that names one key wherever it stands, such as `aws_kms_key.logs[0].arn`: where there
 * is none of it, there is no trail either, and so the trail's bucket may name it as well if it is made when the trail is.
 */
export function keyForBothAt({ instance, resource: trail }: Declared, bucket: LocatedBlock): string | undefined {
  if (instance.call || !isMadeWith(trail, bucket)) return undefined;
  const written = findAttribute(trail, vocabulary.trail.attributes.key.terraform);
  const source = typeof written === 'string' ? undefined : written.value().source;
  return source !== undefined && nameOfOneKey.test(source) ? source : undefined;
}

/** The source of whatever names the key of a trail, where it would come to the same in the trail's bucket. */
export function keyOfTrailAt({ instance, resource: trail }: Declared, bucket: Resource): string | undefined {
  if (instance.call || !isMadeWith(trail, bucket)) return undefined;
  const written = findAttribute(trail, vocabulary.trail.attributes.key.terraform);
  const value = typeof written === 'string' ? undefined : written.value();
  // What the trail is repeated by, and what needs the bucket, cannot be named there.
  if (!value || /\b(?:each|count|self)\./.test(value.source)) return undefined;
  return reachedFrom(instance.module, [value]).has(bucket.address) ? undefined : value.source;
}

const nameOfOneKey = /^aws_kms_(?:replica_)?(?:external_)?key\.[\w-]+(?:\[(?:\d+|"[\w./-]*")\])?\.arn$/;

/** Whether the trail is made wherever the bucket is. */
function isMadeWith(trail: LocatedBlock, bucket: LocatedBlock): boolean {
  if (findAttribute(trail, 'for_each') !== 'absent') return false;
  if (findAttribute(trail, 'count') === 'absent') return true;
  const condition = creationCondition(trail);
  return condition !== undefined && creationCondition(bucket) === condition;
}
