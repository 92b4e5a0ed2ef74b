import type { Origin, Value } from '../../../model/value';
import { fails, joinWays, literal } from '../../../model/values';
import { waysWithin } from '../inside';
import {
  booleanOf,
  notKnown,
  numberOf,
  type Obstacle,
  type Primitive,
  refusal,
  textOf,
  tooPrecise,
} from '../primitives';
import { withoutText } from '../texts';

/** Undefined where the result is not known. */
export type TerraformFunction = (args: readonly Value[], origin: Origin) => Value | undefined;

export type Functions = Readonly<Record<string, TerraformFunction>>;

/** Takes from an argument what a function needs, as Terraform converts it to the type of the parameter. */
export type Reader<T extends Plain> = (value: Value | undefined) => T | Obstacle;

/** What a function makes of plain values. */
export type Plain = Primitive | readonly Plain[];

/** A function of plain values: known where all its arguments are, and no surer. Readers beyond `required` are for optional arguments. */
export function plain<T extends readonly Plain[]>(
  readers: { readonly [K in keyof T]: Reader<T[K] & Plain> },
  compute: (...values: T) => Plain | Obstacle | undefined,
): TerraformFunction {
  return (args, origin) => {
    if (args.length !== readers.length) return wrongCount();
    const values = readers.map((read, index) => read(args[index]));
    return firstObstacle(values) ?? asValue(compute(...(values as unknown as T)), args, origin);
  };
}

/** A function of any number of plain values of one type, but one at least. */
export function plainList<T extends Plain>(
  read: Reader<T>,
  compute: (values: readonly T[]) => Plain | Obstacle | undefined,
): TerraformFunction {
  return (args, origin) => {
    if (args.length === 0) return wrongCount();
    const values = args.map(read);
    return firstObstacle(values) ?? asValue(compute(values as readonly T[]), args, origin);
  };
}

/** A value made of all of the arguments. */
export function asValue(made: Plain | Obstacle | undefined, args: readonly Value[], origin: Origin): Value | undefined {
  if (made === undefined) return undefined;
  // What is made of one value only is as good as that: whoever changes the one changes the other.
  const [only, ...others] = args;
  const place = only && others.length === 0 ? only.origin.place : origin.place;
  return construct(made, { place, way: joinWays(...args.map(waysWithin)) });
}

function construct(made: Plain | Obstacle, origin: Origin): Value {
  if (isObstacle(made)) return made;
  if (typeof made === 'string') return literal(made.normalize(), origin);
  if (typeof made !== 'object') return literal(made, origin);
  return { kind: 'list', items: made.map((item) => construct(item, origin)), origin };
}

/** An error rather than what is not known: an error it will be, whatever the other comes to. */
export function firstObstacle(values: readonly (Plain | Obstacle)[]): Obstacle | undefined {
  const obstacles = values.filter(isObstacle);
  return obstacles.find(fails) ?? obstacles[0];
}

export function isObstacle(made: Plain | Obstacle): made is Obstacle {
  return typeof made === 'object' && 'kind' in made;
}

export const text: Reader<string> = primitive('a string', (value) => textOf(value));

export const number: Reader<number> = primitive('a number', numberOf);

export const boolean: Reader<boolean> = primitive('a bool', (value) => booleanOf(value) ?? 'fails');

export const integer: Reader<number> = (value) => {
  const read = number(value);
  return isObstacle(read) || Number.isSafeInteger(read) ? read : refuse('a whole number is required');
};

export const texts: Reader<readonly string[]> = listOf(text);

export const numbers: Reader<readonly number[]> = listOf(number);

export function listOf<T extends Plain>(read: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    const items = itemsOf(value);
    if (isUnknown(items)) return items;
    const values = items.map(read);
    return firstObstacle(values) ?? (values as readonly T[]);
  };
}

/** The items of a list, a tuple or a set. */
export function itemsOf(value: Value | undefined): readonly Value[] | Obstacle {
  return value?.kind === 'list' ? value.items : obstacleIn(value, 'a list');
}

export function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> | Obstacle {
  return value?.kind === 'map' ? value.entries : obstacleIn(value, 'a map');
}

export function isUnknown(made: object): made is Obstacle {
  return 'kind' in made;
}

export function wrongCount(): Obstacle {
  return refuse('the number of arguments is wrong');
}

export function refuse(why: string, ...args: readonly string[]): Obstacle {
  return refusal(why, ...args);
}

function primitive<T extends Primitive>(
  what: string,
  convert: (value: Primitive) => T | 'fails' | undefined,
): Reader<T & Plain> {
  return (value) => {
    if (value?.kind !== 'literal') return obstacleIn(value, what);
    const converted = convert(value.value);
    if (converted === 'fails') return refuse('{0} is required', what);
    return converted ?? tooPrecise(value.origin);
  };
}

/** Why a value is not what is wanted: it is of another type, or it is not known. */
function obstacleIn(value: Value | undefined, wanted: string): Obstacle {
  if (!value) return wrongCount();
  if (value.kind === 'unknown') return withoutText(value);
  if (value.kind === 'reference' || value.kind === 'choice') return notKnown('what it is made from is not known');
  return refuse('{0} is required', wanted);
}
