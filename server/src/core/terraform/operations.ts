import type { Value } from '../model/value';
import { along, joinWays, literal, mapArms, truth, unknown } from '../model/values';

const notKnown = () => unknown('what it is computed from is not known');

export function unaryOperation(operator: string, operand: Value): Value {
  return mapArms(operand, (value) => {
    const holds = truth(value);
    if (operator === '!' && holds !== undefined) return literal(!holds, value.origin);
    if (operator === '-' && value.kind === 'literal' && typeof value.value === 'number')
      return literal(-value.value, value.origin);
    return notKnown();
  });
}

export function binaryOperation(operator: string, left: Value, right: Value): Value {
  const result = compute(operator, left, right);
  if (result === undefined) return notKnown();
  const deciding = [left, right].filter((operand) => decides(operand, operator, result));
  return along(joinWays(...deciding.map(({ origin }) => origin.way)), literal(result));
}

/** One false operand decides `&&`, and one true operand `||`: the other has no part in it. */
function decides(operand: Value, operator: string, result: number | boolean): boolean {
  const one = (operator === '&&' && result === false) || (operator === '||' && result === true);
  return !one || truth(operand) === result;
}

/** Undefined where it is not known. */
function compute(operator: string, left: Value, right: Value): number | boolean | undefined {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=': {
      const same = equal(left, right);
      return same === undefined ? undefined : !same;
    }
    case '&&':
      return and(truth(left), truth(right));
    case '||': {
      const neither = and(negate(truth(left)), negate(truth(right)));
      return negate(neither);
    }
    default:
      return arithmetic(operator, left, right);
  }
}

function negate(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

/** One false is enough, whatever the other is. */
function and(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === false || right === false) return false;
  return left && right ? true : undefined;
}

/** Undefined where it is not known. A value that exists once a resource does is neither null nor `""`. */
function equal(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'absent' && right.kind === 'absent') return true;
  if (left.kind === 'literal' && right.kind === 'literal') return left.value === right.value;
  const kinds = [left.kind, right.kind];
  if (kinds.includes('unknown') || kinds.includes('choice')) return undefined;
  if (kinds.includes('absent')) return false;
  const text = left.kind === 'literal' ? left.value : right.kind === 'literal' ? right.value : undefined;
  return kinds.includes('reference') && text === '' ? false : undefined;
}

function arithmetic(operator: string, left: Value, right: Value): number | boolean | undefined {
  if (left.kind !== 'literal' || right.kind !== 'literal') return undefined;
  const [a, b] = [left.value, right.value];
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    default:
      return undefined;
  }
}
