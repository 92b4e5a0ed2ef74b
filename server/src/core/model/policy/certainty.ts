/** True and false are sure, undefined is neither. */
export type Certainty = boolean | undefined;

export function not(one: Certainty): Certainty {
  return one === undefined ? undefined : !one;
}

export function allOf<T>(items: Iterable<T>, isSo: (item: T) => Certainty): Certainty {
  let result: Certainty = true;
  for (const item of items) {
    const certainty = isSo(item);
    if (certainty === false) return false;
    if (certainty === undefined) result = undefined;
  }
  return result;
}

export function anyOf<T>(items: Iterable<T>, isSo: (item: T) => Certainty): Certainty {
  return not(allOf(items, (item) => not(isSo(item))));
}
