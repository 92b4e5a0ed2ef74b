import type { Obstacle } from '../primitives';
import { longestResult } from './longest';

/** As Terraform replaces: every occurrence, of a pattern where it stands between slashes. Undefined where that is not known. */
export function replace(value: string, search: string, replacement: string): string | Obstacle | undefined {
  const [text, wanted, by] = [value.normalize(), search.normalize(), replacement.normalize()];
  if (wanted.length > 1 && wanted.startsWith('/') && wanted.endsWith('/')) {
    return replacePattern(text, wanted.slice(1, -1), by);
  }
  // Between code points where nothing is looked for, which are as many as there is text for.
  const parts = wanted === '' ? ['', ...text, ''] : text.split(wanted);
  return parts.length * by.length + text.length > longestResult ? undefined : parts.join(by);
}

/** One part of a pattern that means the same to Go's RE2 and to JavaScript. */
const part =
  /\[\^?(?:[\w .,:;@#%&=~<>!"'/*+?$(){}|]|(?:[a-z]-[a-z]|[A-Z]-[A-Z]|\d-\d)|\\[dwnt.\\/\-[\]^])+-?\]|\\[dwDWnt.\\/\-[\](){}*+?^$|]|[\w .,:;@#%&=~<>!"'/-]|[()|^$.]/y;

const quantifier = /[*+?]\??|\{\d{1,2}(?:,\d{0,2})?\}\??/y;

/** How many steps a pattern may take: each quantifier multiplies what there is to try. */
const mostSteps = 10_000_000;

function replacePattern(text: string, pattern: string, replacement: string): string | undefined {
  const quantifiers = countQuantifiers(pattern);
  const isPlain = /^[\t\n -~]*$/.test(text);
  if (quantifiers === undefined || !isPlain || (text.length + 1) ** (quantifiers + 1) > mostSteps) return undefined;
  const parts = partsOf(replacement);
  if (!parts) return undefined;
  let matchesNothing = false;
  let size = text.length;
  const result = text.replace(compile(pattern), (match: string, ...rest: unknown[]) => {
    matchesNothing ||= match === '';
    const groups: readonly unknown[] = [match, ...rest.slice(0, -2)];
    const made = parts.map((one) => (typeof one === 'string' ? one : (groups[one] ?? ''))).join('');
    size += made.length;
    return size > longestResult ? '' : made;
  });
  // Where nothing is matched, the two differ in where it is.
  return matchesNothing || size > longestResult ? undefined : result;
}

/** Matches nothing, which is given up, where the pattern is not one. */
function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'g');
  } catch {
    return /(?:)/g;
  }
}

/** Undefined for a pattern that may mean something else in Go, or may take long. */
function countQuantifiers(pattern: string): number | undefined {
  let count = 0;
  for (let at = 0; at < pattern.length; ) {
    part.lastIndex = at;
    const matched = part.exec(pattern)?.[0];
    if (!matched) return undefined;
    at += matched.length;
    quantifier.lastIndex = at;
    const repeated = quantifier.exec(pattern)?.[0];
    if (!repeated) continue;
    if (/^[()|^$]$/.test(matched)) return undefined;
    at += repeated.length;
    count++;
  }
  return pattern === '' ? undefined : count;
}

/** The texts and the numbers of groups that a replacement is made of; undefined for groups that have names. */
function partsOf(replacement: string): readonly (string | number)[] | undefined {
  const parts = replacement
    .split(/(\$\d(?!\w)|\$\{\d\})/)
    .map((one, index) => (index % 2 === 1 ? Number(/\d/.exec(one)?.[0]) : one));
  return parts.some((one) => typeof one === 'string' && one.includes('$')) ? undefined : parts;
}
