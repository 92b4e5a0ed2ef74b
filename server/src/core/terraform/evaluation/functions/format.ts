import type { Text } from '../../../model/text';
import type { Value } from '../../../model/value';
import { along, joinWays, unknown } from '../../../model/values';
import { mostInside, waysWithin } from '../inside';
import { booleanOf, isWellKept, numberOf, type Obstacle, textOf } from '../primitives';
import { joinTexts, knownText, nameless, withoutText, withText } from '../texts';
import { charactersOf } from './characters';
import { collect } from './collections';
import { encode } from './encoding';
import { longestResult, mostResults } from './longest';
import { asValue, type Functions, isObstacle, refuse, text, wrongCount } from './signature';

/** developer.hashicorp.com/terraform/language/functions/format */
export const formatFunctions: Functions = {
  format: (args, origin) => {
    const [template, ...values] = args;
    const pattern = text(template);
    if (isObstacle(pattern)) return pattern;
    const [only] = values;
    // A text that is all from a resource is that.
    if ((pattern === '%s' || pattern === '%v') && values.length === 1 && only?.kind === 'reference') return only;
    const made = format(pattern.normalize(), values);
    return typeof made === 'string' ? asValue(made, args, origin) : made;
  },
  formatlist: (args, origin) => {
    const [template, ...values] = args;
    const pattern = text(template);
    if (!template) return wrongCount();
    if (isObstacle(pattern)) return pattern;
    const lengths = new Set(values.flatMap((value) => (value.kind === 'list' ? [value.items.length] : [])));
    if (lengths.size > 1) return refuse('the lists are of different lengths');
    // What is not known may be a list as well.
    if (values.some(({ kind }) => kind === 'unknown' || kind === 'choice')) return undefined;
    const [length = 1] = lengths;
    if (length > mostResults) return undefined;
    const rows = Array.from({ length }, (_, index) =>
      values.map((value) => (value.kind === 'list' ? (value.items[index] ?? value) : value)),
    );
    const items = rows.map((row) => {
      const result = formatFunctions['format']?.([template, ...row], origin);
      return result ?? unknown('part of the text is not known');
    });
    const wrong = items.find((item) => item.kind === 'unknown' && item.fails);
    const way = joinWays(...values.map((value) => (value.kind === 'list' ? value.origin.way : waysWithin(value))));
    return wrong ?? collect(items, { ...origin, way });
  },
};

const verb = /%(?:%|([ #+0-]*)(\d*)(\.\d*)?(?:\[(\d+)\])?([a-zA-Z]))|%/g;

interface Verb {
  readonly flags: string;
  readonly width: number;
  /** Undefined where none is given. */
  readonly precision: number | undefined;
  readonly letter: string;
}

function format(pattern: string, values: readonly Value[]): string | Value | undefined {
  let next = 0;
  let highest = 0;
  let size = 0;
  const made: (string | Obstacle | undefined)[] = [];
  const known: Text[] = [];
  let at = 0;
  for (const match of pattern.matchAll(verb)) {
    const [whole, flags = '', width = '', precision, index, letter] = match;
    const before = pattern.slice(at, match.index) + (whole === '%%' ? '%' : '');
    made.push(before);
    known.push([before]);
    at = match.index + whole.length;
    if (whole === '%%') continue;
    if (!letter) return refuse('{0} is no verb', whole);
    next = index === undefined ? next : Number(index) - 1;
    const value = values[next];
    if (!value) return refuse('there are not as many values as verbs');
    highest = Math.max(highest, ++next);
    if (Number(width) > longestResult || Number(precision?.slice(1)) > 100) return undefined;
    const digits = precision === undefined ? undefined : Number(precision.slice(1));
    const one = formatOne({ flags, width: Number(width), precision: digits, letter }, value);
    size += typeof one === 'string' ? one.length : 0;
    made.push(one);
    known.push(typeof one === 'string' ? [one] : /^%(?:\[\d+\])?[sv]$/.test(whole) ? knownText(value) : [nameless]);
    if (size > longestResult) return undefined;
  }
  made.push(pattern.slice(at));
  known.push([pattern.slice(at)]);
  const wrong = made.filter((part): part is Obstacle => part !== undefined && isObstacle(part));
  const failing = wrong.find((one) => one.fails);
  if (failing || highest < values.length) return failing ?? refuse('there are more values than verbs');
  if (wrong.length > 0 || made.includes(undefined)) {
    const way = joinWays(...values.map((value) => value.origin.way));
    return withText(wrong[0] ?? along(way, unknown('{0} is not known', 'format()')), joinTexts(known));
  }
  return made.join('');
}

function formatOne(verb: Verb, value: Value): string | Obstacle | undefined {
  if (value.kind === 'unknown') return withoutText(value);
  if (value.kind === 'reference' || value.kind === 'choice') return undefined;
  switch (verb.letter) {
    case 'v':
      return formatDefault(verb, value);
    case 's':
    case 'q': {
      const content = text(value);
      if (isObstacle(content)) return content;
      const characters = charactersOf(content.normalize());
      if (!characters) return verb.letter === 's' && verb.width === 0 && !verb.precision ? content : undefined;
      const kept = verb.precision ? characters.slice(0, verb.precision).join('') : characters.join('');
      const shown = verb.letter === 'q' ? encodeText(kept) : kept;
      return isObstacle(shown) ? shown : pad(shown, verb);
    }
    case 't': {
      const holds = value.kind === 'literal' ? booleanOf(value.value) : undefined;
      return holds === undefined ? refuse('a bool is required') : pad(String(holds), verb);
    }
    default:
      return formatNumber(verb, value);
  }
}

function encodeText(content: string): string | Obstacle {
  return encode({ kind: 'literal', value: content, origin: { place: undefined, way: [] } }, 0, { left: mostInside });
}

/** Strings as they are, numbers as short as possible, and JSON for all else. */
function formatDefault(verb: Verb, value: Value): string | Obstacle | undefined {
  if (value.kind === 'literal' && !verb.flags.includes('#')) {
    if (typeof value.value === 'string') return formatOne({ ...verb, letter: 's' }, value);
    if (typeof value.value === 'number') {
      return formatNumber({ ...verb, flags: verb.flags.replaceAll('+', ''), letter: 'g' }, value);
    }
  }
  // Null has a type in Terraform, or else is not known to it.
  if (value.kind === 'absent') return undefined;
  const json = encode(value, 0, { left: mostInside });
  return isObstacle(json) ? json : pad(json, verb);
}

function formatNumber(verb: Verb, value: Value): string | Obstacle | undefined {
  if (!'dbBoxXeEfFgG'.includes(verb.letter) || verb.letter === 'B') return refuse('{0} is no verb', verb.letter);
  const number = value.kind === 'literal' ? numberOf(value.value) : 'fails';
  if (number === 'fails') return refuse('a number is required');
  if (number === undefined || !isWellKept(number)) return undefined;
  const digits = digitsOf(verb, Math.abs(number));
  if (digits === undefined || isObstacle(digits)) return digits;
  const isNegative = number < 0 || Object.is(number, -0);
  const sign = isNegative ? '-' : verb.flags.includes('+') ? '+' : verb.flags.includes(' ') ? ' ' : '';
  if (!verb.flags.includes('0') || verb.flags.includes('-')) return pad(sign + digits, verb);
  return sign + digits.padStart(verb.width - sign.length, '0');
}

const bases: Readonly<Record<string, number>> = { d: 10, b: 2, o: 8, x: 16, X: 16 };

function digitsOf({ letter, precision, flags }: Verb, number: number): string | Obstacle | undefined {
  const base = bases[letter];
  if (base !== undefined) {
    if (!Number.isInteger(number)) return refuse('a whole number is required');
    if (flags.includes('#') && letter !== 'd') return undefined;
    const digits = number.toString(base).padStart(precision ?? 0, '0');
    return letter === 'X' ? digits.toUpperCase() : digits;
  }
  if (letter === 'f' || letter === 'F') return flags.includes('#') ? undefined : rounded(number, precision ?? 6);
  if (letter !== 'g' || precision !== undefined) return undefined;
  if (number === 0) return '0';
  const [digits = '', exponent = '0'] = number.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < Math.max(6, digits.replace('.', '').length > 6 ? 6 : 0)) return textOf(number);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Undefined for what is halfway between two, where it shows in which base one counts. */
function rounded(number: number, precision: number): string | undefined {
  const text = textOf(number) ?? '';
  const [, fraction = ''] = text.split('.');
  return /^50*$/.test(fraction.slice(precision)) || number > 1e15 ? undefined : number.toFixed(precision);
}

function pad(content: string, { width, flags }: Verb): string | undefined {
  const characters = width === 0 ? [] : charactersOf(content);
  if (!characters) return undefined;
  const missing = Math.max(width - characters.length, 0);
  if (flags.includes('-')) return content + ' '.repeat(missing);
  return (flags.includes('0') ? '0' : ' ').repeat(missing) + content;
}
