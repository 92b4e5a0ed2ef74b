import type { Key, Project, Trail } from '../model/project';
import { vocabulary } from '../model/vocabulary';
import type { Expression } from '../syntax/hcl/tree';
import { bucketOf } from './bucket';
import { metaArgument } from './deployment';
import { evaluateAttribute } from './evaluate';
import { judgeKeyPolicy } from './key-policy';
import { findAttribute, type Module, placeOf, type Resource, resourcesOfType } from './module';

/** The trails of a module and the keys they could use. */
export function readProject(module: Module): Project {
  return {
    trails: resourcesOfType(module, vocabulary.trail.terraform).flatMap((resource) => readTrail(module, resource)),
    keys: () => resourcesOfType(module, vocabulary.key.terraform).map((resource) => readKey(module, resource)),
  };
}

function readTrail(module: Module, resource: Resource): readonly Trail[] {
  if (isNeverCreated(resource)) return [];
  const name = vocabulary.trail.attributes.key.terraform;
  const written = findAttribute(resource.block, name);
  return [
    {
      address: resource.address,
      header: placeOf(resource, resource.block.header),
      kmsKey: {
        value: evaluateAttribute(module, resource, name),
        place: typeof written === 'string' ? undefined : placeOf(resource, written.valueSpan),
      },
      takesKey: () => true,
      misspelledKey: undefined,
      isRedeclared: module.resources.get(resource.address) !== resource,
      keyDeployment: deployment(bucketOf(module, resource) ?? resource),
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
  return {
    address: resource.address,
    header: placeOf(resource, resource.block.header),
    fitsTrails:
      single &&
      isDefault(keySpec.terraform, 'SYMMETRIC_DEFAULT') &&
      isDefault(usage.terraform, 'ENCRYPT_DECRYPT') &&
      isDefault(enabled.terraform, true),
    deployment: deployment(resource),
    policy: judgeKeyPolicy(module, resource),
  };
}

/** `count = 0` or an empty `for_each`, written out. */
function isNeverCreated(resource: Resource): boolean {
  const isNone = (value: Expression): boolean => {
    if (value.kind === 'call' && value.name === 'toset') return value.arguments.some(isNone);
    if (value.kind === 'tuple') return value.items.length === 0;
    if (value.kind === 'object') return value.entries.length === 0;
    return value.kind === 'literal' && value.value === 0;
  };
  return ['count', 'for_each'].some((name) => {
    const attribute = findAttribute(resource.block, name);
    return typeof attribute !== 'string' && isNone(attribute.value());
  });
}

/** Compares equal for resources that go to the same account and Region. */
function deployment(resource: Resource): string {
  return (['provider', 'region'] as const).map((name) => metaArgument(resource, name) ?? '').join(' ');
}
