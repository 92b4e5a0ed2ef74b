import type { Origin, Value } from '../../model/value';
import { joinWays, literal, truth, unknown } from '../../model/values';

/** Whether two texts are the same, as long as both are known. Something that exists is not the empty text. */
export function equal(left: Value, right: Value): Value {
  const way = joinWays(left.origin.way, right.origin.way);
  const origin: Origin = { place: undefined, way };
  if (left.kind === 'literal' && right.kind === 'literal')
    return literal(String(left.value) === String(right.value), origin);
  const outcomes = [left, right].flatMap((side, index) => {
    const other = index === 0 ? right : left;
    if (side.kind === 'choice') return side.arms.map((arm) => truth(equal(arm, other)));
    return [];
  });
  const [outcome] = outcomes;
  if (outcome !== undefined && outcomes.every((each) => each === outcome)) return literal(outcome, origin);
  const isEmpty = [left, right].some((side) => side.kind === 'literal' && side.value === '');
  const exists = [left, right].some((side) => side.kind === 'reference');
  return isEmpty && exists ? literal(false, origin) : unknown('what is compared is not known');
}

export function negate(value: Value): Value {
  const holds = truth(value);
  return holds === undefined ? value : literal(!holds, value.origin);
}

/** One that is false is enough; then it alone is what decides. */
export function every(values: readonly Value[]): Value {
  const refuted = values.find((value) => truth(value) === false);
  if (refuted) return refuted;
  const doubtful = values.find((value) => truth(value) === undefined);
  if (doubtful) return doubtful;
  return literal(true, { place: undefined, way: joinWays(...values.map((value) => value.origin.way)) });
}
