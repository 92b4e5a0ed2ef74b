import { lazy } from '../lazy';
import type { Place } from '../model/place';
import type { CalledTrails, Setting, Trail, TrailCall } from '../model/project';
import { isAbsent, nowhere, type Value } from '../model/value';
import { choice, unknown } from '../model/values';
import { vocabulary } from '../model/vocabulary';
import { callersOf } from './callers';
import { calledModule, evaluateAttribute, repetitionOf } from './evaluation/named-values';
import { mayBeMore } from './evaluation/repetition';
import { addressOf, callNames, chainOf, type Instance, noBindings, type Repetition, rootInstance } from './instance';
import { attributeIn, findAttribute, nestedBlocks, placeOf, type Resource, resourcesOfType } from './module';
import { sourceOf } from './module-source';
import { nameOfLocation } from './sites/location';
import { passesKey, type Site, siteOf } from './sites/site';

/** The trails of a module, and of the modules that it calls. */
export function readTrails(instance: Instance): readonly Trail[] {
  return [...ownTrails(instance), ...calledTrails(instance)];
}

function ownTrails(instance: Instance): readonly Trail[] {
  return resourcesOfType(instance.module, vocabulary.trail.terraform).flatMap((resource) =>
    readTrail(instance, resource),
  );
}

/** One for each address: of several that a repeated call makes, one without a key stands for the others. */
function calledTrails(instance: Instance): readonly Trail[] {
  return [...instance.module.calls].flatMap(([name, owner]) => {
    const source = sourceOf(owner, name, instance);
    if (source && instance.world.hasNoTrail(source.folder)) return [];
    const trails = calledModule(instance, name).instances.flatMap(readTrails);
    const byAddress = new Map<string, Trail>();
    for (const trail of trails) {
      const known = byAddress.get(trail.address);
      if (!known || (!isAbsent(known.kmsKey.value) && isAbsent(trail.kmsKey.value)))
        byAddress.set(trail.address, trail);
    }
    return [...byAddress.values()];
  });
}

function readTrail(instance: Instance, resource: Resource): readonly Trail[] {
  const repetition = repetitionOf(instance, resource);
  if (isNone(repetition) && !mayBeMore(repetition)) return [];
  if (instance.call && isBeingTyped(instance, resource)) return [];
  const name = vocabulary.trail.attributes.key.terraform;
  const values = keysOf(instance, resource, name);
  const value = values.find(isAbsent) ?? choice(values, nowhere);
  const address = instance.call ? `${addressOf(instance)}.${resource.address}` : resource.address;
  const outermost = chainOf(instance).at(-2)?.call;
  const site = lazy(() => siteOf(chainOf(instance).at(-1) ?? instance, address));
  const call = callOf(instance, resource, site);
  return [
    {
      address,
      header: outermost
        ? placeOf(outermost.owner, outermost.owner.block.header)
        : placeOf(resource, resource.block.header),
      kmsKey: settingOf(value, resource, name, call),
      takesKey: () => site()?.argument() !== undefined && site()?.places() !== 'several',
      misspelledKey: undefined,
      isRedeclared: isRedeclared(instance, resource),
      get keyDeployment() {
        const places = site()?.places();
        return typeof places === 'object' ? nameOfLocation(places.key) : undefined;
      },
      call,
      inCallers: lazy(() => inCallers(instance, resource)),
    },
  ];
}

/** What the key of each of the trails comes to. */
function keysOf(instance: Instance, resource: Resource, name: string): readonly Value[] {
  if (ignoresChangesOf(resource, name)) return [unknown('Terraform is told to ignore changes of it')];
  return whereMade(instance, resource).flatMap((made) => {
    const repetition = repetitionOf(made, resource);
    const each = 'each' in repetition ? repetition.each.map(({ bindings }) => bindings) : [];
    return (each.length > 0 ? each : [noBindings]).map((bindings) => evaluateAttribute(made, resource, name, bindings));
  });
}

/** developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes */
function ignoresChangesOf(resource: Resource, name: string): boolean {
  return nestedBlocks(resource, 'lifecycle').some(({ block }) => {
    const ignored = attributeIn(block, 'ignore_changes');
    const value = typeof ignored === 'string' ? undefined : ignored.value();
    const names = value?.kind === 'tuple' ? value.items : value ? [value] : [];
    return names.some((one) => [name, 'all', `"${name}"`, '"all"'].includes(one.source));
  });
}

/**
 * The module as it is whenever the trail is made. Where it is not made by default, some input is another then, and what else it decides is
 * not known: a flag that makes the trail may make its key.
 */
function whereMade(instance: Instance, resource: Resource): readonly Instance[] {
  const inputs = [repetitionOf(instance, resource), ...callRepetitions(instance)].flatMap(inputsOfNone);
  if (inputs.length === 0) return [instance];
  const root = chainOf(instance).at(-1) ?? instance;
  const supposed = new Map(inputs.map((input) => [input, unknown('it is {0} that decides', `var.${input}`)]));
  return below(rootInstance(root.module, root.world, supposed), callNames(instance));
}

/** How often there is each of the modules on the way to an instance. */
function callRepetitions(instance: Instance): readonly Repetition[] {
  return chainOf(instance).flatMap(({ call }) => (call ? [calledModule(call.caller, call.name).repetition] : []));
}

/** The inputs by which there is none of something by default. */
function inputsOfNone(repetition: Repetition): readonly string[] {
  if (!isNone(repetition)) return [];
  return repetition.way.flatMap(({ kind, name }) => (kind === 'variable' ? [name.replace(/^var\./, '')] : []));
}

/** Whether it is being typed if there is a trail. */
function isBeingTyped(instance: Instance, resource: Resource): boolean {
  return [repetitionOf(instance, resource), ...callRepetitions(instance)].some(
    (repetition) => repetition.kind === 'unknown' && repetition.isUnfinished,
  );
}

function isNone(repetition: Repetition): repetition is Extract<Repetition, { readonly each: unknown }> {
  return 'each' in repetition && repetition.each.length === 0;
}

function isRedeclared({ module }: Instance, { address, file, start }: Resource): boolean {
  const first = module.resources.get(address);
  return first?.file !== file || first.start !== start;
}

function callOf(instance: Instance, resource: Resource, site: () => Site | undefined): TrailCall | undefined {
  const [name] = callNames(instance);
  if (name === undefined || !instance.call) return undefined;
  return {
    address: `module.${name}`,
    trail: placeOf(resource, resource.block.header),
    isInstalled: instance.call.isInstalled,
    passesKey: () => passesKey(site()),
    switches: () => site()?.switches() ?? [],
  };
}

/** The place of a called trail's setting is the argument that the call passes for it. */
function settingOf(value: Value, resource: Resource, name: string, call: TrailCall | undefined): Setting {
  const found = findAttribute(resource, name);
  const written = typeof found === 'string' ? undefined : placeOf(found.owner, found.span);
  if (call) {
    return { name, value, place: placeAtCall(value, call), written };
  }
  const place = typeof found === 'string' ? undefined : placeOf(found.owner, found.valueSpan);
  return { name, value, place, written };
}

/** The argument that comes to the value, or decides it; nowhere where that is one that is not passed. */
function placeAtCall({ origin }: Value, { address }: TrailCall): Place | undefined {
  const inputs = origin.way.filter(({ of }) => of === address);
  const passed = inputs.filter(({ kind }) => kind === 'argument');
  const itself = passed.find(({ value }) => samePlace(value.origin.place, origin.place));
  if (itself || inputs.length > passed.length) return itself?.place;
  return passed[0]?.place;
}

function samePlace(a: Place | undefined, b: Place | undefined): boolean {
  return a?.path === b?.path && a?.span.start === b?.span.start;
}

/** The trail as the callers of the module that is judged make it. */
function inCallers(instance: Instance, resource: Resource): CalledTrails {
  const names = callNames(instance);
  const root = chainOf(instance).at(-1) ?? instance;
  const callers = callersOf(root.module, root.world);
  const instances = callers.instances.flatMap((caller) => below(caller, names));
  const trails = instances.flatMap((called) => {
    const made = readTrail(called, resource);
    // Where there is no such call by default, one that may pass something says nothing.
    return callRepetitions(called).some(isNone) ? made.filter(({ kmsKey }) => isKnown(kmsKey.value)) : made;
  });
  return { trails, isComplete: callers.isComplete && !instances.some((called) => isBeingTyped(called, resource)) };
}

function isKnown({ kind }: Value): boolean {
  return kind !== 'unknown' && kind !== 'choice';
}

function below(instance: Instance, names: readonly string[]): readonly Instance[] {
  const [name, ...rest] = names;
  return name === undefined ? [instance] : calledModule(instance, name).instances.flatMap((one) => below(one, rest));
}
