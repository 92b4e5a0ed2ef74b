import type { Value } from '../model/value';
import { along, joinWays, literal, mapArms, missing, unknown } from '../model/values';
import type { Expression, Step } from '../syntax/hcl/tree';

/** What the steps lead to from a value. `evaluateKey` gives the value of an index. */
export function access(from: Value, steps: readonly Step[], evaluateKey: (key: Expression) => Value): Value {
  const [step, ...rest] = steps;
  if (!step) return from;
  return mapArms(from, (value) => {
    if (step.kind === 'splat') return access(splat(value, step.steps, evaluateKey), rest, evaluateKey);
    const key = step.kind === 'attribute' ? literal(step.name) : evaluateKey(step.key);
    return access(element(value, key), rest, evaluateKey);
  });
}

function splat(value: Value, steps: readonly Step[], evaluateKey: (key: Expression) => Value): Value {
  if (value.kind === 'unknown') return value;
  if (value.kind === 'absent') return { kind: 'list', items: [], origin: value.origin };
  const items = value.kind === 'list' ? value.items : [value];
  return { kind: 'list', items: items.map((item) => access(item, steps, evaluateKey)), origin: value.origin };
}

function element(value: Value, key: Value): Value {
  if (value.kind === 'absent') return missing(value.origin);
  if (key.kind !== 'literal') return unknown('the index is not known');
  if (value.kind === 'list') {
    const item = value.items[Number(key.value)];
    return item ? along(joinWays(key.origin.way, value.origin.way), item) : missing(value.origin);
  }
  if (value.kind !== 'map') return value.kind === 'unknown' ? value : unknown('it is not known what it holds');
  const entry = value.entries.get(String(key.value));
  return entry ? along(joinWays(key.origin.way, value.origin.way), entry) : missing(value.origin);
}
