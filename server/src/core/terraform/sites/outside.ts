import type { Value } from '../../model/value';
import { type Expression, isNothing } from '../../syntax/hcl/tree';
import { evaluateIn } from '../evaluation/named-values';
import { truthOf } from '../evaluation/primitives';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type LocatedBlock } from '../module';

/** What a text consists of, in the words of the module that is judged; undefined for what cannot be said there. */
export type Parts = readonly (string | Expression | undefined)[];

/** What is passed on is followed this far. */
const longestWay = 20;

/** The parts of a text that is written in a block of a module: what it was given stands as it is written where the module is called. */
export function partsOutside(instance: Instance, owner: LocatedBlock, text: Expression, depth = 0): Parts {
  const parts = partsOf(text);
  if (!instance.call) return parts;
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [part];
    // Whoever wants to say this has to look for it anyway.
    if (differsByInstance(part.source)) return [part];
    if (depth > longestWay) return [undefined];
    const chosen = chosenArm(instance, owner, part);
    if (chosen) return partsOutside(instance, owner, chosen, depth + 1);
    return givenParts(instance, part, depth) ?? [knownText(instance, owner, part)];
  });
}

/** Compares equal for the same parts. */
export function textOfParts(parts: Parts): string {
  return parts.map((part) => (typeof part === 'object' ? part.source : JSON.stringify(part ?? null))).join(' ');
}

/** Whether a source speaks of one of several that a block makes. */
export function differsByInstance(source: string): boolean {
  return /\b(each|count)\s*\./.test(source);
}

/** The arm of a conditional that the call decides, whatever the inputs of the module that is judged are. */
function chosenArm(instance: Instance, owner: LocatedBlock, part: Expression): Expression | undefined {
  if (part.kind === 'parentheses') return part.inner;
  if (part.kind !== 'conditional') return undefined;
  const test = evaluateIn(instance, owner, part.test);
  const holds = dependsOnInputs(test) ? undefined : truthOf(test);
  return holds === undefined ? undefined : holds ? part.whenTrue : part.whenFalse;
}

/** What a name stands for that is an input, or a local value; undefined for any other expression. */
function givenParts(instance: Instance, part: Expression, depth: number): Parts | undefined {
  const { call, module } = instance;
  const [root, name] = namesOf(part);
  if (!call || name === undefined) return undefined;
  const from = (written: LocatedAttribute | string | undefined, where: Instance) => {
    const value = typeof written === 'object' ? written.value() : undefined;
    if (typeof written !== 'object' || !value || isNothing(value)) return undefined;
    return partsOutside(where, written.owner, value, depth + 1);
  };
  if (root === 'local') return from(module.locals.get(name), instance);
  return root === 'var' ? from(findAttribute(call.owner, name), call.caller) : undefined;
}

function namesOf(part: Expression): readonly string[] {
  if (part.kind !== 'access' || part.of.kind !== 'name') return [];
  const [step, ...others] = part.steps;
  return step?.kind === 'attribute' && others.length === 0 ? [part.of.name, step.name] : [];
}

/** What an expression comes to, if that does not depend on inputs of the module that is judged. */
function knownText(instance: Instance, owner: LocatedBlock, part: Expression): string | undefined {
  const value = evaluateIn(instance, owner, part);
  return value.kind === 'literal' && value.value !== '' && !dependsOnInputs(value) ? String(value.value) : undefined;
}

function dependsOnInputs(value: Value): boolean {
  return value.origin.way.some(({ kind }) => kind === 'variable' || kind === 'assignment');
}

function partsOf(value: Expression): readonly (string | Expression)[] {
  if (value.kind === 'template') return value.parts;
  return value.kind === 'literal' ? [String(value.value)] : [value];
}
