import { message } from '../../model/message';
import { nowhere, type Value } from '../../model/value';
import { failure } from '../../model/values';

export type Primitive = string | number | boolean;

/** What is not what was asked for: unknown, or the failure that Terraform reports. */
export type Obstacle = Extract<Value, { kind: 'unknown' }>;

/** As Terraform converts it to a string; undefined where the digits are too many for us to have kept them all. */
export function textOf(value: Primitive): string | undefined {
  if (typeof value !== 'number') return String(value);
  if (Object.is(value, -0)) return '-0';
  return isWellKept(value) ? String(value) : undefined;
}

/** Whether a number is surely the one that was written: Terraform keeps 512 bits of it, we keep 53. */
export function isWellKept(value: number): boolean {
  if (Number.isInteger(value)) return Number.isSafeInteger(value);
  const text = String(value);
  return !text.includes('e') && text.replace(/\D/g, '').replace(/^0+/, '').length <= 15;
}

/** As Terraform converts it to a number: `fails` where it does not, undefined where we do not know. */
export function numberOf(value: Primitive): number | 'fails' | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return 'fails';
  // Go also reads `1p3`.
  if (/^[+-]?[\d.]+p[+-]?\d+$/i.test(value)) return undefined;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return 'fails';
  const number = Number(value);
  return isWellKept(number) && value.length < 30 ? number : undefined;
}

/** As Terraform converts it to a bool; undefined where it refuses to. */
export function booleanOf(value: Primitive): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}

/** The same of any value. */
export function truthOf(value: Value): boolean | undefined {
  return value.kind === 'literal' ? booleanOf(value.value) : undefined;
}

export function convertPrimitive(value: Extract<Value, { kind: 'literal' }>, to: 'string' | 'number' | 'bool'): Value {
  const converted = { string: textOf, number: numberOf, bool: booleanOf }[to](value.value);
  if (converted === 'fails' && to === 'number') return failure('{0} is required', [to], value.origin);
  if (converted !== undefined) return { ...value, value: converted };
  if (to === 'bool') return failure('{0} is required', [to], value.origin);
  return tooPrecise(value.origin);
}

/** What Terraform would refuse, where only an obstacle is looked for. */
export function refusal(why: string, ...args: readonly string[]): Obstacle {
  return { kind: 'unknown', reason: message(why, ...args), fails: true, origin: nowhere };
}

/** The same of what is not known. */
export function notKnown(why: string): Obstacle {
  return { kind: 'unknown', reason: message(why), origin: nowhere };
}

export function tooPrecise(origin: Value['origin']): Obstacle {
  return { kind: 'unknown', reason: message('the number has too many digits'), origin };
}

/** The order in which Terraform sorts strings: that of their bytes in UTF-8, which is that of their code points. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === length) return left.length - right.length;
  // The second half of a pair is only compared with another: they are in the order of the pairs.
  const [a, b] = [left.codePointAt(at) ?? 0, right.codePointAt(at) ?? 0];
  return a - b;
}
