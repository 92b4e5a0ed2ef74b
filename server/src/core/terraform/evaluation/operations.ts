import type { Value } from '../../model/value';
import { nowhere } from '../../model/value';
import { along, fails, failure, joinWays, literal, unknown } from '../../model/values';
import { distribute } from './arms';
import { failsWithin, waysWithin } from './inside';
import { booleanOf, numberOf } from './primitives';
import { same } from './sameness';

const notKnown = () => unknown('what it is computed from is not known');

export function unaryOperation(operator: string, operand: Value): Value {
  return distribute([operand], ([value = notKnown()]) => along(value.origin.way, unary(operator, value)), nowhere);
}

/** developer.hashicorp.com/terraform/language/expressions/operators */
export function binaryOperation(operator: string, left: Value, right: Value): Value {
  return distribute(
    [left, right],
    ([one = notKnown(), other = notKnown()]) => {
      const result = binary(operator, one, other);
      const deciding = [one, other].filter((operand) => decides(operand, operator, result));
      return along(joinWays(...deciding.map(waysWithin)), result);
    },
    nowhere,
  );
}

function unary(operator: string, value: Value): Value {
  if (operator === '!') {
    const holds = asBoolean(value);
    if (typeof holds === 'boolean') return literal(!holds);
    return holds === 'fails' ? refused(operator) : notKnown();
  }
  const number = asNumber(value);
  if (typeof number === 'number') return literal(-number);
  return number === 'fails' ? refused(operator) : notKnown();
}

function binary(operator: string, left: Value, right: Value): Value {
  if (failsWithin(left) === true || failsWithin(right) === true) return refused(operator);
  if (operator === '==' || operator === '!=') {
    const equal = areEqual(left, right);
    return equal === undefined ? notKnown() : literal(equal === (operator === '=='));
  }
  return operator === '&&' || operator === '||' ? logical(operator, left, right) : arithmetic(operator, left, right);
}

function refused(operator: string): Value {
  return failure('{0} does not work with these values', [operator]);
}

/** One false operand decides `&&`, and one true operand `||`: the other has no part in it. */
function decides(operand: Value, operator: string, result: Value): boolean {
  if (operator !== '&&' && operator !== '||') return true;
  const one = result.kind === 'literal' && result.value === (operator === '||');
  return !one || asBoolean(operand) === (operator === '||');
}

/** As `==` does. A list and a tuple, or a map and an object, are never equal to it; what seems equal may be one of each. */
function areEqual(left: Value, right: Value): boolean | undefined {
  const equal = same(left, right);
  return equal && [left, right].some(({ kind }) => kind === 'list' || kind === 'map') ? undefined : equal;
}

/** Terraform works out both sides, and refuses if one of them is no bool; but one is enough to decide, whatever the other is. */
function logical(operator: '&&' | '||', left: Value, right: Value): Value {
  const sides = [asBoolean(left), asBoolean(right)];
  if (sides.includes('fails')) return refused(operator);
  const decisive = operator === '||';
  if (sides.includes(decisive)) return literal(decisive);
  return sides.includes(undefined) ? notKnown() : literal(!decisive);
}

function arithmetic(operator: string, left: Value, right: Value): Value {
  const [a, b] = [asNumber(left), asNumber(right)];
  if (a === 'fails' || b === 'fails') return refused(operator);
  if (a === undefined || b === undefined) return notKnown();
  // Terraform has an infinity, but no way to write it: what comes of it is not worth knowing.
  if (operator === '/' && b === 0) return a === 0 ? refused(operator) : notKnown();
  const result = compute(operator, a, b);
  return result === undefined ? notKnown() : literal(result);
}

/** Undefined where it is not known to the last digit: Terraform computes with more of them. */
function compute(operator: string, a: number, b: number): number | boolean | undefined {
  switch (operator) {
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '+':
      return exactly(a + b, a, b);
    case '-':
      return exactly(a - b, a, b);
    case '*':
      return exactly(a * b, a, b);
    case '/':
      return exactly((a / b) * b === a ? a / b : Number.NaN, a, b);
    case '%':
      return b === 0 ? a : exactly(a % b, a, b);
    default:
      return undefined;
  }
}

/** The result of a computation if nothing was rounded: all are integers, or fractions of few binary digits. */
export function exactly(result: number, ...operands: readonly number[]): number | undefined {
  const all = [result, ...operands];
  if (all.every(Number.isSafeInteger)) return result;
  const isShort = (value: number, digits: number) =>
    Number.isInteger(value * 2 ** digits) && Math.abs(value) < 2 ** (53 - digits);
  return operands.every((value) => isShort(value, 10)) && isShort(result, 20) ? result : undefined;
}

function asBoolean(value: Value): boolean | 'fails' | undefined {
  if (value.kind === 'literal') return booleanOf(value.value) ?? 'fails';
  return otherwise(value);
}

function asNumber(value: Value): number | 'fails' | undefined {
  return value.kind === 'literal' ? numberOf(value.value) : otherwise(value);
}

function otherwise(value: Value): 'fails' | undefined {
  return value.kind === 'unknown' || value.kind === 'reference' || value.kind === 'choice'
    ? fails(value)
      ? 'fails'
      : undefined
    : 'fails';
}
