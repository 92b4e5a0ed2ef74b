import { message } from './message';
import { nowhere, type Origin, type Value, type WayStep } from './value';

export function unknown(why: string, ...args: readonly string[]): Value {
  return { kind: 'unknown', reason: message(why, ...args), origin: nowhere };
}

/** What is in a place of a list or map where nothing is. */
export function missing(origin: Origin = nowhere): Value {
  return failure('there is no such element', [], origin);
}

/** The value of what Terraform would refuse to work out. */
export function failure(why: string, args: readonly string[] = [], origin: Origin = nowhere): Value {
  return { kind: 'unknown', reason: message(why, ...args), fails: true, origin };
}

/** What some text that is being typed decides. */
export function unfinished(why: string, ...args: readonly string[]): Value {
  return { kind: 'unknown', reason: message(why, ...args), isUnfinished: true, origin: nowhere };
}

export function isUnfinished(value: Value): boolean {
  return value.kind === 'unknown' && value.isUnfinished === true;
}

export function fails(value: Value): boolean {
  return value.kind === 'unknown' && value.fails === true;
}

export function literal(value: string | number | boolean, origin: Origin = nowhere): Value {
  return { kind: 'literal', value, origin };
}

export function isLiteral(value: Value, content: string | number | boolean): boolean {
  return value.kind === 'literal' && value.value === content;
}

/** Whether there is a value at all; undefined where that is not known. */
export function isThere(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'absent':
      return false;
    case 'choice': {
      const [first, ...others] = value.arms.map(isThere);
      return others.every((other) => other === first) ? first : undefined;
    }
    case 'unknown':
      return undefined;
    default:
      return true;
  }
}

/** The truth of a value, which may be written as a string; undefined where it is not known. */
export function truth(value: Value): boolean | undefined {
  if (value.kind !== 'literal') return undefined;
  if (value.value === true || value.value === 'true') return true;
  return value.value === false || value.value === 'false' ? false : undefined;
}

/** The same value, come by these steps before its own. */
export function along(way: readonly WayStep[], value: Value): Value {
  return way.length === 0 ? value : { ...value, origin: { ...value.origin, way: joinWays(way, value.origin.way) } };
}

/** The steps of all the ways, each once: ways that part and meet again must not grow. */
export function joinWays(...ways: readonly (readonly WayStep[])[]): readonly WayStep[] {
  const length = ways.reduce((sum, way) => sum + way.length, 0);
  // Most values have come no way at all.
  if (length < 2) return ways.find((way) => way.length > 0) ?? [];
  const steps = new Map<string, WayStep>();
  for (const step of ways.flat()) {
    const id = `${step.kind} ${step.name} ${step.place.path} ${step.place.span.start}`;
    if (!steps.has(id)) steps.set(id, step);
  }
  return [...steps.values()];
}

/** The steps to a value, and to each of its arms, once each. */
export function stepsTo(value: Value): readonly WayStep[] {
  const arms = value.kind === 'choice' ? value.arms.map(stepsTo) : [];
  return joinWays(value.origin.way, ...arms);
}

/** What `change` makes of the value, or of each arm where it is one of several. */
export function mapArms(value: Value, change: (arm: Value) => Value): Value {
  return value.kind === 'choice' ? { ...value, arms: value.arms.map((arm) => mapArms(arm, change)) } : change(value);
}

/** One of the arms; the arm itself where they are all the same one. */
export function choice(arms: readonly Value[], origin: Origin): Value {
  const [first, ...others] = new Set(arms);
  return first && others.length === 0 ? first : { kind: 'choice', arms: first ? [first, ...others] : [], origin };
}

/** For attributes to which `""` is the same as nothing. */
export function emptyIsAbsent(value: Value): Value {
  return mapArms(value, (arm) => (isLiteral(arm, '') ? { kind: 'absent', origin: arm.origin } : arm));
}
