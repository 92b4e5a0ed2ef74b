import { memoize } from '../../memory/lazy';
import { message } from '../../model/message';
import type { Origin, Value } from '../../model/value';
import { unknown } from '../../model/values';
import {
  addressOf,
  type CalledModule,
  chainOf,
  type Instance,
  makeInstance,
  noBindings,
  type Repetition,
  type World,
} from '../instance';
import { findAttribute, placeOf } from '../module';
import { sourceOf } from '../module-source';
import { comeBy } from './arms';
import { type Context, scopeIn, within } from './context';
import { type Bindings, evaluate } from './evaluate';
import { eachOf, mayBeMore, repeat } from './repetition';
import { named } from './texts';

/** Modules that call each other are followed this far. */
const deepestCall = 20;

/** No more instances of modules are looked at in one analysis: each level of calls may double them. */
const mostInstances = 5000;

/** All that there is of a called module: its outputs. */
export function moduleValue(name: string, origin: Origin, context: Context): Value {
  const { prefix } = context.instance;
  const { repetition, instances, unknown: why } = callOf(name, context);
  const address = `${prefix}module.${name}`;
  if (why) {
    const notKnown = (key: string) =>
      named({ kind: 'unknown', reason: why, origin }, { kind: 'other', name: address + key });
    // How many there are the call says by itself.
    return 'each' in repetition
      ? eachOf(repetition, address, origin, (_bindings, key) => notKnown(key === '' ? '' : `[${key}]`))
      : notKnown('');
  }
  const made = instances.values();
  return eachOf(repetition, address, origin, () => {
    const instance = made.next().value ?? instances[0];
    const member = (output: string) =>
      instance ? outputValue(output, { ...context, instance }) : unknown('{0} is not known here', address);
    return { kind: 'reference', resource: address, attribute: '', member, origin };
  });
}

function outputValue(name: string, context: Context): Value {
  const { instance } = context;
  return within(`output.${name}`, context, (inner) => {
    const output = instance.module.outputs.get(name);
    const attribute = output ? findAttribute(output, 'value') : 'absent';
    const address = `${addressOf(instance)}.${name}`;
    if (typeof attribute === 'string') return unknown('{0} is not declared there', address);
    const value = evaluate(attribute.value(), scopeIn(attribute.owner, inner));
    return comeBy({ kind: 'output', name: address, place: placeOf(attribute.owner, attribute.span), value }, value);
  });
}

function instancesOf(repetition: Repetition, one: (bindings: Bindings, key: string) => Instance): readonly Instance[] {
  if (repetition.kind === 'single' || repetition.kind === 'unknown') return [];
  const { kind, each } = repetition;
  return each.map(({ bindings, key }) => one(bindings, kind === 'keyed' ? `["${key}"]` : `[${key}]`));
}

/** The instances that the call of that name makes. */
export function callOf(name: string, context: Context): CalledModule {
  return context.instance.calls(name, () => makeCall(name, context));
}

const instancesLeft = memoize((_world: World) => ({ left: mostInstances }));

function makeCall(name: string, context: Context): CalledModule {
  const { instance } = context;
  const owner = instance.module.calls.get(name);
  const nothing = (why: string, ...args: readonly string[]): CalledModule => ({
    repetition: { kind: 'unknown', isUnfinished: false },
    instances: [],
    unknown: message(why, ...args),
    isTooMuch: false,
  });
  const tooMuch: CalledModule = { ...nothing('modules call each other too often'), isTooMuch: true };
  if (!owner) return nothing('module {0} is not called here', name);
  const source = sourceOf(owner, name, instance);
  const elsewhere = (): CalledModule => ({
    ...nothing('module {0} is not on this disk', name),
    repetition: repeat(owner, context),
  });
  if (!source) return elsewhere();
  if (chainOf(instance).some(({ module }) => module.folder === source.folder))
    return nothing('module {0} calls itself', name);
  const budget = instancesLeft(instance.world);
  if (chainOf(instance).length > deepestCall || budget.left <= 0) return tooMuch;
  const module = instance.world.moduleIn(source.folder);
  if (!module) return elsewhere();
  const repetition = repeat(owner, context);
  const size = 'each' in repetition ? Math.max(1, repetition.each.length) : 1;
  budget.left -= size;
  if (budget.left < 0) return tooMuch;
  const { isInstalled, path } = source;
  const one = (bindings: Bindings, key: string): Instance =>
    makeInstance({
      module,
      world: instance.world,
      call: {
        name,
        caller: instance,
        isInstalled,
        // Who asks for them may have found the instance where it was not noted how.
        get owner() {
          callOf(name, context);
          return owner;
        },
        get bindings() {
          callOf(name, context);
          return bindings;
        },
      },
      prefix: `${instance.prefix}module.${name}${key}.`,
      path,
      supposed: noBindings,
    });
  return {
    repetition,
    instances: mayBeMore(repetition) ? [one(noBindings, '')] : instancesOf(repetition, one),
    unknown: undefined,
    isTooMuch: false,
  };
}
