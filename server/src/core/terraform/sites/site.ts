import { lazy } from '../../memory/lazy';
import type { InputValue } from '../../model/project';
import { isAbsent } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { isNothing } from '../../syntax/hcl/tree';
import { evaluateAttribute } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import type { Instance } from '../instance';
import { findAttribute, type LocatedBlock } from '../module';
import { bucketOf, type Declared } from '../reading/bucket-of-trail';
import { type CalledTrail, decidesNumbers, inputFor, keyInput, switchesOf, trailsGiven } from './key-input';
import { type Location, locationOf, nameOfLocation, writtenValue } from './location';
import { type Parts, partsOutside, textOfParts } from './outside';
import { standIn } from './stand-in';

/** Where the module that is judged makes a trail or an event data store: in a block of the trail's own, or in the call of a module that makes it. */
export interface Site {
  readonly instance: Instance;
  readonly block: LocatedBlock;
  /** The name that the block has. */
  readonly label: string;
  /** Whether what it makes is an event data store. */
  readonly isOfStore: boolean;
  /** What gives the trail its key there; undefined where nothing does by itself. */
  readonly argument: () => Argument | undefined;
  /** What gives the trail another attribute there. */
  readonly argumentFor: (attribute: string) => Argument | undefined;
  /** The name of the trail, or of all that get their key there. */
  readonly trailName: () => Parts;
  /** `several` where it is made in several places, so that no key could be where each of them is. */
  readonly places: () => Places | 'several' | 'unknown';
  /** Where the trail itself is made, whatever its bucket and key. */
  readonly trailPlace: () => Location | 'several' | 'unknown';
  /** What its bucket has its logs below; undefined where that is the bucket itself. */
  readonly prefix: () => Prefix | undefined;
  /** Whether it is for all accounts of an organization. */
  readonly isForOrganization: () => boolean;
  readonly switches: () => readonly InputValue[];
}

export interface Prefix {
  readonly parts: Parts;
  /** Whether it is nothing unless an input is set, or may be for another one. */
  readonly mayBeNothing: boolean;
}

export interface Argument {
  readonly name: string;
  /** It is added after the last of these that are there. */
  readonly after: readonly string[];
}

/** CloudTrail and S3 want the key in the bucket's Region; its policy names the trail in the trail's own. */
export interface Places {
  readonly key: Location;
  readonly trail: Location;
}

/** The site of the trail with an address such as `aws_cloudtrail.main` or `module.trail.aws_cloudtrail.main`, if there is one. */
export function siteOf(instance: Instance, address: string): Site | undefined {
  const [, calls = '', own = ''] = /^((?:module\.[^.]+\.)*)(.*)$/.exec(address) ?? [];
  const names = [...calls.matchAll(/module\.([^.]+)\./g)].map(([, name = '']) => name);
  const made = standIn(instance, names);
  const resource = made?.module.resources.get(own);
  if (!made || !resource) return undefined;
  const trail = { instance: made, resource };
  const [name] = names;
  const call = name === undefined ? undefined : instance.module.calls.get(name);
  if (name !== undefined && call) return siteOfCall({ instance, names, trail: resource, call }, trail);
  return {
    instance,
    block: resource,
    label: resource.name,
    isOfStore: isStore(trail),
    argument: () => ofTrail,
    argumentFor: (attribute) => ({ name: attribute, after: attributesOfTrail }),
    trailName: () => nameOf(trail),
    places: () => placesOf(trail),
    trailPlace: () => locationOf(made, resource),
    prefix: () => prefixOf(trail),
    isForOrganization: () => isForOrganization(trail),
    switches: () => [],
  };
}

const { key, name, bucket, prefix, organization } = vocabulary.trail.attributes;
const attributesOfTrail = Object.values(vocabulary.trail.attributes).map(({ terraform }) => terraform);

const ofTrail: Argument = {
  name: key.terraform,
  after: [name.terraform, bucket.terraform, prefix.terraform],
};

/** A key that is passed is that of all trails that the module gives it to. */
function siteOfCall(called: CalledTrail, trail: Declared): Site {
  const { instance, names, call } = called;
  const outermost = lazy(() => standIn(instance, names.slice(0, 1)));
  const input = lazy(() => keyInput(called, outermost()?.module));
  const trails = lazy(() => [trail, ...trailsGiven(called, input())]);
  return {
    instance,
    block: call,
    label: names[0] ?? '',
    isOfStore: isStore(trail),
    argument: () => argumentNamed(input(), call),
    argumentFor: (attribute) => argumentNamed(inputFor(called, outermost()?.module, attribute), call),
    trailName: () => shared(trails().map(nameOf), textOfParts) ?? [undefined],
    // What a key that is yet to be made decides has to be known before.
    places: lazy(() => {
      // The key of a trail is for that trail, and no event data store could use it.
      const areOfOneKind = trails().every((each) => isStore(each) === isStore(trail));
      if (!areOfOneKind || decidesNumbers(outermost(), input())) return 'unknown';
      return shared(trails().map(placesOf), textOfPlaces) ?? 'unknown';
    }),
    trailPlace: lazy(() => {
      const found = trails().map(({ instance: where, resource }) => locationOf(where, resource));
      return shared(found, (each) => (typeof each === 'string' ? each : nameOfLocation(each))) ?? 'several';
    }),
    prefix: () => prefixOf(trail),
    isForOrganization: () => isForOrganization(trail),
    switches: lazy(() => switchesOf(called, outermost()?.module)),
  };
}

function isStore({ resource }: Declared): boolean {
  return resource.type === vocabulary.store.terraform;
}

function nameOf({ instance, resource }: Declared): Parts {
  const written = writtenValue(resource, name.terraform);
  return written ? partsOutside(instance, resource, written) : [undefined];
}

function prefixOf({ instance, resource }: Declared): Prefix | undefined {
  const written = writtenValue(resource, prefix.terraform);
  if (!written || isNothing(written)) return undefined;
  const isSomething = !isAbsent(evaluateAttribute(instance, resource, prefix.terraform));
  const parts = partsOutside(instance, resource, written);
  if (isSomething) return { parts, mayBeNothing: parts.every(isNothingInAnArm) };
  // What cannot be said is what it is by default.
  return parts.includes(undefined) ? undefined : { parts, mayBeNothing: true };
}

function isNothingInAnArm(part: Parts[number]): boolean {
  if (typeof part !== 'object') return part === '';
  if (part.kind === 'parentheses') return isNothingInAnArm(part.inner);
  if (part.kind !== 'conditional') return isNothing(part);
  return isNothingInAnArm(part.whenTrue) || isNothingInAnArm(part.whenFalse);
}

function isForOrganization({ instance, resource }: Declared): boolean {
  return truthOf(evaluateAttribute(instance, resource, organization.terraform)) === true;
}

function placesOf({ instance, resource }: Declared): Places | 'several' | 'unknown' {
  const ofBucket = bucketOf(instance, resource);
  const forTrail = locationOf(instance, resource);
  const forKey = ofBucket ? locationOf(ofBucket.instance, ofBucket.resource) : forTrail;
  if (forKey === 'several' || forTrail === 'several') return 'several';
  return forKey === 'unknown' || forTrail === 'unknown' ? 'unknown' : { key: forKey, trail: forTrail };
}

/** What all of them are; undefined where they differ. */
function shared<T>([first, ...others]: readonly T[], textOf: (item: T) => string): T | undefined {
  return first !== undefined && others.every((other) => textOf(other) === textOf(first)) ? first : undefined;
}

function textOfPlaces(places: Places | 'several' | 'unknown'): string {
  return typeof places === 'string' ? places : `${nameOfLocation(places.key)}, ${nameOfLocation(places.trail)}`;
}

function argumentNamed(name: string | undefined, call: LocatedBlock): Argument | undefined {
  return name === undefined ? undefined : { name, after: argumentsOf(call) };
}

/** What the call passes, without what says how it is called. */
export function argumentsOf(call: LocatedBlock): readonly string[] {
  const names = call.block.body().attributes.map((attribute) => attribute.name);
  return names.filter((argument) => !['providers', 'depends_on', 'count', 'for_each'].includes(argument));
}

/** Whether something is written for the key that may be one. */
export function passesKey(site: Site | undefined): boolean {
  const argument = site?.argument();
  const written = site && argument ? findAttribute(site.block, argument.name) : 'absent';
  return typeof written !== 'string' && !isNothing(written.value());
}
