import { note } from './tracking';

/** What a verdict depends on: an answer that may be another one in what is judged next. */
export interface Dependency<Now> {
  readonly isSame: (now: Now) => boolean;
}

/** One that only the reader which has noted it knows what to ask of. */
export type AnyDependency = Dependency<never>;

/** What tells one answer from another: the same values in the same order. */
export type Identity = readonly unknown[];

/** Something of a module that can be asked for by a name, or as a whole. */
export interface Askable {
  readonly identityOf: (name: string | undefined) => Identity;
}

/** Dependencies on what `ask` finds in another state of things: one for each name, and one for the whole. */
export function dependenciesOn<Now>(own: Askable, ask: (now: Now) => Askable | undefined): (name?: string) => void {
  const known = new Map<string | undefined, Dependency<Now>>();
  return (name) => {
    let dependency = known.get(name);
    if (!dependency) {
      dependency = dependencyOn(own.identityOf(name), again(ask, name));
      known.set(name, dependency);
    }
    note(dependency);
  };
}

/** Holds on to what tells the answer, and not to what was asked. */
function again<Now>(ask: (now: Now) => Askable | undefined, name: string | undefined) {
  return (now: Now) => ask(now)?.identityOf(name);
}

export function dependencyOn<Now>(identity: Identity, identityIn: (now: Now) => Identity | undefined): Dependency<Now> {
  return {
    isSame: (now) => {
      const other = identityIn(now);
      return other !== undefined && areSame(identity, other);
    },
  };
}

function areSame(a: Identity, b: Identity): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** A map that notes what is asked of it. */
export function watched<T>(map: ReadonlyMap<string, T>, asksFor: (name?: string) => void): ReadonlyMap<string, T> {
  const whole = () => {
    asksFor();
    return map;
  };
  return {
    get(name) {
      asksFor(name);
      return map.get(name);
    },
    has(name) {
      asksFor(name);
      return map.has(name);
    },
    get size() {
      return whole().size;
    },
    keys: () => whole().keys(),
    values: () => whole().values(),
    entries: () => whole().entries(),
    forEach: (visit) => whole().forEach(visit),
    [Symbol.iterator]: () => whole()[Symbol.iterator](),
  };
}

/** What tells what is in a map. */
export function identities<T>(map: ReadonlyMap<string, T>, identityOfOne: (one: T) => Identity): Askable {
  return {
    identityOf(name) {
      if (name === undefined) return [...map].flatMap(([key, one]) => [key, ...identityOfOne(one)]);
      const one = map.get(name);
      return one === undefined ? [] : identityOfOne(one);
    },
  };
}
