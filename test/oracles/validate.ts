import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Texts } from '../core/run';
import { variablesIn } from './inputs';
import { withNames } from './names';
import { withProviders } from './providers';
import { makeScratch, writeTexts } from './scratch';
import { asTerraform, terraform } from './terraform';

/**
 * The errors that `terraform validate` has to tell of each module, without places. They are validated as the modules that a root module
 * calls: most of the time goes into what the provider says of itself, which is the same for all.
 */
export function validate(mirror: string, modules: readonly Texts[]): ReadonlyMap<Texts, readonly string[]> {
  const folder = makeScratch();
  try {
    writeTexts(folder, new Map([['main.tf', provider]]));
    const init = terraform(folder, 'init', '-input=false', '-no-color', `-plugin-dir=${mirror}`);
    if (init.status !== 0) throw new Error(`terraform init failed:\n${init.stdout}\n${init.stderr}`);
    for (const [index, texts] of modules.entries()) {
      writeTexts(join(folder, nameOf(index)), withNames(withProviders(asTerraform(texts))));
    }
    return validateIn(folder, modules);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const provider = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

# Of no known value, as the variables of a root module are while it is validated.
variable "any" {
  type = any
}
`;

/** The part of what `terraform validate -json` prints that is used here. */
interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** Together as many as make a run worth its start: some errors end it at the first module that has one. */
const atOnce = 200;

function validateIn(folder: string, modules: readonly Texts[]): ReadonlyMap<Texts, readonly string[]> {
  const errors = new Map<Texts, readonly string[]>();
  for (let from = 0; from < modules.length; from += atOnce) {
    const some = [...modules.entries()].slice(from, from + atOnce);
    for (const [texts, told] of errorsIn(folder, some)) errors.set(texts, told);
  }
  return errors;
}

/** Terraform goes on to a next step only if all went well so far, so what has an error is left out of the next round. */
function errorsIn(
  folder: string,
  modules: readonly (readonly [number, Texts])[],
): ReadonlyMap<Texts, readonly string[]> {
  const errors = new Map<Texts, readonly string[]>();
  for (;;) {
    const left = modules.filter(([, texts]) => !errors.has(texts));
    const diagnostics = validateTogether(folder, new Map(left));
    if (diagnostics.length === 0) return new Map(modules.map(([, texts]) => [texts, errors.get(texts) ?? []]));
    const known = errors.size;
    for (const [index, texts] of left) {
      const own = diagnostics.filter(
        (diagnostic) => moduleOf(diagnostic) === nameOf(index) || lacksProvider(diagnostic, texts),
      );
      if (own.length > 0) errors.set(texts, own.map(describe));
    }
    if (errors.size === known)
      throw new Error(`errors of no module:\n${diagnostics.slice(0, 9).map(describe).join('\n')}`);
  }
}

function validateTogether(folder: string, modules: ReadonlyMap<number, Texts>): readonly Diagnostic[] {
  const calls = [...modules].map(([index, texts]) => callOf(nameOf(index), texts));
  // What `terraform get` would write, which ends at the first error and tells it to people only.
  const installed = [
    { Key: '', Source: '', Dir: '.' },
    ...[...modules].flatMap(([index, texts]) =>
      installedFrom(nameOf(index), `./${nameOf(index)}`, nameOf(index), '', texts),
    ),
  ];
  writeTexts(
    folder,
    new Map([
      ['main.tf', [provider, ...calls].join('\n')],
      ['.terraform/modules/modules.json', JSON.stringify({ Modules: installed })],
    ]),
  );
  const { stdout, stderr } = terraform(folder, 'validate', '-json');
  return parse(stdout, stderr).filter(({ severity }) => severity === 'error');
}

interface Installed {
  readonly Key: string;
  readonly Source: string;
  readonly Dir: string;
}

/** A module in a folder of a unit, whose own folder is `top`, and the modules that it calls. */
function installedFrom(key: string, source: string, top: string, folder: string, texts: Texts): readonly Installed[] {
  const called = [...texts].filter(([name]) => join(dirname(name), '.') === join(folder, '.')).flatMap(callsIn);
  const isThere = (path: string) => [...texts.keys()].some((name) => dirname(name) === path);
  return [
    { Key: key, Source: source, Dir: join(top, folder) },
    ...called.flatMap(([name, path]) =>
      // A module that calls itself would go on for ever.
      isThere(join(folder, path)) && key.split('.').length < 4
        ? installedFrom(`${key}.${name}`, path, top, join(folder, path), texts)
        : [],
    ),
  ];
}

/** The names of the calls in a file and the relative paths that they lead to. */
function callsIn([name, text]: readonly [string, string]): readonly (readonly [string, string])[] {
  const call = name.endsWith('.json')
    ? /"(\w+)":\s*\{[^{}]*"source":\s*"(\.[^"]*)"/g
    : /^module "(\w+)" \{[^}]*?\bsource\s*=\s*"(\.[^"]*)"/gm;
  return [...text.matchAll(call)].map(([, label = '', path = '']) => [label, path]);
}

/** The module that a diagnostic is about: by its place, or by an address where it has none. */
function moduleOf({ range, summary, detail }: Diagnostic): string | undefined {
  return /^(m\d+)\//.exec(range?.filename ?? '')?.[1] ?? /\bmodule\.(m\d+)\b/.exec(`${summary} ${detail}`)?.[1];
}

/** A provider that is not at hand is told of once for all modules. */
function lacksProvider({ detail }: Diagnostic, texts: Texts): boolean {
  const [, name] = /^This configuration requires provider \S+\/(\w+),/.exec(detail) ?? [];
  return name !== undefined && [...texts.values()].some((text) => new RegExp(`"${name}[_"]`).test(text));
}

function callOf(name: string, texts: Texts): string {
  const own = [...texts].filter(([file]) => !file.includes('/'));
  const inputs = [...new Set(own.flatMap(([file, text]) => variablesIn(file, text)))];
  return `module "${name}" {
  source = "./${name}"
${inputs.map((input) => `  ${input} = var.any\n`).join('')}}
`;
}

function parse(stdout: string, stderr: string): readonly Diagnostic[] {
  try {
    const said: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
    return said.diagnostics;
  } catch {
    throw new Error(`terraform validate gave no JSON, but:\n${stdout}\n${stderr}`);
  }
}

function describe({ summary, detail }: Diagnostic): string {
  return `${inOrder(summary)}: ${detail}`
    .replace(/\bm\d+\//g, '')
    .replace(/\bmodule\.m\d+/g, 'the module')
    .replace(/:\d+,\d+(-\d+)?/g, '');
}

/** A circle has no first member. */
function inOrder(summary: string): string {
  const [, members] = /^Cycle: (.*)$/.exec(summary) ?? [];
  return members === undefined ? summary : `Cycle: ${members.split(', ').sort().join(', ')}`;
}

function nameOf(index: number): string {
  return `m${index}`;
}
