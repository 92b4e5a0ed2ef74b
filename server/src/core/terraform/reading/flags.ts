import type { Flag, InputValue } from '../../model/project';
import { isAbsent, type Value, type WayStep } from '../../model/value';
import { isLiteral, literal } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { blocksOfType } from '../../syntax/hcl/tree';
import { repetitionOf } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import { variableIn } from '../evaluation/variables';
import { callNames, type Instance, rootInstance, supposedInstance } from '../instance';
import { inputSite } from '../sites/switch';
import type { Declared } from './declared';
import { valuesOf } from './joining';
import { keyNamed } from './key-named';
import { readKey } from './keys';
import { permissionToUse } from './permissions';
import { worstValueOf } from './settings';
import { isNone } from './supposition';

/** The variables by which what has no key would have one that is declared, if they were on instead of off, or off instead of on. */
export function flagsOf(recorder: Declared, key: Value): readonly Flag[] {
  return withFlags(recorder, key).map(({ flag }) => flag);
}

/** The same, with what would be made then. */
export function withFlags(
  recorder: Declared,
  key: Value,
): readonly { readonly flag: Flag; readonly key: Declared; readonly recorder: Declared }[] {
  const { instance, resource } = recorder;
  if (instance.call || !isAbsent(key)) return [];
  return key.origin.way.filter(isVariable).flatMap((step) => {
    const now = truthOf(step.value);
    if (now === undefined || isValidated(instance, step) || !inputSite(instance, step.name, !now)) return [];
    const supposed = supposing(instance, step, !now);
    const found = keyIn(supposed, recorder);
    if (!found) return [];
    const flag = { input: step.name, value: !now, says: String(!now), key: readKey(found) };
    return [{ flag, key: found, recorder: { instance: supposed, resource } }];
  });
}

/** Whether the key that a call would make what it makes use by an input refuses CloudTrail. */
export function isKeyRefused({ instance, resource }: Declared, { input, value }: InputValue): boolean {
  // What a module in between passes on is another matter.
  if (callNames(instance).length > 1) return false;
  const own = { instance: rootInstance(instance.module, instance.world), resource };
  const now = worstValueOf(own, vocabulary.trail.attributes.key.terraform, isAbsent);
  return withFlags(own, now).some(({ flag, key, recorder }) => {
    if (flag.input !== `var.${input}` || flag.value !== value) return false;
    const allowed = permissionToUse(key, recorder, false).value;
    // What else the call passes may decide it.
    return isLiteral(allowed, false) && !allowed.origin.way.some(isVariable);
  });
}

function isVariable({ kind }: WayStep): boolean {
  return kind === 'variable' || kind === 'assignment';
}

/** Whether its values are checked by conditions, which may not let it be another. */
function isValidated({ module }: Instance, { name }: WayStep): boolean {
  const variable = module.variables.get(variableIn(name));
  return variable !== undefined && blocksOfType(variable.block.body(), 'validation').length > 0;
}

function supposing({ module, world, supposed }: Instance, { name, value }: WayStep, other: boolean): Instance {
  // A text stays one: it is not the same as what it says.
  const isText = value.kind === 'literal' && typeof value.value === 'string';
  const given = literal(isText ? String(other) : other);
  return supposedInstance(module, world, new Map(supposed).set(variableIn(name), given));
}

/** The key of all that a resource makes, if it is made and they have one. */
function keyIn(instance: Instance, { resource }: Declared): Declared | undefined {
  if (isNone(repetitionOf(instance, resource))) return undefined;
  const values = valuesOf({ instance, resource }, vocabulary.trail.attributes.key.terraform);
  const [first] = values;
  return first && values.every(({ kind }) => kind === 'reference') ? keyNamed(instance, first) : undefined;
}
