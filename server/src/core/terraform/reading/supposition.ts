import { makeResults, memoize } from '../../memory/lazy';
import { unknown } from '../../model/values';
import { calledModule, repetitionOf } from '../evaluation/named-values';
import { variableIn } from '../evaluation/variables';
import { callNames, chainOf, type Instance, type Repetition, rootInstance, supposedInstance } from '../instance';
import type { LocatedBlock } from '../module';
import { rootOf } from './declared';

/**
 * The module as it is whenever a resource is made. Where it is not made by default, some input is another then, and what else it decides is
 * not known: a flag that makes a trail may make its key.
 */
export function whereMade(instance: Instance, owner: LocatedBlock): readonly Instance[] {
  const inputs = [repetitionOf(instance, owner), ...callRepetitions(instance)].flatMap(inputsOfNone);
  if (inputs.length === 0) return [instance];
  return instancesBelow(leavingOpen(rootOf(instance), inputs), callNames(instance));
}

/** The module that is judged, without what has been supposed of it: what edits are made to. */
export function withoutSupposing(root: Instance): Instance {
  return root.supposed.size === 0 ? root : rootInstance(root.module, root.world);
}

/** The instances that the calls of these names lead to. */
export function instancesBelow(instance: Instance, names: readonly string[]): readonly Instance[] {
  const [name, ...rest] = names;
  if (name === undefined) return [instance];
  return calledModule(instance, name).instances.flatMap((one) => instancesBelow(one, rest));
}

/** How often there is each of the modules on the way to an instance. */
export function callRepetitions(instance: Instance): readonly Repetition[] {
  return chainOf(instance).flatMap(({ call }) => (call ? [calledModule(call.caller, call.name).repetition] : []));
}

export function isNone(repetition: Repetition): repetition is Extract<Repetition, { readonly each: unknown }> {
  return 'each' in repetition && repetition.each.length === 0;
}

/** The inputs by which there is none of something by default. */
function inputsOfNone(repetition: Repetition): readonly string[] {
  if (!isNone(repetition)) return [];
  return repetition.way.flatMap(({ kind, name }) => (kind === 'variable' ? [variableIn(name)] : []));
}

/** The module as it is if nobody knows what these inputs are. Many resources are made by the same flag: what goes with it is worked out once. */
export function leavingOpen(root: Instance, inputs: readonly string[]): Instance {
  const id = [...new Set(inputs)].sort().join(' ');
  const open = () => inputs.map((input) => [input, unknown('it is {0} that decides', `var.${input}`)] as const);
  return leftOpen(root)(id, () => supposedInstance(root.module, root.world, new Map([...root.supposed, ...open()])));
}

const leftOpen = memoize((_root: Instance) => makeResults<string, Instance>());
