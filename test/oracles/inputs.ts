import { basename, dirname, join } from 'node:path';
import type { Texts } from '../core/run';

/**
 * The module with a value for every input that `before` had not got. Whoever calls a module has to pass such an input from now on, which is what
 * the title of the fix says; those who do not would be told of one at a time.
 */
export function withNewInputs(before: Texts, texts: Texts): Texts {
  const known = new Set([...before].flatMap(declared));
  const added = [...texts].flatMap(declared).filter((input) => !known.has(input));
  const overrides = [...new Set(added.map((input) => dirname(input)))].map((folder) => {
    const own = added.filter((input) => dirname(input) === folder);
    return [join(folder, 'trailseal_override.tf'), own.map(withDefault).join('\n')] as const;
  });
  return new Map([...texts, ...overrides]);
}

function withDefault(input: string): string {
  return `variable "${basename(input)}" {\n  default = null\n}\n`;
}

/** The paths of the variables that a file declares: its folder and their names. */
function declared([file, text]: readonly [string, string]): readonly string[] {
  return variablesIn(file, text).map((name) => join(dirname(file), name));
}

/** The names of the variables that a file declares. */
export function variablesIn(file: string, text: string): readonly string[] {
  if (!file.endsWith('.json')) return [...text.matchAll(/^variable\s+"?([\w-]+)"?/gm)].map(([, name = '']) => name);
  const { variable = {} }: { readonly variable?: object | readonly object[] } = JSON.parse(text);
  return [variable].flat().flatMap((names) => Object.keys(names));
}
