import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const namesIn = (folder: string) => readdirSync(join(root, folder));
const keysOf = (path: string) => Object.keys(JSON.parse(readFileSync(join(root, path), 'utf8'))).sort();

describe('translations', () => {
  const said = namesIn('client/src').flatMap((name) =>
    [...readFileSync(join(root, 'client/src', name), 'utf8').matchAll(/l10n\.t\(\s*'([^']+)'/g)].map(
      ([, text]) => text,
    ),
  );

  for (const name of namesIn('l10n')) {
    it(`are there for all that the extension says, and for nothing else: ${name}`, () => {
      ok(said.length > 0);
      deepEqual(keysOf(`l10n/${name}`), [...new Set(said)].sort());
    });
  }

  for (const name of namesIn('.').filter((each) => /^package\.nls\..+\.json$/.test(each))) {
    it(`are there for all that package.json says, and for nothing else: ${name}`, () => {
      deepEqual(keysOf(name), keysOf('package.nls.json'));
    });
    it(`of both are in the same languages: ${name}`, () => {
      ok(namesIn('l10n').includes(name.replace('package.nls.', 'bundle.l10n.')));
    });
  }
});
