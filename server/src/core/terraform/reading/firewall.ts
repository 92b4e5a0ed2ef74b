import { dependencyOn, type Identity } from '../../memory/dependency';
import { note, untracked } from '../../memory/tracking';
import { type Instance, rootInstance, type World } from '../instance';
import type { Declared } from './declared';

/**
 * What is found by looking through many resources, of which most have nothing to do with it: who uses it depends on what is found, and not on
 * all that was looked through. `find` must ask nothing of what it finds. It is kept, and with it all that any function which is made beside it holds:
 * make it where there is no module in sight.
 */
export function firewall<T>(root: Instance, find: (root: Instance) => T, identityOfFound: (found: T) => Identity): T {
  // What is supposed of a module is supposed of this one only.
  if (root.supposed.size > 0 || root.call) return find(root);
  const found = untracked(() => find(root));
  note(dependencyOn(identityOfFound(found), findAgain(root.module.folder, find, identityOfFound)));
  return found;
}

/** Holds on to no module. */
function findAgain<T>(
  folder: string,
  find: (root: Instance) => T,
  identityOfFound: (found: T) => Identity,
): Parameters<typeof dependencyOn<World>>[1] {
  return (now) => {
    const module = now.moduleIn(folder);
    return module && identityOfFound(find(rootInstance(module, now)));
  };
}

/** The same block in the same instance. */
export function identityOf({ instance, resource }: Declared): Identity {
  return [resource.block, resource.file.path, instance.prefix, ...resource.overrides.map(({ block }) => block)];
}
