import { lazy } from '../lazy';
import type { Key, Project, Trail } from '../model/project';
import { vocabulary } from '../model/vocabulary';
import type { Expression } from '../syntax/hcl/tree';
import { bucketOf } from './bucket';
import { isScattered, metaArgument } from './deployment';
import { countInstances, evaluateAttribute } from './evaluate';
import { judgeKeyPolicy } from './key-policy';
import { findAttribute, type Module, placeOf, type Resource, resourcesOfType } from './module';
import { expressionsIn, reachedFrom } from './references';

/** The trails of a module and the keys they could use. */
export function readProject(module: Module): Project {
  return {
    trails: resourcesOfType(module, vocabulary.trail.terraform).flatMap((resource) => readTrail(module, resource)),
    keys: () => resourcesOfType(module, vocabulary.key.terraform).map((resource) => readKey(module, resource)),
  };
}

function readTrail(module: Module, resource: Resource): readonly Trail[] {
  if (isNeverCreated(module, resource)) return [];
  const name = vocabulary.trail.attributes.key.terraform;
  const written = findAttribute(resource.block, name);
  const bucket = bucketOf(module, resource) ?? resource;
  return [
    {
      address: resource.address,
      header: placeOf(resource, resource.block.header),
      kmsKey: {
        value: evaluateAttribute(module, resource, name),
        place: typeof written === 'string' ? undefined : placeOf(resource, written.valueSpan),
      },
      takesKey: () => ![resource, bucket].some(isScattered),
      misspelledKey: undefined,
      isRedeclared: module.resources.get(resource.address) !== resource,
      keyDeployment: deployment(bucket),
    },
  ];
}

function readKey(module: Module, resource: Resource): Key {
  const { keySpec, usage, enabled } = vocabulary.key.attributes;
  const isDefault = (name: string, standard: string | boolean) => {
    const value = evaluateAttribute(module, resource, name);
    return value.kind === 'absent' || (value.kind === 'literal' && String(value.value) === String(standard));
  };
  const single = ['count', 'for_each'].every((name) => findAttribute(resource.block, name) === 'absent');
  const isOneSymmetricKey =
    single &&
    isDefault(keySpec.terraform, 'SYMMETRIC_DEFAULT') &&
    isDefault(usage.terraform, 'ENCRYPT_DECRYPT') &&
    isDefault(enabled.terraform, true);
  const reached = lazy(() => reachedFrom(module, expressionsIn(resource.block)));
  return {
    address: resource.address,
    header: placeOf(resource, resource.block.header),
    fits: (trail) =>
      isOneSymmetricKey &&
      deployment(resource) === trail.keyDeployment &&
      // A trail that uses a key that refers to the trail would be a circle.
      !reached().has(trail.address),
    policy: judgeKeyPolicy(module, resource),
  };
}

/** No instance, whatever the inputs are: `count = 0`, a constant that makes it that, or an empty `for_each`. */
function isNeverCreated(module: Module, resource: Resource): boolean {
  const instances = countInstances(resource, { module, underWay: [] });
  if (instances.kind === 'counted')
    return instances.size === 0 && !instances.way.some(({ kind }) => kind === 'variable');
  const isNone = (value: Expression): boolean => {
    if (value.kind === 'call' && value.name === 'toset') return value.arguments.some(isNone);
    if (value.kind === 'tuple') return value.items.length === 0;
    return value.kind === 'object' && value.entries.length === 0;
  };
  const attribute = findAttribute(resource.block, 'for_each');
  return typeof attribute !== 'string' && isNone(attribute.value());
}

/** Compares equal for resources that go to the same account and Region. */
function deployment(resource: Resource): string {
  return (['provider', 'region'] as const).map((name) => metaArgument(resource, name) ?? '').join(' ');
}
