import { truth } from '../model/values';
import { blocksOfType } from '../syntax/hcl/tree';
import { evaluate, evaluateAttribute } from './evaluate';
import { findAttribute, type Module, type Resource, resourcesOfType } from './module';

/** The bucket that the trail writes to, where it is a resource of the same module. */
export function bucketOf(module: Module, trail: Resource): Resource | undefined {
  const value = evaluateAttribute(module, trail, 's3_bucket_name');
  // A bucket that is referred to by a name written in it has been passed on the way.
  const passed = value.origin.way.flatMap((step) =>
    step.kind === 'resource' ? [step.name.replace(/\.[^.]+$/, '')] : [],
  );
  for (const address of [...passed, ...(value.kind === 'reference' ? [value.resource] : [])]) {
    const resource = module.resources.get(address);
    if (resource?.type === 'aws_s3_bucket' && resource.block.type === 'resource') return resource;
  }
  return undefined;
}

/** Whether some bucket of the module uses, or may use, an S3 Bucket Key. */
export function usesBucketKey(module: Module): boolean {
  const configurations = resourcesOfType(module, 'aws_s3_bucket_server_side_encryption_configuration');
  return configurations.some((configuration) =>
    blocksOfType(configuration.block.body(), 'rule').some((rule) => {
      const attribute = findAttribute(rule, 'bucket_key_enabled');
      if (attribute === 'absent') return false;
      return (
        attribute === 'unsure' ||
        truth(evaluate(attribute.value(), { module, owner: configuration, underWay: [] })) !== false
      );
    }),
  );
}
