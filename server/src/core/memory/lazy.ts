import { type Kept, keep, use } from './tracking';

/** A value computed when it is first asked for, and once. */
export function lazy<T>(compute: () => T): () => T {
  let done: Kept<T> | undefined;
  return () => {
    done ??= keep(compute);
    return use(done);
  };
}

/** A function whose result is kept as long as its argument lives: nothing to invalidate, as arguments are immutable. */
export function memoize<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const results = new WeakMap<K, Kept<V>>();
  return (key) => {
    let result = results.get(key);
    if (!result) {
      result = keep(() => compute(key));
      results.set(key, result);
    }
    return use(result);
  };
}

/** Results by key: each is computed when it is first asked for, and once. */
export type Results<K, V> = (key: K, compute: () => V) => V;

export function makeResults<K, V>(): Results<K, V> {
  const results = new Map<K, Kept<V>>();
  return (key, compute) => {
    let result = results.get(key);
    if (!result) {
      result = keep(compute);
      results.set(key, result);
    }
    return use(result);
  };
}
