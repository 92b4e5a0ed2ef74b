import { evaluateAttribute } from './evaluate';
import type { Module, Resource } from './module';

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
