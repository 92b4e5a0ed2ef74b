import type { Bucket, Key, Project, Trail, UsedResource } from '../model/project';

/** A bucket or key, and the trails that use it. */
export interface Used<T extends UsedResource> {
  readonly resource: T;
  readonly trails: readonly Trail[];
}

/** The buckets in sight that trails write to, each once. */
export function usedBuckets({ trails }: Project): readonly Used<Bucket>[] {
  return group(trails, (trail) => [trail.bucket()]);
}

/** The keys in sight by which trails are encrypted, each once. */
export function trailKeys({ trails }: Project): readonly Used<Key>[] {
  return group(trails, (trail) => [trail.key()]);
}

/** The keys in sight by which trails or their buckets are encrypted, each once. */
export function usedKeys({ trails }: Project): readonly Used<Key>[] {
  return group(trails, keysOf);
}

/** The keys in sight by which a trail or its bucket is encrypted. */
export function keysOf(trail: Trail): readonly (Key | undefined)[] {
  return [trail.key(), trail.bucket()?.key()];
}

/** The addresses of those that use something, the one that is spoken of first. */
export function usersFrom({ address }: Trail, trails: readonly Trail[]): readonly string[] {
  return [...new Set([address, ...trails.map((user) => user.address)])];
}

function group<T extends UsedResource>(
  trails: readonly Trail[],
  usedBy: (trail: Trail) => readonly (T | undefined)[],
): readonly Used<T>[] {
  const found = new Map<string, { readonly resource: T; readonly trails: Set<Trail> }>();
  for (const trail of trails) {
    for (const resource of usedBy(trail)) {
      if (!resource) continue;
      const known = found.get(resource.address) ?? { resource, trails: new Set() };
      known.trails.add(trail);
      found.set(resource.address, known);
    }
  }
  return [...found.values()].map(({ resource, trails: users }) => ({ resource, trails: [...users] }));
}
