import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from './generated-file';
import { worksInHcl2json } from './hcl2json-works';
import { licenceIn, licenceText } from './licences';
import type { Work } from './work';

/** What the grammars want for Node's native bindings, which nothing here uses. */
const unused: ReadonlySet<string> = new Set(['node-addon-api', 'node-gyp-build']);

const introduction = `Third-party notices

Trailseal is made with the works below. Each licence stands once, under the names of all the works that it covers.
Made from the installed packages by npm run generate.
`;

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

/** The licences of the production dependencies and of what is compiled into them. */
export function notices(root: string): GeneratedFile {
  const byText = new Map<string, string[]>();
  for (const work of [...packages(root), ...worksInHcl2json(root)]) {
    const titles = byText.get(work.text);
    if (titles) titles.push(titleOf(work));
    else byText.set(work.text, [titleOf(work)]);
  }
  const line = '-'.repeat(80);
  const sections = [...byText].map(([text, titles]) => `${line}\n${[...new Set(titles)].join('\n')}\n\n${text}\n`);
  return { path: 'THIRD-PARTY-NOTICES.txt', text: [introduction, ...sections].join('\n') };
}

function titleOf({ name, version, licence, note }: Work): string {
  return `${[name, version].filter(Boolean).join(' ')} (${licence})${note && `\n  ${note}`}`;
}

function packages(root: string): readonly Work[] {
  const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).flatMap(([path, { version = '', license: licence = '', dev }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (name === '' || dev || unused.has(name)) return [];
    const text = licenceIn(join(root, path)) ?? (licence === 'MPL-2.0' ? licenceText('MPL-2.0') : undefined);
    if (text === undefined) throw new Error(`${path} comes without its licence (${licence}).`);
    return [{ name, version, licence, note: noteOn(name), text }];
  });
}

/** The Mozilla licence asks to say where the source is. */
function noteOn(name: string): string {
  return name === '@cdktf/hcl2json' ? 'Copyright HashiCorp, Inc. Its source: github.com/hashicorp/terraform-cdk.' : '';
}
