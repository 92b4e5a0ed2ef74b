import { makeResults, memoize } from '../../memory/lazy';
import type { Place } from '../../model/place';
import type { Block } from '../../syntax/hcl/tree';
import { calledModule, repetitionOf } from '../evaluation/named-values';
import { mayBeMore } from '../evaluation/repetition';
import { addressOf, callNames, chainOf, type Instance } from '../instance';
import { type LocatedBlock, placeOf, type Resource, resourcesOfType } from '../module';

/** A resource and the instance of the module that declares it. */
export interface Declared {
  readonly instance: Instance;
  readonly resource: Resource;
  /** The key of the one that is meant, of several that the resource makes; absent where there are not several, or it may be any. */
  readonly member?: string;
  /** Whether each of them is meant, as what names it is repeated as well. */
  readonly isEach?: true;
}

/** A function of what is declared whose result is kept as long as the instance lives. */
export function memoizeDeclared<V>(compute: (declared: Declared) => V): (declared: Declared) => V {
  const inInstance = memoize((_instance: Instance) => makeResults<Block, V>());
  return (declared) => inInstance(declared.instance)(declared.resource.block, () => compute(declared));
}

/** What there is of a type in the module that is judged and in those that it calls. */
export interface AllDeclared {
  readonly found: readonly Declared[];
  /** Whether there may be others, in modules that are too many to look at. */
  readonly mayBeMore: boolean;
}

/** No more instances than this are searched for what belongs to a bucket or key. */
const mostSearched = 500;

/** The resources of a type that the module and those that it calls declare, without those that there are surely none of. */
export function declaredOfType(root: Instance, type: string): AllDeclared {
  return declaredIn(root)(type, () => {
    const instances = instancesIn(root);
    const found = instances.flatMap((instance) => declaredBy(instance, type));
    return { found, mayBeMore: instances.length >= mostSearched };
  });
}

const declaredIn = memoize((_root: Instance) => makeResults<string, AllDeclared>());

/** The same in one instance. */
export function declaredBy(instance: Instance, type: string): readonly Declared[] {
  return resourcesOfType(instance.module, type).flatMap((resource) => {
    const repetition = repetitionOf(instance, resource);
    const isThere = !('each' in repetition) || repetition.each.length > 0 || mayBeMore(repetition);
    return isThere ? [{ instance, resource }] : [];
  });
}

/** The module that is judged and those that it calls, the nearest ones first. */
export const instancesIn = memoize((root: Instance): readonly Instance[] => {
  const found: Instance[] = [root];
  // The list grows while it is gone through.
  for (const instance of found) {
    for (const name of instance.module.calls.keys()) {
      if (found.length >= mostSearched) return found;
      found.push(...calledModule(instance, name).instances.slice(0, mostSearched - found.length));
    }
  }
  return found;
});

/** The instance that the others are called from. */
export function rootOf(instance: Instance): Instance {
  return chainOf(instance).at(-1) ?? instance;
}

/** The resource with an address, with or without the keys of repeated calls: of those that have the same one without, the first. */
export function declarationNamed(root: Instance, address: string): Declared | undefined {
  let instance = root;
  let rest = address;
  for (let call = leadingCall(rest); call; call = leadingCall(rest)) {
    const { instances } = calledModule(instance, call.name);
    const prefix = instance.prefix + call.text;
    const next = instances.find((one) => one.prefix === prefix) ?? instances[0];
    if (!next) return undefined;
    instance = next;
    rest = rest.slice(call.text.length);
  }
  const resource = instance.module.resources.get(rest);
  return resource && { instance, resource };
}

/** The same of a full address, as it is seen in an instance that may stand for several. */
export function declarationSeen(instance: Instance, address: string): Declared | undefined {
  const owner = chainOf(instance).find(({ prefix }) => address.startsWith(prefix));
  return owner && declarationNamed(owner, address.slice(owner.prefix.length));
}

function leadingCall(address: string): { readonly text: string; readonly name: string } | undefined {
  const [text, name] = /^module\.([^.[]+)(?:\["[^"]*"\]|\[\d+\])?\./.exec(address) ?? [];
  return text === undefined || name === undefined ? undefined : { text, name };
}

/** The address by which references and the way of values name a resource: with the keys of repeated calls. */
export function fullAddressOf({ instance, resource }: Declared): string {
  return instance.prefix + resource.address;
}

/** Tells apart those that are meant of one that makes several, too. */
export function idOfMeant(declared: Declared): string {
  const { member, isEach } = declared;
  if (isEach) return `${fullAddressOf(declared)}[*]`;
  return member === undefined ? fullAddressOf(declared) : `${fullAddressOf(declared)}[${member}]`;
}

/** The address by which people and changes name it. */
export function plainAddressOf({ instance, resource }: Declared): string {
  return instance.call ? `${addressOf(instance)}.${resource.address}` : resource.address;
}

/** What a finding about the resource points at: of one that a called module makes, the call. */
export function headerOf({ instance, resource }: Declared): Place {
  const call = outermostCall(instance) ?? resource;
  return placeOf(call, call.block.header);
}

/** The call in the module that is judged by which there is the instance. */
export function outermostCall(instance: Instance): LocatedBlock | undefined {
  return chainOf(instance).at(-2)?.call?.owner;
}

/** Its address, such as `module.trail`. */
export function outermostCallName(instance: Instance): string | undefined {
  const [name] = callNames(instance);
  return name === undefined ? undefined : `module.${name}`;
}

/** The calls of modules that are not read, and the instances that they are written in. */
export const unreadCallsIn = memoize((root: Instance) =>
  instancesIn(root).flatMap((instance) =>
    [...instance.module.calls].flatMap(([name, owner]) =>
      calledModule(instance, name).unknown ? [{ instance, owner }] : [],
    ),
  ),
);
