import { deepEqual } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generated } from '../../scripts/generate/files';
import { outOfDate } from '../../scripts/generate/out-of-date';
import { rules } from '../../server/src/core/rules/index';
import { unusedSuppression } from '../../server/src/core/suppression/suppress';
import { syntax } from '../syntax';

const root = join(__dirname, '../..');

describe('generated files', () => {
  it('are as npm run generate writes them', async () => {
    const paths = outOfDate(root, generated(root, await syntax)).map(({ path }) => path);
    deepEqual(paths, [], `out of date, npm run generate writes them: ${paths.join(', ')}`);
  });

  for (const name of readdirSync(root).filter((file) => /^package\.nls\b.*\.json$/.test(file))) {
    it(`have words for the setting of every rule in ${name}`, () => {
      const words: Record<string, string> = JSON.parse(readFileSync(join(root, name), 'utf8'));
      const missing = [...rules, unusedSuppression]
        .map(({ id }) => `configuration.rules.${id}`)
        .filter((key) => !words[key]);
      deepEqual(missing, []);
    });
  }
});
