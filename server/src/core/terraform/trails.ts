import { lazy } from '../lazy';
import type { Setting, Trail, TrailCall } from '../model/project';
import { isAbsent, nowhere, type Value } from '../model/value';
import { choice } from '../model/values';
import { vocabulary } from '../model/vocabulary';
import { callersOf } from './callers';
import { calledModule, evaluateAttribute, repetitionOf } from './evaluation/named-values';
import { mayBeMore } from './evaluation/repetition';
import { addressOf, callNames, chainOf, type Instance, noBindings } from './instance';
import { findAttribute, placeOf, type Resource, resourcesOfType } from './module';
import { sourceOf } from './module-source';
import { nameOfLocation } from './sites/location';
import { passesKey, type Site, siteOf } from './sites/site';

/** Of the trails or modules of one block that many are looked at one by one. */
const mostInstances = 100;

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
    const trails = calledModule(instance, name).instances.slice(0, mostInstances).flatMap(readTrails);
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
  const isSeveral = repetition.kind === 'counted' || repetition.kind === 'keyed';
  if (isSeveral && repetition.each.length === 0 && !mayBeMore(repetition)) return [];
  const each = isSeveral ? repetition.each.map(({ bindings }) => bindings).slice(0, mostInstances) : [];
  const name = vocabulary.trail.attributes.key.terraform;
  const values = (each.length > 0 ? each : [noBindings]).map((bindings) =>
    evaluateAttribute(instance, resource, name, bindings),
  );
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
  if (call) {
    const argument = value.origin.way.find(({ kind, of }) => kind === 'argument' && of === call.address);
    return { name, value, place: argument?.place };
  }
  const written = findAttribute(resource, name);
  return { name, value, place: typeof written === 'string' ? undefined : placeOf(written.owner, written.valueSpan) };
}

/** The trail as the callers of the module that is judged make it. */
function inCallers(instance: Instance, resource: Resource): readonly Trail[] | undefined {
  const names = callNames(instance);
  const root = chainOf(instance).at(-1) ?? instance;
  const callers = callersOf(root.module, root.world);
  if (!callers) return undefined;
  const instances = callers.flatMap((caller) => below(caller, names));
  return instances.flatMap((one) => readTrail(one, resource));
}

function below(instance: Instance, names: readonly string[]): readonly Instance[] {
  const [name, ...rest] = names;
  return name === undefined ? [instance] : calledModule(instance, name).instances.flatMap((one) => below(one, rest));
}
