import type { Origin, Value, WayStep } from '../../model/value';
import { along, fails, joinWays, unknown } from '../../model/values';

/** No more combinations of what values may be are looked at. */
const mostCombinations = 64;

/** What `compute` makes of values, some of which may be one of several: one of the results for every combination of them. */
export function distribute(
  values: readonly Value[],
  compute: (values: readonly Value[]) => Value,
  origin: Origin,
): Value {
  if (!values.some((value) => value.kind === 'choice')) return compute(values);
  const each = values.map(open);
  const combinations = combine(each.map(({ arms }) => arms));
  const way = joinWays(...each.map((value) => value.way));
  if (!combinations) return along(way, unknown('there are too many possibilities'));
  return oneOf(
    combinations.map((combination) => compute(combination)),
    { ...origin, way },
  );
}

/** A list some of whose items are one of several, as one of several lists; itself where there are none, or too many. */
export function chooseItems(value: Value): Value {
  if (value.kind !== 'list' || !value.items.some((item) => item.kind === 'choice')) return value;
  const each = value.items.map(open);
  const combinations = combine(each.map(({ arms }) => arms));
  if (!combinations) return value;
  const origin = { ...value.origin, way: joinWays(value.origin.way, ...each.map((item) => item.way)) };
  return { kind: 'choice', arms: combinations.map((items) => ({ ...value, items })), origin };
}

/** One of the values, each different one of them once; the value itself where they are all the same. */
export function oneOf(values: readonly Value[], origin: Origin): Value {
  const different = new Map<unknown, Value>();
  const { arms: all, way } = open({ kind: 'choice', arms: values, origin });
  for (const arm of all) {
    const id = identify(arm);
    const same = different.get(id);
    different.set(
      id,
      same ? { ...arm, origin: { ...same.origin, way: joinWays(same.origin.way, arm.origin.way) } } : arm,
    );
  }
  const arms = [...different.values()];
  const [only] = arms;
  if (only && arms.length === 1) return only;
  if (arms.length > mostCombinations) return along(way, unknown('there are too many possibilities'));
  return { kind: 'choice', arms, origin: { ...origin, way } };
}

/** A value that has come by a step, whichever it is: what is the same for all that it may be has come by it too. */
export function comeBy(step: WayStep, value: Value): Value {
  const { arms, way } = open(value);
  if (value.kind !== 'choice' || arms.length > mostCombinations) return along([step], value);
  const origin = { ...value.origin, way: joinWays([step], way) };
  return { kind: 'choice', arms: arms.map((arm) => along([step], arm)), origin };
}

/** All that a value may be, choices among choices included, and the steps that decide which; one more than `mostCombinations` at most. */
function open(value: Value): { readonly arms: readonly Value[]; readonly way: readonly WayStep[] } {
  if (value.kind !== 'choice') return { arms: [value], way: [] };
  // A set grows while it is gone through, and holds once what is shared.
  const seen = new Set<Value>([value]);
  const arms: Value[] = [];
  const ways: (readonly WayStep[])[] = [];
  for (const one of seen) {
    if (arms.length > mostCombinations) break;
    if (one.kind !== 'choice') arms.push(one);
    else {
      ways.push(one.origin.way);
      for (const arm of one.arms) seen.add(arm);
    }
  }
  return { arms, way: joinWays(...ways) };
}

/** What is the same for values that are the same; the value itself for what does not easily tell. */
function identify(value: Value): unknown {
  if (value.kind === 'literal') return `${typeof value.value} ${value.value}`;
  if (value.kind === 'absent') return 'absent';
  if (fails(value)) return 'fails';
  return value;
}

/** Every combination of one of each; undefined where there are too many. */
function combine(each: readonly (readonly Value[])[]): readonly (readonly Value[])[] | undefined {
  const count = each.reduce((product, arms) => Math.min(product * arms.length, mostCombinations + 1), 1);
  if (count > mostCombinations) return undefined;
  return each.reduce<readonly (readonly Value[])[]>(
    (combinations, arms) => combinations.flatMap((combination) => arms.map((arm) => [...combination, arm])),
    [[]],
  );
}
