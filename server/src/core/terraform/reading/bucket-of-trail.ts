import { memoize } from '../../memory/lazy';
import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { calledModule, evaluateIn } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import { chainOf, type Instance } from '../instance';
import { attributeIn, nestedBlocks, type Resource, resourcesOfType } from '../module';
import { type Declared, declarationSeen, declaredBy, fullAddressOf, rootOf } from './declared';
import { asideOf, isNameOf, isWrittenAlike, namedBy, passedOnWay, plainlyNamed, valuesOf } from './joining';
import { memberNamed } from './member';

export type { Declared } from './declared';

/** The bucket that a trail writes to, where it is a resource of the same module, of one that calls it, or of one that either calls. */
export function bucketOf(instance: Instance, trail: Resource): Declared | undefined {
  const { terraform: name } = vocabulary.trail.attributes.bucket;
  const plain = plainlyNamed({ instance, resource: trail }, name, vocabulary.bucket.terraform);
  const written = plain === undefined ? undefined : instance.module.resources.get(plain);
  if (written) return memberNamed({ instance, resource: written }, { instance, resource: trail }, name);
  const [first, ...others] = valuesOf({ instance, resource: trail }, name).map((value) => bucketNamed(instance, value));
  // Trails that one block makes may each have a bucket of another block.
  if (first) return others.every((other) => other && fullAddressOf(other) === fullAddressOf(first)) ? first : undefined;
  return declaredBy(instance, vocabulary.bucket.terraform).find((bucket) =>
    isWrittenAlike({ instance, resource: trail }, name, bucket),
  );
}

/** The bucket that a value names, as it is seen in an instance. */
export function bucketNamed(instance: Instance, value: Value, depth = 0): Declared | undefined {
  const referred = value.kind === 'reference' ? [value.resource] : asideOf(value, rootOf(instance));
  const addresses = [...passedOnWay(value), ...referred];
  for (const address of addresses) {
    const found = declarationSeen(instance, address);
    if (found?.resource.address.startsWith(`${vocabulary.bucket.terraform}.`)) return found;
    const named = found && depth < longestDetour ? namedBy(found) : undefined;
    const other = found && named && bucketNamed(found.instance, named, depth + 1);
    if (other) return other;
  }
  return bucketWithName(instance, value);
}

/** What names what names a bucket is not followed any longer than this. */
const longestDetour = 5;

/** The bucket of the module, or of one that calls it, that has the name written in it. */
function bucketWithName(instance: Instance, name: Value): Declared | undefined {
  for (const each of chainOf(instance)) {
    const found = declaredBy(each, vocabulary.bucket.terraform).find((bucket) => isNameOf(name, bucket) === true);
    if (found) return found;
  }
  return undefined;
}

/** Whether some bucket of the module, or of those that it calls, uses or may use an S3 Bucket Key. */
export const usesBucketKey = memoize((instance: Instance): boolean => {
  const configurations = resourcesOfType(instance.module, vocabulary.bucketEncryption.terraform);
  const isUsed = configurations.some((configuration) =>
    nestedBlocks(configuration, 'rule').some(({ owner, block }) => {
      const attribute = attributeIn(block, 'bucket_key_enabled');
      if (attribute === 'absent') return false;
      return attribute === 'unsure' || truthOf(evaluateIn(instance, owner, attribute.value())) !== false;
    }),
  );
  return isUsed || calledOnes(instance).some(usesBucketKey);
});

function calledOnes(instance: Instance): readonly Instance[] {
  return [...instance.module.calls.keys()].flatMap((name) => calledModule(instance, name).instances.slice(0, 1));
}
