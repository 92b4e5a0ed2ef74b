import type { Text, TextSymbol } from '../text';
import type { Value } from '../value';
import type { Certainty } from './certainty';
import { compare } from './matching';

/** A text of which nothing is known. */
export const anything: TextSymbol = { kind: 'other', name: '' };

/** What is known of a value as a text. */
export function textOf(value: Value): Text {
  switch (value.kind) {
    case 'literal':
      return joined([String(value.value)]);
    case 'reference':
      // Of several there is no telling which.
      if (value.attribute.split('.').includes('*')) return [anything];
      // Where the attribute has no name, it is the resource itself.
      return [{ kind: 'attribute', name: [value.resource, value.attribute].filter((part) => part !== '').join('.') }];
    case 'unknown':
      return joined(value.text ?? [anything]);
    default:
      return [anything];
  }
}

/** The same text without empty strings, and with strings that meet made one. */
export function joined(text: Text): Text {
  const parts: (string | TextSymbol)[] = [];
  for (const part of text) {
    const last = parts.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

/** Whether `*`, any number of characters, and `?`, any one, can be put in the place of what makes the pattern the subject. */
export function matches(
  pattern: Text,
  subject: Text,
  { ignoresCase = false }: { readonly ignoresCase?: boolean } = {},
): Certainty {
  return compare(pattern, subject, { ignoresCase, hasWildcards: true });
}

export function equals(a: Text, b: Text, { ignoresCase = false }: { readonly ignoresCase?: boolean } = {}): Certainty {
  return compare(a, b, { ignoresCase, hasWildcards: false });
}

/**
 * Whether the pattern of an ARN matches one. Each of the six parts between colons is compared by itself:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: Text, subject: Text): Certainty {
  const asText = matches(pattern, subject);
  // What matches part by part matches as a whole.
  if (asText === false || equals(pattern, subject) === true) return asText;
  const [parts, others] = [partsOfArn(pattern), partsOfArn(subject)];
  if (parts.length !== 6 || others.length !== 6) return undefined;
  const results = parts.map((part, index) => matches(part, others[index] ?? []));
  if (results.every((result) => result === true)) return true;
  // A part that is not known may hold colons, and the others are then not those that they seem to be.
  const areSure = [...parts.slice(0, 5), ...others.slice(0, 5)].every((part) => !part.some(mayHoldColons));
  return areSure && results.includes(false) ? false : undefined;
}

function mayHoldColons(part: string | TextSymbol): boolean {
  return typeof part === 'string' ? part.includes('${') : part.kind === 'attribute' || part.kind === 'other';
}

function partsOfArn(text: Text): readonly Text[] {
  const parts: (string | TextSymbol)[][] = [[]];
  for (const part of text) {
    if (typeof part !== 'string') {
      parts.at(-1)?.push(part);
      continue;
    }
    // Colons within a policy variable, such as `${aws:SourceAccount}`, are none of the ARN's.
    for (const piece of part.match(/\$\{[^{}]*\}|[^:$]+|[:$]/g) ?? []) {
      if (piece === ':' && parts.length < 6) parts.push([]);
      else parts.at(-1)?.push(piece);
    }
  }
  return parts.map(joined);
}
