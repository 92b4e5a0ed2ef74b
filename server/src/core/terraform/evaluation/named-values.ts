import { memoize } from '../../lazy';
import { message } from '../../model/message';
import { nowhere, type Origin, type Value, type WayStep } from '../../model/value';
import { along, emptyIsAbsent, isLiteral, literal, unknown } from '../../model/values';
import type { Expression, Step } from '../../syntax/hcl/tree';
import {
  addressOf,
  type CalledModule,
  chainOf,
  type Instance,
  noBindings,
  type Repetition,
  type World,
} from '../instance';
import { findAttribute, type LocatedAttribute, type LocatedBlock, placeOf, type Resource } from '../module';
import { sourceOf, textNamed } from '../module-source';
import { repeated } from './access';
import { type Bindings, elementsOf, evaluate, type Resolved, type Scope } from './evaluate';
import { fileFunction } from './files';
import { convert, readType } from './type-constraint';

/** References that lead to references are followed this far: the call stack is finite. */
const longestWay = 200;

/** No block is repeated more often than this, whatever `count` says. */
const mostRepetitions = 1000;

/** Modules that call each other are followed this far. */
const deepestCall = 20;

/** No more instances of modules are looked at in one analysis: each level of calls may double them. */
const mostInstances = 5000;

/** The value of an attribute of a top-level block: `absent` where it is not written, `null` or `""`. */
export function evaluateAttribute(
  instance: Instance,
  owner: LocatedBlock,
  name: string,
  bindings: Bindings = noBindings,
): Value {
  return emptyIsAbsent(attributeValue(name, owner, { instance, underWay: [] }, bindings));
}

/** The value of an expression that is written in a block. */
export function evaluateIn(instance: Instance, owner: LocatedBlock, expression: Expression): Value {
  return evaluate(expression, scopeIn(owner, { instance, underWay: [] }, noBindings));
}

/** How often there is what a block of the module declares, by its `count` and `for_each`. */
export function repetitionOf(instance: Instance, owner: LocatedBlock): Repetition {
  return repeat(owner, { instance, underWay: [] });
}

/** The instances that the call of that name makes. */
export function calledModule(instance: Instance, name: string): CalledModule {
  return callOf(name, { instance, underWay: [] });
}

/** Where evaluation is: in which instance, and what is being worked out, to end cycles. */
interface Context {
  readonly instance: Instance;
  readonly underWay: readonly string[];
}

function scopeIn(owner: LocatedBlock, context: Context, bindings: Bindings): Scope {
  return {
    placeOf: (span) => placeOf(owner, span),
    resolve: (root, steps, origin) => resolve(root, steps, origin, context),
    readFile: (name, args, origin) => fileFunction(name, args, origin, (path) => textNamed(path, context.instance)),
    bindings,
    iterations: 1,
  };
}

/** Like `evaluateAttribute`, but `""` stays a string. */
function attributeValue(name: string, owner: LocatedBlock, context: Context, bindings: Bindings): Value {
  const attribute = findAttribute(owner, name);
  if (attribute === 'absent') return { kind: 'absent', origin: nowhere };
  if (attribute === 'unsure') return unknown('the text around it is not finished');
  return evaluate(attribute.value(), scopeIn(attribute.owner, context, bindings));
}

/** What a name stands for is worked out once in an instance. Ends cycles: what is asked for meanwhile is unknown. */
function within(name: string, context: Context, evaluateIt: (inner: Context) => Value): Value {
  const { instance, underWay } = context;
  const known = instance.values.get(name);
  if (known) return known;
  const id = instance.prefix + name;
  if (underWay.includes(id)) return unknown('{0} refers to itself', name);
  if (underWay.length > longestWay) return unknown('the way to {0} is too long', name);
  const value = evaluateIt({ instance, underWay: [...underWay, id] });
  instance.values.set(name, value);
  return value;
}

/** What the first names of a reference stand for: `var.x`, `local.x`, `module.x`, `aws_kms_key.k`, `data.aws_region.current`. */
function resolve(root: string, steps: readonly Step[], origin: Origin, context: Context): Resolved {
  const [first, second] = steps;
  if (root === 'each' || root === 'count' || root === 'self' || root === 'terraform')
    return { value: unknown('{0} is known to Terraform only', root), taken: 0 };
  if (first?.kind !== 'attribute') return { value: unknown('{0} is not known here', root), taken: 0 };
  const { name } = first;
  switch (root) {
    case 'var':
      return { value: within(`var.${name}`, context, (inner) => variable(name, inner)), taken: 1 };
    case 'local':
      return { value: within(`local.${name}`, context, (inner) => local(name, inner)), taken: 1 };
    case 'module':
      return { value: moduleValue(name, origin, context), taken: 1 };
    case 'path':
      return { value: pathValue(name, origin, context.instance), taken: 1 };
    case 'data': {
      if (second?.kind !== 'attribute') return { value: unknown('{0} is not known here', `data.${name}`), taken: 1 };
      return { value: resourceValue(`data.${name}.${second.name}`, origin, context), taken: 2 };
    }
    default:
      return { value: resourceValue(`${root}.${name}`, origin, context), taken: 1 };
  }
}

function variable(name: string, context: Context): Value {
  const { instance } = context;
  const owner = instance.module.variables.get(name);
  if (!owner) return unknown('variable {0} is not declared here', name);
  const given = givenValue(name, context);
  const isNullable = !isLiteral(attributeValue('nullable', owner, context, noBindings), false);
  if (given && (given.kind !== 'absent' || isNullable)) return typed(given, owner, context);
  const attribute = findAttribute(owner, 'default');
  if (typeof attribute === 'string') {
    return instance.call
      ? unknown('{0} does not pass {1}', addressOf(instance), name)
      : unknown('variable {0} has no default', name);
  }
  const value = typed(evaluate(attribute.value(), scopeIn(attribute.owner, context, noBindings)), owner, context);
  const place = placeOf(attribute.owner, attribute.span);
  if (instance.call) return along([{ kind: 'default', name, of: addressOf(instance), place, value }], value);
  return along([{ kind: 'variable', name: `var.${name}`, place, value }], value);
}

/** What the call passes, or a file of variables gives. */
function givenValue(name: string, { instance, underWay }: Context): Value | undefined {
  const { call, module } = instance;
  const supposed = call?.supposed?.get(name);
  if (supposed) return supposed;
  const given = call ? findAttribute(call.owner, name) : (module.assignments.get(name) ?? 'absent');
  if (given === 'absent') return undefined;
  if (given === 'unsure') return unknown('the text around it is not finished');
  const place = placeOf(given.owner, given.span);
  const outer = call ? { instance: call.caller, underWay } : { instance, underWay };
  const value = evaluate(given.value(), scopeIn(given.owner, outer, call?.bindings ?? noBindings));
  const step: WayStep = call
    ? { kind: 'argument', name, of: addressOf(instance), place, value }
    : { kind: 'assignment', name: `var.${name}`, place, value };
  return along([step], value);
}

/** As Terraform converts a value to the type of its variable. */
function typed(value: Value, owner: LocatedBlock, context: Context): Value {
  const attribute = findAttribute(owner, 'type');
  const type = typeof attribute === 'string' ? undefined : readType(attribute.value());
  if (!type || typeof attribute === 'string') return value;
  return convert(value, type, (expression) => evaluate(expression, scopeIn(attribute.owner, context, noBindings)));
}

function local(name: string, context: Context): Value {
  const attribute = context.instance.module.locals.get(name);
  if (!attribute) return unknown('local value {0} is not declared here', name);
  const value = evaluate(attribute.value(), scopeIn(attribute.owner, context, noBindings));
  return along(
    [{ kind: 'local', name: `local.${name}`, place: placeOf(attribute.owner, attribute.span), value }],
    value,
  );
}

function pathValue(name: string, origin: Origin, { path }: Instance): Value {
  if (name === 'module') return literal(path, origin);
  return name === 'root' ? literal('.', origin) : unknown('{0} is known to Terraform only', `path.${name}`);
}

/** All that there is of a resource: one, a list or a map of them. */
function resourceValue(address: string, origin: Origin, context: Context): Value {
  const resource = context.instance.module.resources.get(address);
  if (!resource) return oneOf(address, undefined, origin, noBindings, '', context);
  const repetition = repeat(resource, context);
  return each(repetition, context.instance.prefix + address, origin, (bindings, key) =>
    oneOf(address, resource, origin, bindings, key, context),
  );
}

function each(
  repetition: Repetition,
  address: string,
  origin: Origin,
  make: (bindings: Bindings, key: string) => Value,
): Value {
  switch (repetition.kind) {
    case 'single':
      return make(noBindings, '');
    case 'unknown':
      return { kind: 'reference', resource: address, attribute: repeated, member: () => make(noBindings, '*'), origin };
    case 'counted':
      return {
        kind: 'list',
        items: repetition.each.map(({ key, bindings }) => make(bindings, key)),
        origin: { ...origin, way: repetition.way },
      };
    case 'keyed':
      return {
        kind: 'map',
        entries: new Map(repetition.each.map(({ key, bindings }) => [key, make(bindings, key)])),
        origin: { ...origin, way: repetition.way },
      };
  }
}

/** One of a resource: what is written in it, and what is there once it is. */
function oneOf(
  address: string,
  resource: Resource | undefined,
  origin: Origin,
  bindings: Bindings,
  key: string,
  context: Context,
): Value {
  const full = context.instance.prefix + address;
  const member = (name: string): Value => {
    const written = resource ? findAttribute(resource, name) : 'absent';
    if (typeof written !== 'string' && resource?.block.type === 'resource')
      return writtenValue(`${address}.${name}`, written, bindings, key, context);
    if (address.startsWith('data.') && !/^(arn|id|key_id)$/.test(name))
      return unknown('{0} is read when Terraform runs', address);
    return { kind: 'reference', resource: full, attribute: name, origin };
  };
  return { kind: 'reference', resource: full, attribute: '', member, origin };
}

function writtenValue(
  name: string,
  attribute: LocatedAttribute,
  bindings: Bindings,
  key: string,
  context: Context,
): Value {
  return within(`${name} ${key}`, context, (inner) => {
    const value = evaluate(attribute.value(), scopeIn(attribute.owner, inner, bindings));
    const place = placeOf(attribute.owner, attribute.span);
    return along([{ kind: 'resource', name: context.instance.prefix + name, place, value }], value);
  });
}

function repeat(owner: LocatedBlock, context: Context): Repetition {
  const { instance, underWay } = context;
  const name = `${instance.prefix}count of ${owner.block.type} ${owner.block.labels.join(' ')}`;
  if (underWay.includes(name)) return { kind: 'unknown' };
  const inner = { instance, underWay: [...underWay, name] };
  if (findAttribute(owner, 'for_each') !== 'absent') return repeatForEach(owner, inner);
  if (findAttribute(owner, 'count') === 'absent') return { kind: 'single' };
  const count = attributeValue('count', owner, inner, noBindings);
  const size = count.kind === 'literal' && count.value !== '' ? Number(count.value) : Number.NaN;
  if (!Number.isInteger(size) || size < 0 || size > mostRepetitions) return { kind: 'unknown' };
  const each = Array.from({ length: size }, (_, index) => ({
    key: String(index),
    bindings: bind('count', { index: literal(index, count.origin) }),
  }));
  return { kind: 'counted', each, way: count.origin.way };
}

function repeatForEach(owner: LocatedBlock, context: Context): Repetition {
  const collection = attributeValue('for_each', owner, context, noBindings);
  const elements = elementsOf(collection);
  if (!elements || elements.length > mostRepetitions) return { kind: 'unknown' };
  const each: { key: string; bindings: Bindings }[] = [];
  for (const [name, value] of elements) {
    const key = collection.kind === 'map' ? name : value;
    if (key.kind !== 'literal') return { kind: 'unknown' };
    each.push({ key: String(key.value), bindings: bind('each', { key, value }) });
  }
  return { kind: 'keyed', each, way: collection.origin.way };
}

function bind(name: string, members: Readonly<Record<string, Value>>): Bindings {
  return new Map([[name, { kind: 'map', entries: new Map(Object.entries(members)), origin: nowhere }]]);
}

/** All that there is of a called module: its outputs. */
function moduleValue(name: string, origin: Origin, context: Context): Value {
  const { prefix } = context.instance;
  const { repetition, instances, unknown: why } = callOf(name, context);
  const address = `${prefix}module.${name}`;
  if (why) return { kind: 'unknown', reason: why, origin };
  const made = instances.values();
  return each(repetition, address, origin, () => {
    const instance = made.next().value ?? instances[0];
    const member = (output: string) =>
      instance
        ? outputValue(output, { instance, underWay: context.underWay })
        : unknown('{0} is not known here', address);
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
    const value = evaluate(attribute.value(), scopeIn(attribute.owner, inner, noBindings));
    return along([{ kind: 'output', name: address, place: placeOf(attribute.owner, attribute.span), value }], value);
  });
}

/** Whether it is one, or may be one or more: not known, or none only because an input is not set. */
export function mayBeMore(repetition: Repetition): boolean {
  if (repetition.kind === 'single' || repetition.kind === 'unknown') return true;
  return repetition.each.length === 0 && repetition.way.some(({ kind }) => kind === 'variable');
}

function instancesOf(repetition: Repetition, one: (bindings: Bindings, key: string) => Instance): readonly Instance[] {
  if (repetition.kind === 'single' || repetition.kind === 'unknown') return [];
  const { kind, each } = repetition;
  return each.map(({ bindings, key }) => one(bindings, kind === 'keyed' ? `["${key}"]` : `[${key}]`));
}

function callOf(name: string, context: Context): CalledModule {
  const { instance } = context;
  const known = instance.calls.get(name);
  if (known) return known;
  const called = makeCall(name, context);
  instance.calls.set(name, called);
  return called;
}

const instancesLeft = memoize((_world: World) => ({ left: mostInstances }));

function makeCall(name: string, context: Context): CalledModule {
  const { instance } = context;
  const owner = instance.module.calls.get(name);
  const nothing = (why: string, ...args: readonly string[]): CalledModule => ({
    repetition: { kind: 'unknown' },
    instances: [],
    unknown: message(why, ...args),
  });
  if (!owner) return nothing('module {0} is not called here', name);
  const source = sourceOf(owner, name, instance);
  if (!source) return nothing('module {0} is not on this disk', name);
  if (chainOf(instance).some(({ module }) => module.folder === source.folder))
    return nothing('module {0} calls itself', name);
  if (chainOf(instance).length > deepestCall) return nothing('modules call each other too deep');
  const module = instance.world.moduleIn(source.folder);
  if (!module) return nothing('module {0} is not on this disk', name);
  const repetition = repeat(owner, context);
  const size = 'each' in repetition ? Math.max(1, repetition.each.length) : 1;
  const budget = instancesLeft(instance.world);
  if (size > budget.left) return nothing('there are too many modules');
  budget.left -= size;
  const { isInstalled, path } = source;
  const one = (bindings: Bindings, key: string): Instance => ({
    module,
    world: instance.world,
    call: { name, caller: instance, owner, bindings, isInstalled },
    prefix: `${instance.prefix}module.${name}${key}.`,
    path,
    values: new Map(),
    calls: new Map(),
  });
  return {
    repetition,
    instances: mayBeMore(repetition) ? [one(noBindings, '')] : instancesOf(repetition, one),
    unknown: undefined,
  };
}
