import { parseArgs } from 'node:util';
import { nearest } from '../core/text/nearest';

/** What the command line says, taken apart. */
export interface Arguments {
  readonly command: string | undefined;
  readonly paths: readonly string[];
  readonly options: Options;
}

export interface Options {
  readonly help: boolean;
  readonly version: boolean;
  readonly format: string;
  readonly allRules: boolean;
  readonly rules: readonly string[];
  readonly unsafe: boolean;
  readonly dryRun: boolean;
}

/** The user asked for something that does not exist. The message is a sentence that says so. */
export class Misuse extends Error {}

export const commands = ['check', 'fix', 'rules'] as const;
export const formats = ['text', 'json'] as const;
const known = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  format: { type: 'string' },
  'all-rules': { type: 'boolean' },
  rule: { type: 'string', multiple: true },
  unsafe: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

/** The options that not all commands take. */
const takenBy: Readonly<Partial<Record<string, readonly string[]>>> = {
  format: ['check'],
  'all-rules': ['check', 'fix'],
  rule: ['check', 'fix'],
  unsafe: ['fix'],
  'dry-run': ['fix'],
};

/** Lenient parsing, and what it lets pass looked at here, so that every fault gets a sentence of its own. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: known,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!isOneOf(Object.keys(known), token.name)) {
      throw new Misuse(
        `there is no option ${token.rawName}${suggest(
          token.rawName,
          Object.keys(known).map((name) => `--${name}`),
        )}`,
      );
    }
    const takesValue = known[token.name as keyof typeof known].type === 'string';
    if (takesValue && !token.value) throw new Misuse(`${token.rawName} needs a value after it.`);
    if (!takesValue && token.value !== undefined) throw new Misuse(`${token.rawName} takes no value.`);
  }
  const [command, ...paths] = positionals;
  for (const token of tokens) {
    const taking = token.kind === 'option' ? takenBy[token.name] : undefined;
    if (token.kind !== 'option' || !taking || !isOneOf(commands, command ?? '') || taking.includes(command ?? ''))
      continue;
    throw new Misuse(`${command} takes no ${token.rawName}: that is for ${taking.join(' and ')}.`);
  }
  // What a script passes for a variable that is not set must not stand for the folder that it runs in.
  if (paths.includes('')) throw new Misuse("a path is empty: '.' is the folder that this runs in.");
  const format = typeof values.format === 'string' ? values.format : 'text';
  const chosen = (values.rule ?? []).filter((rule) => typeof rule === 'string');
  const options = {
    help: values.help === true,
    version: values.version === true,
    format,
    allRules: values['all-rules'] === true,
    rules: chosen,
    unsafe: values.unsafe === true,
    dryRun: values['dry-run'] === true,
  };
  return { command, paths, options };
}

/** The end of a sentence about a word that is none of the candidates. */
export function suggest(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? `; there is ${candidates.join(', ')}.` : `: did you mean ${near}?`;
}

export function isOneOf<T extends string>(words: readonly T[], word: string): word is T {
  return (words as readonly string[]).includes(word);
}
