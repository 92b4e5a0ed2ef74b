import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { languageOf } from '../../server/src/core/source';
import { looksLikeTemplate } from '../../server/src/core/syntax/data/recognize';
import type { Texts } from '../core/run';
import { parseSpecs } from '../core/spec-file';

/** What is judged as one: the Terraform files of a folder, or a template. */
export interface Unit {
  /** Where it stands, for whoever reads of a failure. */
  readonly name: string;
  readonly origin: 'spec' | 'example' | 'corpus';
  readonly dialect: 'terraform' | 'template';
  readonly texts: Texts;
}

const root = join(__dirname, '../..');

/** Everything at hand: the specs, the examples and, where there is one, the corpus. In the same order everywhere. */
export function readUnits(): readonly Unit[] {
  const corpus = resolve(root, process.env['TRAILSEAL_CORPUS'] ?? '../shared/corpus');
  return [
    ...specs(join(root, 'test/specs')),
    ...folders(join(root, 'examples'), 'example', exampleOf),
    ...(existsSync(corpus) ? folders(corpus, 'corpus', dirname) : []),
  ];
}

function specs(folder: string): readonly Unit[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      parseSpecs(readFileSync(join(folder, name), 'utf8')).specs.flatMap(({ title, files }) =>
        unitsOf(`${name}: ${title}`, 'spec', new Map(files.map((file) => [file.name, file.text]))),
      ),
    );
}

/** An example holds the modules that it calls. */
function exampleOf(file: string): string {
  const examples = join(root, 'examples');
  const [name = '', ...inside] = relative(examples, file).split(sep);
  return inside.length > 0 ? join(examples, name) : examples;
}

function folders(top: string, origin: Unit['origin'], unitOf: (file: string) => string): readonly Unit[] {
  const byFolder = new Map<string, Map<string, string>>();
  const files = readdirSync(top, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[/\\](\.|node_modules)/.test(relative(top, file)) && languageOf(file) !== undefined)
    .sort();
  for (const file of files) {
    const folder = unitOf(file);
    const texts = byFolder.get(folder) ?? new Map<string, string>();
    byFolder.set(folder, texts.set(relative(folder, file).replaceAll(sep, '/'), readText(file)));
  }
  return [...byFolder].flatMap(([folder, texts]) => unitsOf(relative(root, folder), origin, texts));
}

/** A module is only whole with all that it reads: values of its variables, and files of its own. */
function unitsOf(name: string, origin: Unit['origin'], texts: Texts): readonly Unit[] {
  const hasModule = [...texts.keys()].some((file) => /^terraform(-json)?$/.test(languageOf(file) ?? ''));
  const templates = [...texts].filter(
    ([file, text]) => /^(yaml|json)$/.test(languageOf(file) ?? '') && (!hasModule || looksLikeTemplate(text)),
  );
  const module = [...texts].filter(([file]) => !templates.some(([template]) => template === file));
  return [
    ...(hasModule ? [{ name, origin, dialect: 'terraform', texts: new Map(module) } as const] : []),
    ...templates.map(
      ([file, text]) =>
        ({ name: `${name}: ${file}`, origin, dialect: 'template', texts: new Map([[file, text]]) }) as const,
    ),
  ];
}

/** As editors give it, without a byte order mark. */
function readText(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}
