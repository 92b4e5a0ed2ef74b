import type { InCallers, MakingCall } from '../../model/project';
import { isAbsent, type Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { callersOf } from '../callers';
import { calledModule, repetitionOf } from '../evaluation/named-values';
import { callNames, type Instance } from '../instance';
import { placeOf, type Resource } from '../module';
import { sourceOf } from '../module-source';
import { passesKey, type Site } from '../sites/site';
import { type Declared, declaredBy, outermostCallName, plainAddressOf, rootOf } from './declared';
import { isKeyRefused } from './flags';
import { type Several, worstValueOf } from './settings';
import { callRepetitions, instancesBelow, isNone, whereMade } from './supposition';

/**
 * Each block of the module that makes trails, or event data stores, and each address of those that calls make: of several instances one
 * stands for the others.
 */
export function recordersBelow(instance: Instance, type: string): readonly Several<Declared>[] {
  const own = ownRecorders(instance, type).map((recorder): Several<Declared> => [recorder]);
  return [...own, ...calledRecorders(instance, type)];
}

/** Those that are written in the module itself. */
export function ownRecorders(instance: Instance, type: string): readonly Declared[] {
  const recorders = declaredBy(instance, type);
  return instance.call ? recorders.filter(({ resource }) => !isBeingTyped(instance, resource)) : recorders;
}

/** Each address of those that the calls of the module make. */
export function calledRecorders(instance: Instance, type: string): readonly Several<Declared>[] {
  return [...instance.module.calls].flatMap(([name, owner]) => {
    const source = sourceOf(owner, name, instance);
    if (source && instance.world.hasNoRecorder(source.folder)) return [];
    const byAddress = new Map<string, Several<Declared>>();
    const { instances } = calledModule(instance, name);
    for (const recorder of instances.flatMap((called) => recordersBelow(called, type)).flat()) {
      const address = plainAddressOf(recorder);
      const known = byAddress.get(address);
      byAddress.set(address, known ? [...known, recorder] : [recorder]);
    }
    return [...byAddress.values()];
  });
}

/** The one without a key, if there is one. */
export function worstOf(declared: Several<Declared>): Declared {
  const [first, ...others] = declared;
  if (others.length === 0) return first;
  return declared.find((recorder) => isAbsent(keyOf(recorder))) ?? first;
}

/** Trails and event data stores call it the same. */
const keyName = vocabulary.trail.attributes.key.terraform;

function keyOf(recorder: Declared): Value {
  const values = asMade(recorder).map((made) => worstValueOf(made, keyName, isAbsent));
  return values.find(isAbsent) ?? values[0] ?? worstValueOf(recorder, keyName, isAbsent);
}

/** Where none is made by default, all is as it is when one is. */
export function asMade({ instance, resource }: Declared): readonly Declared[] {
  return whereMade(instance, resource).map((made) => ({ instance: made, resource }));
}

/** Whether it is being typed if there is one. */
function isBeingTyped(instance: Instance, resource: Resource): boolean {
  return [repetitionOf(instance, resource), ...callRepetitions(instance)].some(
    (repetition) => repetition.kind === 'unknown' && repetition.isUnfinished,
  );
}

export function isRedeclared({ instance: { module }, resource: { address, file, start } }: Declared): boolean {
  const first = module.resources.get(address);
  return first?.file !== file || first.start !== start;
}

export function makingCallOf(declared: Declared, site: () => Site | undefined): MakingCall | undefined {
  const { instance, resource } = declared;
  const address = outermostCallName(instance);
  if (address === undefined || !instance.call) return undefined;
  return {
    address,
    declaration: placeOf(resource, resource.block.header),
    isInstalled: instance.call.isInstalled,
    passesKey: () => passesKey(site()),
    switches: () => (site()?.switches() ?? []).map((each) => ({ ...each, isRefused: isKeyRefused(declared, each) })),
  };
}

/** A trail or an event data store as the callers of the module that is judged make it. */
export function inCallersOf<T extends { readonly kmsKey: { readonly value: Value } }>(
  { instance, resource }: Declared,
  readOne: (declared: Declared) => T,
): InCallers<T> {
  const names = callNames(instance);
  const root = rootOf(instance);
  const callers = callersOf(root.module, root.world);
  const instances = callers.instances.flatMap((caller) => instancesBelow(caller, names));
  const made = instances.flatMap((called) => {
    const isThere = ownRecorders(called, resource.type).some((recorder) => recorder.resource.block === resource.block);
    const found = isThere ? [readOne({ instance: called, resource })] : [];
    // Where there is no such call by default, one that may pass something says nothing.
    return isMadeByDefault(called) ? found : found.filter(({ kmsKey }) => isKnown(kmsKey.value));
  });
  // A call that makes no such trail decides that as well.
  const isDecided =
    callers.isLeftOut ||
    callers.instances.some((caller) => isMadeByDefault(caller) && isKnownBelow(caller, names)) ||
    instances.some((called) => isBeingTyped(called, resource));
  return { made, isLeftToDefaults: callers.isComplete && !isDecided };
}

function isMadeByDefault(instance: Instance): boolean {
  return !callRepetitions(instance).some(isNone);
}

/** Whether all that the calls of these names lead to is read. */
function isKnownBelow(instance: Instance, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const { instances, unknown } = calledModule(instance, name);
  return !unknown && instances.every((one) => isKnownBelow(one, rest));
}

function isKnown({ kind }: Value): boolean {
  return kind !== 'unknown' && kind !== 'choice';
}
