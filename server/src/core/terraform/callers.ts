import { memoize } from '../memory/lazy';
import { type Kept, keep, use } from '../memory/tracking';
import { calledModule } from './evaluation/named-values';
import { type CalledModule, chainOf, type Instance, rootInstance, type World } from './instance';
import type { Module } from './module';
import { sourceOf } from './module-source';

/** A module is looked at in no more calls than this. */
const mostCallers = 1000;

/**
 * A module as each call in the workspace puts it to use, down from the modules that nobody calls; none where it is one of those itself.
 */
export function callersOf(module: Module, world: World): Callers {
  const known = callersIn(world);
  const found = known.get(module);
  if (found) return use(found);
  // Modules that call each other in a circle are called by nobody who could run them.
  known.set(module, { value: { instances: [], isLeftOut: false, isComplete: true }, noted: undefined });
  const callers = keep(() => findCallers(module, world));
  known.set(module, callers);
  return use(callers);
}

/** Whether the calls in sight put a module to use more than once: what has one name in it would be there twice. */
export function isCalledSeveralTimes({ module, world }: Instance): boolean {
  const { instances } = callersOf(module, world);
  return instances.length > 1 || instances.flatMap(chainOf).some(isRepeated);
}

/** One that stands for each of those that a call makes, which nobody knows the number of. */
function isRepeated({ call }: Instance): boolean {
  return call !== undefined && calledModule(call.caller, call.name).repetition.kind === 'unknown';
}

export interface Callers {
  readonly instances: readonly Instance[];
  /** Whether there is a call that makes none. */
  readonly isLeftOut: boolean;
  /** Whether there are no others. */
  readonly isComplete: boolean;
}

const callersIn = memoize((_world: World) => new Map<Module, Kept<Callers>>());

function findCallers(module: Module, world: World): Callers {
  const folders = world.callersOf(module.folder);
  const found: Instance[] = [];
  let isLeftOut = false;
  let isComplete = folders !== undefined;
  for (const folder of folders?.filter((each) => !isExample(each, module.folder)) ?? []) {
    const caller = world.moduleIn(folder);
    // What else is not there yet is asked for at the same time.
    const outer = caller && callersOf(caller, world);
    if (!outer?.isComplete) isComplete = false;
    if (outer?.isLeftOut) isLeftOut = true;
    if (caller && outer && found.length < mostCallers) {
      const isCalled = outer.instances.length > 0 || outer.isLeftOut;
      for (const instance of isCalled ? outer.instances : [rootInstance(caller, world)]) {
        const called = callsOf(instance, module);
        // A call that is being typed may not be seen.
        if (called.some(({ isTooMuch }) => isTooMuch) || (called.length === 0 && caller.isUnfinished))
          isComplete = false;
        if (called.some(makesNone)) isLeftOut = true;
        found.push(...called.flatMap(({ instances }) => instances));
      }
    }
  }
  return { instances: found, isLeftOut, isComplete };
}

function makesNone({ repetition, instances, unknown }: CalledModule): boolean {
  return !unknown && 'each' in repetition && instances.length === 0;
}

/**
 * Whether a folder shows or tests how a module beside it is put to use, which says nothing of those who do:
 * developer.hashicorp.com/terraform/language/modules/develop/structure
 */
function isExample(folder: string, of: string): boolean {
  const [parts, own] = [partsOf(folder), partsOf(of)];
  const firstOther = parts.findIndex((part, index) => part !== own[index]);
  return /^(?:examples?|tests)$/i.test(parts[firstOther] ?? '');
}

function partsOf(folder: string): readonly string[] {
  return folder.split('/').filter((part) => part !== '' && part !== '.');
}

function callsOf(instance: Instance, module: Module): readonly CalledModule[] {
  return [...instance.module.calls].flatMap(([name, owner]) =>
    sourceOf(owner, name, instance)?.folder === module.folder ? [calledModule(instance, name)] : [],
  );
}
