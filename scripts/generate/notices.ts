import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from './files';
import { carriedByHcl2json, type Work } from './hcl2json-works';

/** The packages that the grammars want for Node's native bindings: the WebAssembly has no use for them. */
const unused: ReadonlySet<string> = new Set(['node-addon-api', 'node-gyp-build']);

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly license?: string; readonly dev?: boolean }>
  >;
}

/** The licences of all that the built extension contains: the production dependencies, and what those have swallowed. */
export function notices(root: string): GeneratedFile {
  const works = [...packages(root), ...carriedByHcl2json(root)];
  const holders = new Map<string, Work[]>();
  for (const work of works) {
    const sharing = holders.get(work.text);
    if (sharing) sharing.push(work);
    else holders.set(work.text, [work]);
  }
  const sections = [...holders].map(([text, sharing]) => `${rule}\n${sharing.map(title).join('\n')}\n\n${text}\n`);
  return { path: 'THIRD-PARTY-NOTICES.txt', text: `${introduction}\n${sections.join('\n')}` };
}

const rule = '-'.repeat(80);
const introduction = `Third-party notices

Trailseal is made with the works below. Each licence stands once, under the names of all the works that it covers.
Made from the installed packages by npm run generate.
`;

function title({ name, version, licence, note }: Work): string {
  return `${name} ${version} (${licence})${note ? `\n  ${note}` : ''}`;
}

function packages(root: string): readonly Work[] {
  const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).flatMap(([path, { version = '', license = '', dev }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (name === '' || dev || unused.has(name)) return [];
    const text = licenceIn(join(root, path)) ?? licenceByName(root, license);
    if (text === undefined) throw new Error(`${path} has no licence (${license}) that could be printed.`);
    return [{ name, version, licence: license, text }];
  });
}

/** The texts that a package comes with. */
function licenceIn(folder: string): string | undefined {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|third-?party-?notices)\b/i.test(name));
  const texts = names.sort(byCase).map((name) => tidy(readFileSync(join(folder, name), 'utf8')));
  return texts.length > 0 ? texts.join('\n\n') : undefined;
}

/** The text of a licence that a package only names. */
export function licenceByName(root: string, name: string): string | undefined {
  if (name !== 'MPL-2.0') return undefined;
  return tidy(readFileSync(join(root, 'scripts/generate/licences/MPL-2.0.txt'), 'utf8'));
}

function tidy(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '');
}

/** File systems list in different orders. */
function byCase(a: string, b: string): number {
  return a < b ? -1 : 1;
}
