import type { Value } from '../../../model/value';
import { jsonOf } from '../json-text';
import { joinTexts, knownText, withText } from '../texts';
import { charactersOf } from './characters';
import { longestResult } from './longest';
import { replace } from './replace';
import {
  asValue,
  type Functions,
  integer,
  isObstacle,
  plain,
  refuse,
  type TerraformFunction,
  text,
  texts,
  wrongCount,
} from './signature';

export const textFunctions: Functions = {
  basename: plain([text], baseName),
  chomp: keepContent(plain([text], (value) => trimEnd(value, (character) => character === '\n' || character === '\r'))),
  dirname: plain([text], folderName),
  endswith: plain([text, text], (value, end) => value.normalize().endsWith(end.normalize())),
  indent: plain([integer, text], (spaces, value) => {
    if (spaces < 0) return refuse('the number of spaces must not be negative');
    const lines = value.split('\n');
    return spaces * (lines.length - 1) > longestResult ? undefined : lines.join(`\n${' '.repeat(spaces)}`);
  }),
  join: (args, origin) => {
    const [separator, ...lists] = args;
    if (lists.length === 0) return wrongCount();
    const items = lists.flatMap((list) => (list.kind === 'list' ? list.items : [list]));
    const known = text(separator);
    // The one part of a text that comes from a resource is all of it.
    if (
      !isObstacle(known) &&
      items.length === 1 &&
      items[0]?.kind === 'reference' &&
      lists.every(({ kind }) => kind === 'list')
    )
      return items[0];
    const read = lists.map(texts);
    const wrong = [known, ...read].filter(isObstacle);
    if (isObstacle(known) || wrong.length > 0) {
      const why = wrong.find((one) => one.fails) ?? wrong[0];
      if (!why || isObstacle(known) || lists.some(({ kind }) => kind !== 'list')) return why;
      return withText(why, joinTexts(items.flatMap((item, at) => [at > 0 ? [known] : [], knownText(item)])));
    }
    const parts = read.flatMap((list) => (isObstacle(list) ? [] : list));
    const size = parts.reduce((sum, part) => sum + part.length + known.length, 0);
    return size > longestResult * 2
      ? undefined
      : asValue(parts.join(known), args, lists.length === 1 && lists[0] ? lists[0].origin : origin);
  },
  lower: plain([text], (value) => mapLetters(value, (letter) => letter.toLowerCase())),
  replace: plain([text, text, text], replace),
  split: plain([text, text], (separator, value) => {
    const [by, whole] = [separator.normalize(), value.normalize()];
    // Without a separator it is split between code points.
    return by === '' ? [...whole] : whole.split(by);
  }),
  startswith: plain([text, text], (value, start) => value.normalize().startsWith(start.normalize())),
  strcontains: plain([text, text], (value, part) => value.normalize().includes(part.normalize())),
  strrev: plain([text], (value) => charactersOf(value)?.toReversed().join('')),
  substr: plain([text, integer, integer], substring),
  title: plain([text], title),
  trim: plain([text, text], (value, characters) => {
    const trimmed = new Set(characters.normalize());
    return trimBoth(value.normalize(), (character) => trimmed.has(character));
  }),
  trimprefix: plain([text, text], (value, start) => without(value.normalize(), start.normalize(), false)),
  trimspace: keepContent(plain([text], (value) => trimBoth(value, (character) => white.test(character)))),
  trimsuffix: plain([text, text], (value, end) => without(value.normalize(), end.normalize(), true)),
  upper: plain([text], (value) => mapLetters(value, (letter) => letter.toUpperCase())),
};

/** What comes from a resource stays what it is: an ARN or a name has no white space around it. So does what a text is the JSON of. */
function keepContent(call: TerraformFunction): TerraformFunction {
  return (args, origin) => {
    const [value, ...others] = args as readonly (Value | undefined)[];
    if (value?.kind === 'reference' && others.length === 0) return value;
    const json = value?.kind === 'unknown' ? jsonOf(value) : undefined;
    const result = call(args, origin);
    return json && result?.kind === 'unknown' && !result.fails ? { ...result, json } : result;
  };
}

/** What Unicode, and with it Go, calls white space. */
const white = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

function trimBoth(value: string, isTrimmed: (character: string) => boolean): string {
  const characters = [...trimEnd(value, isTrimmed)];
  const start = characters.findIndex((character) => !isTrimmed(character));
  return start < 0 ? '' : characters.slice(start).join('');
}

function trimEnd(value: string, isTrimmed: (character: string) => boolean): string {
  const characters = [...value];
  while (characters.length > 0 && isTrimmed(characters.at(-1) ?? '')) characters.pop();
  return characters.join('');
}

function without(value: string, part: string, atEnd: boolean): string {
  if (atEnd) return value.endsWith(part) ? value.slice(0, value.length - part.length) : value;
  return value.startsWith(part) ? value.slice(part.length) : value;
}

/** Go makes no two letters of one: where Unicode has no single one, the letter stays. Undefined where Unicode has both. */
function mapLetters(value: string, change: (letter: string) => string): string | undefined {
  const letters = [...value.normalize()].map((letter) => {
    const changed = change(letter);
    if (changed.length === letter.length) return changed;
    return /[\u0130\u1f80-\u1fff]/.test(letter) ? undefined : letter;
  });
  return letters.includes(undefined) ? undefined : letters.join('');
}

/** A capital at the start of each word, as Go has it: a letter after a space or a sign, but not after `_`. */
function title(value: string): string | undefined {
  let before = ' ';
  const letters = [...value.normalize()].map((letter) => {
    const starts = /[\0-\x7f]/.test(before) ? /[^0-9a-zA-Z_]/.test(before) : white.test(before);
    before = letter;
    return starts ? capital(letter) : letter;
  });
  return letters.includes(undefined) ? undefined : letters.join('');
}

/** Undefined for letters that become several, and for those that have a form of their own in titles. */
function capital(letter: string): string | undefined {
  const changed = letter.toUpperCase();
  return changed.length !== letter.length || /[\u01c4-\u01cc\u01f1-\u01f3\u10d0-\u10ff]/.test(letter)
    ? undefined
    : changed;
}

function substring(value: string, offset: number, length: number): string | undefined {
  const characters = charactersOf(value.normalize());
  if (!characters) return undefined;
  if (offset >= 0 && length === 0) return '';
  const start = Math.max(offset < 0 ? offset + characters.length : offset, 0);
  // Counted from the end, a length of 0 is as good as none.
  const end = length <= 0 ? characters.length : start + length;
  return characters.slice(start, end).join('');
}

/** The last part of a path; undefined for what is a path of two parts on Windows only. */
function baseName(path: string): string | undefined {
  if (path.includes('\\')) return undefined;
  if (path === '') return '.';
  const parts = path.split('/').filter((part) => part !== '');
  return parts.at(-1) ?? '/';
}

function folderName(path: string): string | undefined {
  if (path.includes('\\')) return undefined;
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/').slice(0, -1)) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push(part);
  }
  return `${isRooted ? '/' : ''}${kept.join('/')}` || '.';
}
