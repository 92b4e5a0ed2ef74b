import { lazy, memoize } from '../../memory/lazy';
import type { Project, UnreadCall } from '../../model/project';
import { calledModule } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { type LocatedBlock, placeOf, resourcesOfType } from '../module';
import { keyTypes } from './key-types';
import { readKey } from './keys';
import { readStores } from './stores';
import { readTrails } from './trails';

/** The trails of a module and of the modules that it calls, and the keys that they could use. */
export const readProject = memoize((instance: Instance): Project => {
  const project: Project = {
    trails: readTrails(instance),
    whole: () => project,
    stores: lazy(() => readStores(instance)),
    unreadCalls: () => [...instance.module.calls].flatMap(([name, owner]) => readUnread(instance, name, owner)),
    isCalled: () => {
      const callers = instance.world.callersOf(instance.module.folder);
      return callers && callers.length > 0;
    },
    keys: lazy(() =>
      keyTypes.flatMap((type) =>
        resourcesOfType(instance.module, type).map((resource) => readKey({ instance, resource })),
      ),
    ),
  };
  return project;
});

function readUnread(instance: Instance, name: string, owner: LocatedBlock): readonly UnreadCall[] {
  const { unknown: reason } = calledModule(instance, name);
  return reason ? [{ address: `module.${name}`, header: placeOf(owner, owner.block.header), reason }] : [];
}
