import type { InputValue } from '../../model/project';
import { nowhere, type Value } from '../../model/value';
import { literal } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import { evaluateAttribute, evaluateIn, repetitionOf } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import { mayBeMore } from '../evaluation/repetition';
import type { Instance } from '../instance';
import { findAttribute, type LocatedBlock, type Module, type Resource, resourcesOfType } from '../module';
import type { Declared } from '../reading/bucket-of-trail';
import { reachedFrom } from '../references';
import { standIn } from './stand-in';

/** A trail that a call makes, by itself or by way of other calls. */
export interface CalledTrail {
  readonly instance: Instance;
  readonly names: readonly string[];
  readonly trail: Resource;
  readonly call: LocatedBlock;
}

/** A key that no module has. */
const probe = { kind: 'reference', resource: 'aws_kms_key.probe', attribute: 'arn', origin: nowhere } as const;

/** The input that is the trail's key, if it is given one. */
export function keyInput(called: CalledTrail, module: Module | undefined): string | undefined {
  return inputFor(called, module, vocabulary.trail.attributes.key.terraform);
}

/** The input that is an attribute of the trail, if it is given. */
export function inputFor(called: CalledTrail, module: Module | undefined, attribute: string): string | undefined {
  const isWritten = (input: string) => findAttribute(called.call, input) !== 'absent';
  const inputs = [...(module?.variables.keys() ?? [])];
  return [...inputs.filter(isWritten), ...inputs.filter((input) => !isWritten(input))].find((input) =>
    isProbe(attributeIf(called, input, probe, attribute)),
  );
}

/** The trails and event data stores that the call makes whose key is the one that it passes for an input. */
export function trailsGiven({ instance, names }: CalledTrail, input: string | undefined): readonly Declared[] {
  if (input === undefined) return [];
  const called = standIn(instance, names.slice(0, 1), new Map([[input, probe]]));
  return called ? trailsWithProbe(called) : [];
}

function trailsWithProbe(instance: Instance): readonly Declared[] {
  const { trail, store } = vocabulary;
  const recorders = [trail, store].flatMap(({ terraform }) => resourcesOfType(instance.module, terraform));
  const own = recorders.filter((resource) => {
    const repetition = repetitionOf(instance, resource);
    const isMade = !('each' in repetition) || repetition.each.length > 0 || mayBeMore(repetition);
    return isMade && isProbe(evaluateAttribute(instance, resource, trail.attributes.key.terraform));
  });
  const called = [...instance.module.calls.keys()].flatMap((name) => standIn(instance, [name]) ?? []);
  return [...own.map((resource) => ({ instance, resource })), ...called.flatMap(trailsWithProbe)];
}

function isProbe(value: Value | undefined): boolean {
  return value?.kind === 'reference' && value.resource === probe.resource && value.attribute === probe.attribute;
}

/** What the trail's key would be if the call passed a value for an input. */
function keyIf(called: CalledTrail, input: string, value: Value): Value | undefined {
  return attributeIf(called, input, value, vocabulary.trail.attributes.key.terraform);
}

function attributeIf(
  { instance, names, trail }: CalledTrail,
  input: string,
  value: Value,
  attribute: string,
): Value | undefined {
  const supposed = standIn(instance, names, new Map([[input, value]]));
  return supposed && evaluateAttribute(supposed, trail, attribute);
}

/** The inputs that are true or false, and the value of each that would make the module give the trail a key. */
export function switchesOf(called: CalledTrail, module: Module | undefined): readonly InputValue[] {
  return [...(module?.variables ?? [])].flatMap(([input, variable]) => {
    const passed = findAttribute(called.call, input);
    const written = passed === 'absent' ? findAttribute(variable, 'default') : passed;
    if (typeof written === 'string') return [];
    const value = written.value();
    const now = value.kind === 'literal' ? truthOf(evaluateIn(called.instance, written.owner, value)) : undefined;
    if (now === undefined) return [];
    const key = keyIf(called, input, literal(!now));
    return key && isSet(key) ? [{ input, value: !now }] : [];
  });
}

function isSet(value: Value): boolean {
  if (value.kind === 'choice') return value.arms.every(isSet);
  return value.kind === 'reference' || value.kind === 'literal';
}

/** Whether how many there are of something depends on an input: Terraform wants to know that before it makes anything. */
export function decidesNumbers(instance: Instance | undefined, input: string | undefined): boolean {
  if (!instance || input === undefined) return false;
  const { module } = instance;
  const depends = (expressions: readonly Expression[]) => reachedFrom(module, expressions).has(`var.${input}`);
  if (depends([...module.resources.values(), ...module.calls.values()].flatMap(numberOf))) return true;
  return [...module.calls].some(([name, { block }]) =>
    block
      .body()
      .attributes.some(
        (argument) => depends([argument.value()]) && decidesNumbers(standIn(instance, [name]), argument.name),
      ),
  );
}

function numberOf(owner: LocatedBlock): readonly Expression[] {
  return ['count', 'for_each'].flatMap((name) => {
    const written = findAttribute(owner, name);
    return typeof written === 'string' ? [] : [written.value()];
  });
}
