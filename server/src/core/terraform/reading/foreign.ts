import type { Identity } from '../../memory/dependency';
import { memoize } from '../../memory/lazy';
import type { Expression } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
import { blocksIn, type Resource } from '../module';
import { expressionsIn, reachedByLocals } from '../references';
import { type Declared, fullAddressOf, instancesIn } from './declared';
import { firewall, identityOf } from './firewall';

/** Whether what is no resource of the provider's own is given the target, such as a command, and so may make something for it. */
export function isGivenToForeign(root: Instance, target: Declared): boolean {
  const full = fullAddressOf(target);
  return firewall(root, foreignIn, identityOfForeign).some(({ instance, owner, given }) => {
    if (owner.block === target.resource.block) return true;
    if (!full.startsWith(instance.prefix)) return false;
    const rest = full.slice(instance.prefix.length);
    return reachedByLocals(instance.module, given).has(/^module\.[^.[]+/.exec(rest)?.[0] ?? rest);
  });
}

function identityOfForeign(found: readonly Foreign[]): Identity {
  return found.flatMap(({ instance, owner }) => identityOf({ instance, resource: owner }));
}

interface Foreign {
  readonly instance: Instance;
  readonly owner: Resource;
  readonly given: readonly Expression[];
}

const foreignIn = memoize((root: Instance): readonly Foreign[] =>
  instancesIn(root).flatMap((instance) =>
    [...instance.module.resources.values()].flatMap((owner) => {
      const given = givenTo(owner);
      return given.length > 0 ? [{ instance, owner, given }] : [];
    }),
  ),
);

/** What a resource is given that nobody knows what it does with: all of it, or what its commands are given. */
function givenTo({ block, type }: Resource): readonly Expression[] {
  if (block.type !== 'resource' || harmless.test(type)) return [];
  if (!type.startsWith('aws_') || makers.test(type)) return expressionsIn(block);
  if (!block.text.includes('provisioner')) return [];
  return blocksIn(block, 'provisioner').flatMap(expressionsIn);
}

/** They make any resource. */
const makers = /^aws_(?:cloudformation_stack|cloudcontrolapi_resource$)/;

/** They make nothing outside of Terraform. */
const harmless = /^(?:random|time|tls)_/;
