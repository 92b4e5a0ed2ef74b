import type { Trail } from '../model/project';

/** By address; of several with one address, each by its number. */
export function nameEach(trails: readonly Trail[]): readonly { readonly id: string; readonly trail: Trail }[] {
  const seen = new Map<string, number>();
  return trails.map((trail) => {
    const number = (seen.get(trail.address) ?? 0) + 1;
    seen.set(trail.address, number);
    return { id: number === 1 ? trail.address : `${trail.address} ${number}`, trail };
  });
}

/** The addresses of the bucket and the keys that a trail uses. */
export function usedBy(trail: Trail): readonly string[] {
  trail.noteOrigin();
  const made = [trail, ...trail.withKeysByCalls()];
  const used = made.flatMap((each) => [each.bucket(), each.key(), each.bucket()?.key()]);
  return [...new Set(used.flatMap((resource) => resource?.address ?? []))];
}

/** The numbers of those that share something, right away or by way of others, in the order of their first ones. */
export function groupsOf(used: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const groupOf = new Map<string, number[]>();
  used.forEach((addresses, index) => {
    const known = new Set(addresses.map((address) => groupOf.get(address)).filter((group) => group !== undefined));
    const [group = [], ...others] = known;
    if (known.size === 0) groups.push(group);
    group.push(index);
    for (const other of others) {
      group.push(...other);
      groups.splice(groups.indexOf(other), 1);
      for (const [address, of] of groupOf) if (of === other) groupOf.set(address, group);
    }
    for (const address of addresses) groupOf.set(address, group);
  });
  return groups.map((group) => group.sort((a, b) => a - b));
}
