import { lazy } from '../lazy';
import type { Key, Project, UnreadCall } from '../model/project';
import { vocabulary } from '../model/vocabulary';
import { calledModule, evaluateAttribute } from './evaluation/named-values';
import type { Instance } from './instance';
import { judgeKeyPolicy } from './key-policy';
import { findAttribute, type LocatedBlock, placeOf, type Resource, resourcesOfType } from './module';
import { expressionsIn, reachedFrom } from './references';
import { locationOf, nameOfLocation } from './sites/location';
import { readTrails } from './trails';

/** The trails of a module and of the modules that it calls, and the keys that they could use. */
export function readProject(instance: Instance): Project {
  return {
    trails: readTrails(instance),
    unreadCalls: () => [...instance.module.calls].flatMap(([name, owner]) => readUnread(instance, name, owner)),
    keys: () =>
      resourcesOfType(instance.module, vocabulary.key.terraform).map((resource) => readKey(instance, resource)),
  };
}

function readUnread(instance: Instance, name: string, owner: LocatedBlock): readonly UnreadCall[] {
  const { unknown: reason } = calledModule(instance, name);
  return reason ? [{ address: `module.${name}`, header: placeOf(owner, owner.block.header), reason }] : [];
}

function readKey(instance: Instance, resource: Resource): Key {
  const { keySpec, usage, enabled } = vocabulary.key.attributes;
  const isDefault = (name: string, standard: string | boolean) => {
    const value = evaluateAttribute(instance, resource, name);
    return value.kind === 'absent' || (value.kind === 'literal' && String(value.value) === String(standard));
  };
  const single = ['count', 'for_each'].every((name) => findAttribute(resource, name) === 'absent');
  const isOneSymmetricKey =
    single &&
    isDefault(keySpec.terraform, 'SYMMETRIC_DEFAULT') &&
    isDefault(usage.terraform, 'ENCRYPT_DECRYPT') &&
    isDefault(enabled.terraform, true);
  const reached = lazy(() => reachedFrom(instance.module, expressionsIn(resource.block)));
  const location = lazy(() => {
    const own = locationOf(instance, resource);
    return typeof own === 'string' ? undefined : nameOfLocation(own);
  });
  return {
    address: resource.address,
    header: placeOf(resource, resource.block.header),
    fits: (trail) =>
      isOneSymmetricKey &&
      location() !== undefined &&
      location() === trail.keyDeployment &&
      // A trail that uses a key that refers to the trail would be a circle.
      !reached().has(trail.call?.address ?? trail.address),
    policy: judgeKeyPolicy(instance, resource),
  };
}
