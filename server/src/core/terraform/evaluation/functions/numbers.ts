import { exactly } from '../operations';
import { isWellKept } from '../primitives';
import { type Functions, integer, number, numbers, plain, plainList, refuse, text } from './signature';

export const numberFunctions: Functions = {
  abs: plain([number], Math.abs),
  ceil: plain([number], Math.ceil),
  floor: plain([number], Math.floor),
  max: plainList(number, (values) => pick(values, (a, b) => a > b)),
  min: plainList(number, (values) => pick(values, (a, b) => a < b)),
  parseint: (args, origin) =>
    args[0]?.kind === 'literal' && typeof args[0].value !== 'string'
      ? refuse('a string is required')
      : parseInteger(args, origin),
  // Of what is not whole, Go may round the last digit in another way.
  pow: plain([number, number], (base, exponent) =>
    Number.isInteger(base) && Number.isInteger(exponent) && exponent >= 0 ? exactly(base ** exponent, base) : undefined,
  ),
  range: plainList(number, range),
  signum: plain([number], Math.sign),
  sum: plain([numbers], (values) =>
    values.length === 0
      ? refuse('there is nothing to sum up')
      : values.reduce<number | undefined>(
          (sum, value) => (sum === undefined ? sum : exactly(sum + value, sum, value)),
          0,
        ),
  ),
};

const parseInteger = plain([text, integer], (digits, base) => {
  if (base < 2 || base > 62) return refuse('the base must be from 2 to 62');
  if (!/^[+-]?[0-9a-z]+$/i.test(digits)) return refuse('it is no number in this base');
  const values = [...digits.replace(/^[+-]/, '')].map((digit) => digitValue(digit, base));
  if (values.some((value) => value >= base)) return refuse('it is no number in this base');
  const result = values.reduce((sum, value) => sum * base + value, 0);
  if (!isWellKept(result)) return undefined;
  return digits.startsWith('-') && result !== 0 ? -result : result;
});

/** Small letters come before capital ones where both are needed. */
function digitValue(digit: string, base: number): number {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  return alphabet.indexOf(base <= 36 ? digit.toLowerCase() : digit);
}

function pick(values: readonly number[], isBetter: (a: number, b: number) => boolean): number {
  return values.reduce((best, value) => (isBetter(value, best) ? value : best));
}

/** No `range` of Terraform's is longer. */
const longestRange = 1024;

function range(values: readonly number[]) {
  const [first = 0, second, third, ...others] = values;
  if (others.length > 0) return refuse('the number of arguments is wrong');
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (end < start ? -1 : 1);
  if (step === 0) return refuse('the step must not be zero');
  if ((step < 0 && end > start) || (step > 0 && end < start)) return refuse('the step leads away from the end');
  const numbers: number[] = [];
  for (let at = start; step > 0 ? at < end : at > end; ) {
    if (numbers.length >= longestRange) return refuse('the range is too long');
    numbers.push(at);
    const next = exactly(at + step, at, step);
    if (next === undefined) return undefined;
    at = next;
  }
  return numbers;
}
