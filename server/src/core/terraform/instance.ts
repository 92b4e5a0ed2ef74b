import { makeResults, memoize, type Results } from '../memory/lazy';
import type { Kept } from '../memory/tracking';
import type { Message } from '../model/message';
import type { Value, WayStep } from '../model/value';
import type { Bindings } from './evaluation/evaluate';
import type { LocatedBlock, Module } from './module';

/** The modules and other files around one, as far as they have been read. What is asked for and not there is noted, and unknown. */
export interface World {
  /** Undefined where there is no such module, or it has not been read. */
  readonly moduleIn: (folder: string) => Module | undefined;
  /** The folders of the modules that call the one of a folder; undefined where they are not known yet. */
  readonly callersOf: (folder: string) => readonly string[] | undefined;
  /** `null` where there is no such file, undefined where it has not been read. */
  readonly textOf: (path: string) => string | null | undefined;
  /** Whether a folder is known to have no trail or event data store, nor any module that it calls: then it need not be read for them. */
  readonly hasNoRecorder: (folder: string) => boolean;
  /** A relative path as seen from a folder. */
  readonly resolve: (folder: string, path: string) => string;
}

/** A module as it is put to use: by itself, or by a call of another. */
export interface Instance {
  readonly module: Module;
  readonly world: World;
  /** Undefined for the one that is judged: its variables have the values that its files give them. */
  readonly call: ModuleCall | undefined;
  /** What the addresses of what it declares start with, as seen from the one that is judged: `module.trail.` or nothing. */
  readonly prefix: string;
  /** Its folder as Terraform sees it from where it runs. */
  readonly path: string;
  /** What variables are instead of what they are given, for one who asks what would be if. */
  readonly supposed: Bindings;
  /** What names stand for is worked out once. */
  readonly values: Map<string, Kept<Value>>;
  readonly calls: Results<string, CalledModule>;
}

export interface ModuleCall {
  readonly name: string;
  readonly caller: Instance;
  readonly owner: LocatedBlock;
  /** `each` and `count` of the call. */
  readonly bindings: Bindings;
  /** Whether Terraform has fetched the module from elsewhere. */
  readonly isInstalled: boolean;
}

/** What a call makes: one instance, one for each of what it repeats itself for, or nothing that is known. */
export interface CalledModule {
  readonly repetition: Repetition;
  /** Of a call whose repetition is not known, one that stands for each. */
  readonly instances: readonly Instance[];
  /** Why there is no instance though there may be. */
  readonly unknown: Message | undefined;
  /** Whether that is because there are too many of them to look at. */
  readonly isTooMuch: boolean;
}

/** How often there is what a block declares. */
export type Repetition =
  | { readonly kind: 'single' }
  | {
      readonly kind: 'counted' | 'keyed';
      readonly each: readonly { readonly key: string; readonly bindings: Bindings }[];
      /** The way of the number or the keys. */
      readonly way: readonly WayStep[];
    }
  /** `isUnfinished` where some text that decides it is being typed. */
  | { readonly kind: 'unknown'; readonly isUnfinished: boolean };

export const noBindings: Bindings = new Map();

/** The module by itself: made once, as what is worked out of it is kept with it. */
export function rootInstance(module: Module, world: World): Instance {
  return rootsIn(world)(module, () => supposedInstance(module, world, noBindings));
}

const rootsIn = memoize((_world: World) => makeResults<Module, Instance>());

/** The module as it would be by itself if its variables were these. */
export function supposedInstance(module: Module, world: World, supposed: Bindings): Instance {
  return makeInstance({ module, world, call: undefined, prefix: '', path: '.', supposed });
}

/** An instance of which nothing has been worked out. */
export function makeInstance(parts: Omit<Instance, 'values' | 'calls'>): Instance {
  return { ...parts, values: new Map(), calls: makeResults() };
}

/** The instance and its callers, up to the one that is judged. */
export function chainOf(instance: Instance): readonly Instance[] {
  const chain = [instance];
  for (let { call } = instance; call; call = call.caller.call) chain.push(call.caller);
  return chain;
}

/** The names of the calls that lead to an instance, the first one first. */
export function callNames(instance: Instance): readonly string[] {
  return chainOf(instance)
    .flatMap(({ call }) => (call ? [call.name] : []))
    .toReversed();
}

/** The address of an instance without the keys of `count` and `for_each`, such as `module.trail`; empty for the one that is judged. */
export function addressOf(instance: Instance): string {
  return callNames(instance)
    .map((name) => `module.${name}`)
    .join('.');
}
