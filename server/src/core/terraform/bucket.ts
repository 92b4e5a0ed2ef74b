import { memoize } from '../lazy';
import { vocabulary } from '../model/vocabulary';
import { calledModule, evaluateAttribute, evaluateIn } from './evaluation/named-values';
import { truthOf } from './evaluation/primitives';
import { chainOf, type Instance } from './instance';
import { attributeIn, nestedBlocks, type Resource, resourcesOfType } from './module';

/** A resource and the instance of the module that declares it. */
export interface Declared {
  readonly instance: Instance;
  readonly resource: Resource;
}

/** The bucket that a trail writes to, where it is a resource of the same module, of one that calls it, or of one that either calls. */
export function bucketOf(instance: Instance, trail: Resource): Declared | undefined {
  const { bucket } = vocabulary.trail.attributes;
  const value = evaluateAttribute(instance, trail, bucket.terraform);
  // A bucket that is referred to by a name written in it has been passed on the way.
  const passed = value.origin.way.flatMap((step) =>
    step.kind === 'resource' ? [step.name.replace(/\.[^.]+$/, '')] : [],
  );
  for (const address of [...passed, ...(value.kind === 'reference' ? [value.resource] : [])]) {
    const owner = chainOf(instance).find(({ prefix }) => address.startsWith(prefix));
    const found = owner && declarationOf(owner, address);
    if (found?.resource.type === vocabulary.bucket.terraform && found.resource.block.type === 'resource') return found;
  }
  return undefined;
}

/** The resource with an address that an instance, or one that it calls, declares. */
function declarationOf(instance: Instance, address: string): Declared | undefined {
  const rest = address.slice(instance.prefix.length);
  const [, name] = /^module\.([^.[]+)/.exec(rest) ?? [];
  if (name !== undefined) {
    const called = calledModule(instance, name).instances.find(({ prefix }) => address.startsWith(prefix));
    return called && declarationOf(called, address);
  }
  const resource = instance.module.resources.get(rest);
  return resource && { instance, resource };
}

/** Whether some bucket of the module, or of those that it calls, uses or may use an S3 Bucket Key. */
export const usesBucketKey = memoize((instance: Instance): boolean => {
  const configurations = resourcesOfType(instance.module, 'aws_s3_bucket_server_side_encryption_configuration');
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
