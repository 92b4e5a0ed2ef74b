import type { Value } from '../../model/value';
import { along, fails, failure, joinWays, literal, mapArms, missing, unknown } from '../../model/values';
import type { Expression, Step } from '../../syntax/hcl/tree';
import { below as belowUnknown, withoutText } from './texts';

/** The `attribute` of a reference to a resource of which it is not known how many there are. */
export const repeated = '[]';

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
  if (value.kind === 'unknown') return withoutText(value);
  if (value.kind === 'absent') return { kind: 'list', items: [], origin: value.origin };
  if (value.kind === 'reference' && value.attribute === repeated)
    return unknown('how many {0} there are is not known', value.resource);
  // A list that is known once the resource is there: so is what is taken from it.
  if (value.kind === 'reference' && value.attribute !== '') return access(below(value, '*'), steps, evaluateKey);
  const items = value.kind === 'list' ? value.items : [value];
  return { kind: 'list', items: items.map((item) => access(item, steps, evaluateKey)), origin: value.origin };
}

/** What a list, a map or an object holds at an index or under a name. */
export function element(value: Value, key: Value): Value {
  if (value.kind === 'absent') return missing(value.origin);
  if (value.kind === 'unknown') return belowUnknown(value, key);
  if (key.kind === 'choice') return mapArms(key, (arm) => element(value, arm));
  if (fails(key) || key.kind === 'absent' || key.kind === 'list' || key.kind === 'map')
    return along(key.origin.way, failure('there is no such index'));
  if (key.kind !== 'literal') return unknown('the index is not known');
  if (value.kind === 'reference') {
    return value.member?.(String(key.value)) ?? below(value, typeof key.value === 'string' ? key.value : '*');
  }
  if (value.kind === 'list') {
    const item = value.items[Number(key.value)];
    return along(joinWays(key.origin.way, value.origin.way), item ?? missing());
  }
  if (value.kind !== 'map') return missing(value.origin);
  const entry = value.entries.get(String(key.value));
  return along(joinWays(key.origin.way, value.origin.way), entry ?? missing());
}

function below(value: Extract<Value, { kind: 'reference' }>, name: string): Value {
  const { resource, attribute, origin } = value;
  return { kind: 'reference', resource, attribute: attribute === '' ? name : `${attribute}.${name}`, origin };
}
