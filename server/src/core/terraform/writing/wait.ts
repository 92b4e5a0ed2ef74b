import { vocabulary } from '../../model/vocabulary';
import type { Instance } from '../instance';
import type { LocatedBlock, Module, Resource } from '../module';
import { bucketOf } from '../reading/bucket-of-trail';
import { declarationNamed } from '../reading/declared';
import { policiesOfBucket } from '../reading/policies';
import { reachedByBlock } from '../references';
import { addDependencies, type Part } from './parts';

/** A trail, or the call that makes it, is made after a policy, unless one of the two is made after the other already. */
export function waitFor(module: Module, trail: LocatedBlock, policy: Resource): readonly Part[] {
  const [ofTrail, ofPolicy] = [trail, policy].map((owner) => reachedByBlock(module, owner));
  const { type, labels } = trail.block;
  const address = type === 'module' ? `module.${labels[0]}` : labels.join('.');
  const isOrdered = policy.address === address || ofTrail?.has(policy.address) || ofPolicy?.has(address);
  return isOrdered ? [] : addDependencies(trail, [policy.address]);
}

/**
 * CloudTrail tests the policies of the bucket and of the key when the trail is made: one that is given a key waits for that of its bucket, as for
 * the key.
 */
export function waitForBucketPolicy(root: Instance, address: string): readonly Part[] {
  const trail = declarationNamed(root, address);
  const bucket = trail && !trail.instance.call ? bucketOf(root, trail.resource) : undefined;
  if (!trail || !bucket) return [];
  const separate = policiesOfBucket(root, bucket).found.filter(
    ({ instance, resource }) => !instance.call && resource.address.startsWith(`${vocabulary.bucketPolicy.terraform}.`),
  );
  return separate.flatMap(({ resource }) => waitFor(root.module, trail.resource, resource));
}
