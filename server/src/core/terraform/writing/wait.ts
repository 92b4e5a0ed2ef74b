import type { LocatedBlock, Module, Resource } from '../module';
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
