import { isSamePlace, type Place } from '../../model/place';
import type { Setting, Switch } from '../../model/project';
import { always, nowhere, type Value } from '../../model/value';
import { choice, truth, unknown } from '../../model/values';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, placeOf } from '../module';
import { switchSite } from '../sites/switch';
import { type Declared, outermostCallName, plainAddressOf, rootOf } from './declared';
import { valuesOf } from './joining';
import { ignoresChangesOf } from './lifecycle';
import { withoutSupposing } from './supposition';

/** An attribute where it is written, or why it is not. */
export type Found = LocatedAttribute | 'absent' | 'unsure';

/**
 * A setting of a resource, which several instances of a module may make: of all that make it, one for which it is wrong stands for the others.
 */
export function settingOf(
  [first, ...others]: Several<Declared>,
  name: string,
  isWrong: (value: Value) => boolean,
): Setting {
  const values = [first, ...others].map((declared) => worstValueOf(declared, name, isWrong));
  const value = values.find(isWrong) ?? values[0] ?? unknown('{0} is not known', name);
  return settingAt(first.instance, name, value, findAttribute(first.resource, name));
}

/** At least one. */
export type Several<T> = readonly [T, ...T[]];

/** The same of one that is on or off. */
export function switchOf(made: Several<Declared>, name: string, isWrong: (value: Value) => boolean): Switch {
  const [{ instance, resource }] = made;
  const setting = settingOf(made, name, isWrong);
  const root = withoutSupposing(rootOf(instance));
  const address = plainAddressOf({ instance, resource });
  return { ...setting, setBy: (value) => switchSite(root, address, name, value)?.name };
}

/** Whether it is off by being written so. */
export function isOff(value: Value): boolean {
  return always(value, (arm) => truth(arm) === false);
}

/** The same of what is off where nothing is written. */
export function isNotOn(value: Value): boolean {
  return always(value, (arm) => arm.kind === 'absent' || truth(arm) === false);
}

/** What an attribute comes to in all that a block declares. */
export function worstValueOf(declared: Declared, name: string, isWrong: (value: Value) => boolean): Value {
  if (ignoresChangesOf(declared.resource, name)) return ignored;
  const values = valuesOf(declared, name);
  return values.find(isWrong) ?? sameOf(values) ?? choice(values, nowhere);
}

/** What all of several are: each trail of a block may name the same key. */
function sameOf([first, ...others]: readonly Value[]): Value | undefined {
  if (first?.kind !== 'reference') return undefined;
  const { resource, attribute } = first;
  const areSame = others.every(
    (other) => other.kind === 'reference' && other.resource === resource && other.attribute === attribute,
  );
  return areSame ? first : undefined;
}

export const ignored = unknown('Terraform is told to ignore changes of it');

/** The place of a setting of what a call makes is the argument that the call passes for it. */
export function settingAt(instance: Instance, name: string, value: Value, found: Found): Setting {
  const written = typeof found === 'string' ? undefined : placeOf(found.owner, found.span);
  const call = outermostCallName(instance);
  if (call !== undefined) return { name, value, place: placeAtCall(value, call), named: undefined, written };
  const place = typeof found === 'string' ? undefined : placeOf(found.owner, found.valueSpan);
  const named = typeof found === 'string' ? undefined : placeOf(found.owner, found.nameSpan);
  return { name, value, place, named, written };
}

/** The argument that comes to the value, or decides it; nowhere where that is one that is not passed. */
function placeAtCall({ origin }: Value, call: string): Place | undefined {
  const inputs = origin.way.filter(({ of }) => of === call);
  const passed = inputs.filter(({ kind }) => kind === 'argument');
  const itself = passed.find(({ value }) => isSamePlace(value.origin.place, origin.place));
  if (itself || inputs.length > passed.length) return itself?.place;
  return passed[0]?.place;
}
