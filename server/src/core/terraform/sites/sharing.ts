import { memoize } from '../../memory/lazy';
import type { Instance } from '../instance';
import { firewall } from '../reading/firewall';
import { expressionsIn, reachedByTexts } from '../references';

/** Whether several resources or calls of a module get what a local value or a document of a policy says. */
export function isShared(root: Instance, address: string): boolean {
  return firewall(root, sharedIn, (shared) => shared).includes(address);
}

const sharedIn = memoize(({ module }: Instance): readonly string[] => {
  const resources = [...module.resources.values()].filter(({ block }) => block.type === 'resource');
  const users = [...resources, ...module.calls.values()].filter(({ block: { text } }) => names.test(text));
  const numbers = new Map<string, number>();
  for (const { block } of users)
    for (const address of reachedByTexts(module, expressionsIn(block)))
      if (names.test(address)) numbers.set(address, (numbers.get(address) ?? 0) + 1);
  return [...numbers].flatMap(([address, number]) => (number > 1 ? [address] : []));
});

const names = /\blocal\.|\bdata\.aws_iam_policy_document\./;
