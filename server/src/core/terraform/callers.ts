import { memoize } from '../lazy';
import { calledModule } from './evaluation/named-values';
import { type CalledModule, type Instance, rootInstance, type World } from './instance';
import type { Module } from './module';
import { sourceOf } from './module-source';

/** A module is looked at in no more calls than this. */
const mostCallers = 1000;

/**
 * A module as each call in the workspace puts it to use, down from the modules that nobody calls; none where it is one of those itself.
 * Undefined as long as the calls are not all known.
 */
export function callersOf(module: Module, world: World): readonly Instance[] | undefined {
  const known = callersIn(world);
  if (!known.has(module)) {
    // Modules that call each other in a circle are called by nobody who could run them.
    known.set(module, []);
    known.set(module, findCallers(module, world));
  }
  return known.get(module);
}

const callersIn = memoize((_world: World) => new Map<Module, readonly Instance[] | undefined>());

function findCallers(module: Module, world: World): readonly Instance[] | undefined {
  const folders = world.callersOf(module.folder);
  const found: Instance[] = [];
  let isUnknown = folders === undefined;
  for (const folder of folders ?? []) {
    const caller = world.moduleIn(folder);
    // What else is not there yet is asked for at the same time.
    const outer = caller && callersOf(caller, world);
    if (!caller || !outer) isUnknown = true;
    else if (found.length < mostCallers) {
      for (const instance of outer.length > 0 ? outer : [rootInstance(caller, world)]) {
        const called = callsOf(instance, module);
        if (called.some(({ isTooMuch }) => isTooMuch)) isUnknown = true;
        found.push(...called.flatMap(({ instances }) => instances));
      }
    }
  }
  return isUnknown ? undefined : found;
}

function callsOf(instance: Instance, module: Module): readonly CalledModule[] {
  return [...instance.module.calls].flatMap(([name, owner]) =>
    sourceOf(owner, name, instance)?.folder === module.folder ? [calledModule(instance, name)] : [],
  );
}
