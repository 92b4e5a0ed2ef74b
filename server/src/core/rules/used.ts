import type { Finding, Fix, IsWanted, Whereabouts } from '../model/finding';
import type { Message } from '../model/message';
import type { Bucket, EventDataStore, Key, Project, Setting, Trail, UsedResource } from '../model/project';
import { causeOfUsed, relatedToUsed, withCause } from './cause';

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
  return group(withKeysByCalls(trails), (trail) => [trail.key()]);
}

/** The keys in sight by which trails or their buckets are encrypted, each once. */
export function usedKeys({ trails }: Project): readonly Used<Key>[] {
  return group(withKeysByCalls(trails), keysOf);
}

function withKeysByCalls(trails: readonly Trail[]): readonly Trail[] {
  return trails.flatMap((trail) => [trail, ...trail.withKeysByCalls()]);
}

/** The keys in sight by which a trail or its bucket is encrypted. */
export function keysOf(trail: Trail): readonly (Key | undefined)[] {
  return [trail.key(), trail.bucket()?.key()];
}

/** That a setting of something that trails use is wrong, told of one of them. */
export function findingOf(
  { resource, trails }: Used<UsedResource>,
  trail: Trail,
  setting: Setting,
  sentence: Message,
  fixes: (isWanted: IsWanted) => readonly Fix[],
): Finding {
  return {
    ...whereWrong(resource, trail, setting),
    // The one that is spoken of first.
    trails: [...new Set([trail.address, ...trails.map((user) => user.address)])],
    message: withCause(sentence, causeOfUsed(trail, setting)),
    fixes,
  };
}

/** Where it is told that a setting of something is wrong for a trail, whether or not the trail uses it yet. */
export function whereWrong(resource: UsedResource, user: Trail | EventDataStore, setting: Setting): Whereabouts {
  return {
    place: setting.place ?? resource.header,
    resource: resource.address,
    related: relatedToUsed(user, resource, setting),
  };
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
