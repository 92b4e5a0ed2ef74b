import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHcl } from '../../server/src/core/syntax/hcl/read';
import type { HclFile } from '../../server/src/core/syntax/hcl/tree';
import { syntax as loading } from '../syntax';
import { parseSpecs } from './spec-file';

const specs = join(__dirname, '../specs');
const fragments = [
  '"',
  '{',
  '}',
  '\n',
  '/*',
  '*/',
  '<<EOT\n',
  'EOT\n',
  '#',
  '(',
  ')',
  '${',
  'resource "a" "b" {',
  'x = 1\n',
  ' ',
  '\r\n',
  '[',
  'é',
];

describe('reading after an edit', () => {
  it('gives what reading from nothing gives', async () => {
    const { readExpression } = await loading;
    const random = randomNumbers(1);
    const texts = readdirSync(specs).flatMap((name) =>
      parseSpecs(readFileSync(join(specs, name), 'utf8')).specs.flatMap((spec) => spec.files.map((file) => file.text)),
    );
    for (let round = 0; round < 150; round++) {
      let text = Array.from({ length: 4 }, () => texts[random(texts.length)]).join('\n');
      let file = readHcl(text, readExpression);
      for (let edit = 0; edit < 60; edit++) {
        const start = random(text.length + 1);
        const end = random(3) === 0 ? Math.min(text.length, start + random(40)) : start;
        text = text.slice(0, start) + (fragments[random(fragments.length)] ?? '') + text.slice(end);
        file = readHcl(text, readExpression, file);
        assert.deepEqual(outline(file), outline(readHcl(text, readExpression)), text);
      }
    }
  });
});

function outline({ blocks, openings }: HclFile): unknown {
  return {
    openings,
    blocks: blocks.map(({ start, block: { text, labels, span } }) => ({ start, text, labels, span })),
  };
}

/** Whole numbers below a limit, the same ones in every run. (Numerical Recipes' linear congruential generator.) */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
