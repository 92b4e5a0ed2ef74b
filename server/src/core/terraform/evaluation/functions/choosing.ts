import type { TextSymbol } from '../../../model/text';
import type { Origin, Value } from '../../../model/value';
import { along, fails, isLiteral, isUnfinished, joinWays, literal } from '../../../model/values';
import { oneOf } from '../arms';
import { failsWithin, waysWithin } from '../inside';
import { unify } from '../unify';
import { type Functions, refuse, wrongCount } from './signature';

/** Functions that choose among their arguments, or ask what they are worth. */
export const choosingFunctions: Functions = {
  try: (args, origin) => firstThat(args, doesNotFail, origin),
  can: ([value, ...others], origin) => {
    if (!value || others.length > 0) return wrongCount();
    const holds = doesNotFail(value);
    return holds === 'perhaps' ? undefined : literal(holds, { ...origin, way: waysWithin(value) });
  },
  coalesce: (args, origin) => {
    const unified = unify(args);
    return unified.kind === 'obstacle' ? unified.obstacle : firstThat(unified.values, isSomething, origin);
  },
  coalescelist: (args, origin) => {
    if (args.some((value) => value.kind === 'literal' || value.kind === 'map')) return refuse('a list is required');
    return firstThat(args, hasItems, origin);
  },
};

type Answer = boolean | 'perhaps';

function doesNotFail(value: Value): Answer {
  if (isOfDeployment(value)) return true;
  const failing = failsWithin(value);
  return failing === 'perhaps' ? failing : !failing;
}

function isSomething(value: Value): Answer {
  if (isOfDeployment(value)) return true;
  if (value.kind === 'unknown' || value.kind === 'choice') return fails(value) ? false : 'perhaps';
  return value.kind !== 'absent' && !isLiteral(value, '');
}

/** Whether it is a text of what only the deployment knows, such as the id of its account, which is always there. */
function isOfDeployment(value: Value): boolean {
  if (value.kind !== 'unknown' || fails(value) || isUnfinished(value) || !value.text?.length) return false;
  return value.text.every((part) => typeof part === 'string' || deployment.includes(part.kind));
}

const deployment: readonly TextSymbol['kind'][] = ['account', 'region', 'partition'];

function hasItems(value: Value): Answer {
  return value.kind === 'unknown' || value.kind === 'reference'
    ? 'perhaps'
    : value.kind === 'list' && value.items.length > 0;
}

/** The first argument that is `wanted`; one of several where that of an earlier one is not known. A failure where none is. */
function firstThat(args: readonly Value[], wanted: (value: Value) => Answer, origin: Origin): Value {
  const answers = args.map(wanted);
  const passed = answers.indexOf(true);
  const candidates = args.filter((_, index) => answers[index] === 'perhaps' && (passed < 0 || index < passed));
  const found = args[passed];
  const first = answers.findIndex((answer) => answer !== false);
  const before = first < 0 ? args : args.slice(0, first);
  const way = joinWays(...before.map(waysWithin));
  if (found) candidates.push(found);
  const [only] = candidates;
  if (!only) return along(way, refuse('none of the arguments can be used'));
  return candidates.length === 1 ? along(way, only) : oneOf(candidates, { ...origin, way });
}
