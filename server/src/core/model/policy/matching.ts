import { memoize } from '../../memory/lazy';
import type { Text, TextSymbol } from '../text';
import type { Certainty } from './certainty';

interface Options {
  readonly hasWildcards: boolean;
  readonly ignoresCase: boolean;
}

/** Whether the pattern says the subject: true where it does whatever the symbols stand for, false where it never does. */
export function compare(pattern: Text, subject: Text, options: Options): Certainty {
  const { tokens, others } = withoutSameEnds(
    tokensIn(pattern, options.hasWildcards, options.ignoresCase),
    tokensIn(subject, false, options.ignoresCase),
  );
  if (differAtStart(tokens, others) || differAtStart(tokens.slice(-1), others.slice(-1))) return false;
  if (others.length === 0 && tokens.every((token) => token === many)) return true;
  if (tokens.length > longest || others.length > longest || tokens.length * others.length > largest) return undefined;
  if (isSure(tokens, others)) return true;
  return isPossible(tokens.flatMap(partsOf), others.flatMap(partsOf)) ? undefined : false;
}

/** ARNs and keys of objects have up to some 1,000 characters; nobody means more. */
const longest = 5_000;
const largest = 1_000_000;

/** A character, what stands for others, or a symbol. */
type Token = string | typeof many | typeof one | TextSymbol;

const many = Symbol('*');
const one = Symbol('?');

/** Policy variables, such as `${aws:username}`; `${*}` is how a policy writes the character: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const variable = /\$\{([^{}]*)\}/g;

const nameless: TextSymbol = { kind: 'other', name: '' };

/** Each statement is held against each request: what a text is made of is worked out once. */
const knownTokens = memoize((_text: Text) => new Map<number, readonly Token[]>());

function tokensIn(text: Text, hasWildcards: boolean, ignoresCase: boolean): readonly Token[] {
  const known = knownTokens(text);
  const id = (hasWildcards ? 2 : 0) + (ignoresCase ? 1 : 0);
  const tokens = known.get(id) ?? tokensOf(text, { hasWildcards, ignoresCase });
  known.set(id, tokens);
  return tokens;
}

function tokensOf(text: Text, options: Options): readonly Token[] {
  const tokens: Token[] = [];
  for (const part of text) {
    if (typeof part !== 'string') {
      tokens.push(part);
      continue;
    }
    const written = options.ignoresCase ? part.toLowerCase() : part;
    let end = 0;
    for (const found of written.matchAll(variable)) {
      pushCharacters(tokens, written.slice(end, found.index), options);
      const [all, name = ''] = found;
      tokens.push(name === '*' || name === '?' || name === '$' ? name : nameless);
      end = found.index + all.length;
    }
    pushCharacters(tokens, written.slice(end), options);
  }
  return tokens;
}

function pushCharacters(tokens: Token[], text: string, { hasWildcards }: Options): void {
  for (const character of text) {
    if (hasWildcards && character === '*') {
      if (tokens.at(-1) !== many) tokens.push(many);
    } else tokens.push(hasWildcards && character === '?' ? one : character);
  }
}

/** What both begin or end with is the same in both: most of what is compared differs there, or nowhere. */
function withoutSameEnds(tokens: readonly Token[], others: readonly Token[]) {
  const start = sameStart(tokens, others);
  const [left, right] = [tokens.slice(start.tokens), others.slice(start.others)];
  const shorter = Math.min(left.length, right.length);
  let end = 0;
  while (end < shorter && areSame(left.at(-1 - end), right.at(-1 - end))) end++;
  return { tokens: left.slice(0, left.length - end), others: right.slice(0, right.length - end) };
}

/** How many of each say the same, also where one leaves the partition to the deployment and the other one writes it. */
function sameStart(tokens: readonly Token[], others: readonly Token[]) {
  const start = { tokens: 0, others: 0 };
  for (;;) {
    const token = tokens[start.tokens];
    const other = others[start.others];
    const isAlike = areSame(token, other);
    const written = isAlike || !isPartition(other) ? undefined : partitionOfArnAt(tokens, start.tokens);
    const otherWritten = isAlike || !isPartition(token) ? undefined : partitionOfArnAt(others, start.others);
    if (!isAlike && written === undefined && otherWritten === undefined) return start;
    start.tokens += written ?? 1;
    start.others += otherWritten ?? 1;
  }
}

function areSame(token: Token | undefined, other: Token | undefined): boolean {
  return token !== undefined && other !== undefined && isSame(token, other);
}

function differAtStart([token]: readonly Token[], [other]: readonly Token[]): boolean {
  return typeof token === 'string' && typeof other === 'string' && token !== other;
}

/** docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const partitions = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];

/** Whether the tokens stand for the others whatever the symbols are: by what is sure of the rest, from the end. */
function isSure(tokens: readonly Token[], others: readonly Token[]): boolean {
  const width = others.length + 1;
  const sure = new Uint8Array((tokens.length + 1) * width);
  const at = (token: number, other: number) => sure[token * width + other] === 1;
  sure[sure.length - 1] = 1;
  for (let i = tokens.length - 1; i >= 0; i--) {
    for (let j = others.length; j >= 0; j--) {
      const token = tokens[i];
      const other = others[j];
      let isSo = false;
      if (token === many) isSo = at(i + 1, j) || (j < others.length && at(i, j + 1));
      else if (token === undefined || other === undefined) isSo = false;
      else if (token === one) isSo = typeof other === 'string' && at(i + 1, j + 1);
      else if (isSame(token, other)) isSo = at(i + 1, j + 1);
      // Who writes the name of a partition deploys there.
      else if (isPartition(other)) isSo = partitionsAt(tokens, i).some((length) => at(i + length, j + 1));
      else if (isPartition(token)) isSo = partitionsAt(others, j).some((length) => at(i + 1, j + length));
      if (isSo) sure[i * width + j] = 1;
    }
  }
  return at(0, 0);
}

function isSame(token: Token, other: Token): boolean {
  if (typeof token !== 'object' || typeof other !== 'object') return token === other;
  return token.kind === other.kind && token.name === other.name && (token.kind !== 'other' || token.name !== '');
}

function isPartition(token: Token | undefined): boolean {
  return typeof token === 'object' && token.kind === 'partition';
}

/** The lengths of the names of partitions that are here. */
function partitionsAt(tokens: readonly Token[], start: number): readonly number[] {
  if (tokens[start] !== 'a') return [];
  return partitions
    .filter((name) => [...name].every((character, index) => tokens[start + index] === character))
    .map(({ length }) => length);
}

/** The length of the name that is here, where nothing else can be meant. */
function partitionOfArnAt(tokens: readonly Token[], start: number): number | undefined {
  return partitionsAt(tokens, start).find((length) => tokens[start + length] === ':');
}

/** One character out of these, or out of all where they are undefined; `repeats` is any number of them. */
interface Part {
  readonly characters: string | undefined;
  readonly repeats: boolean;
}

const digits = '0123456789';
const letters = 'abcdefghijklmnopqrstuvwxyz';

const some = (characters: string | undefined): Part => ({ characters, repeats: true });
const single = (characters: string | undefined): Part => ({ characters, repeats: false });

/** What each symbol may stand for, or more. */
const shapes: Readonly<Record<TextSymbol['kind'], readonly Part[]>> = {
  account: Array.from({ length: 12 }, () => single(digits)),
  region: [single(`${letters}${digits}-`), some(`${letters}${digits}-`)],
  partition: [...[...'aws'].map(single), some(`${letters}-`)],
  // docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
  organization: [single('o'), single('-'), single(letters + digits), some(letters + digits)],
  attribute: [some(undefined)],
  other: [some(undefined)],
};

function partsOf(token: Token): readonly Part[] {
  if (token === many) return [some(undefined)];
  if (token === one) return [single(undefined)];
  return typeof token === 'object' ? shapes[token.kind] : [single(token as string)];
}

/** Whether some text is in both of two sequences. `reached` are the places in the other one that a text can get to in both. */
function isPossible(parts: readonly Part[], others: readonly Part[]): boolean {
  let reached = new Uint8Array(others.length + 1);
  reached[0] = 1;
  for (const part of [...parts, undefined]) {
    const next = new Uint8Array(others.length + 1);
    for (let j = 0; j <= others.length; j++) {
      if (reached[j] !== 1) continue;
      const other = others[j];
      const goesOn = part && other && overlaps(part.characters, other.characters);
      // What repeats may be there not once.
      if (other?.repeats || (part?.repeats && goesOn)) reached[j + 1] = 1;
      if (part?.repeats || !part) next[j] = 1;
      else if (goesOn) next[other.repeats ? j : j + 1] = 1;
    }
    if (!next.includes(1)) return false;
    reached = next;
  }
  return reached[others.length] === 1;
}

function overlaps(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return a.length < b.length ? [...a].some((character) => b.includes(character)) : [...b].some((c) => a.includes(c));
}
