import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { syntax } from '../syntax';
import { asJson, assignmentsAsJson } from './as-json';
import { parseSpecs } from './spec-file';

const root = join(__dirname, '../..');

const extension = /\.(tf|tofu|tfvars)$/;

/** Terraform files: of the project, and of the folder that TRAILSEAL_CORPUS names, if it names one. */
function* files(): Iterable<[string, string]> {
  for (const name of readdirSync(join(root, 'test/specs'))) {
    for (const spec of parseSpecs(readFileSync(join(root, 'test/specs', name), 'utf8')).specs) {
      for (const file of [...spec.files, ...spec.fixes.flatMap((fix) => fix.files)]) {
        if (extension.test(file.name)) yield [`${name}: ${spec.title}: ${file.name}`, file.text];
      }
    }
  }
  const folders = ['examples', 'test', process.env['TRAILSEAL_CORPUS'] ?? []].flat();
  for (const folder of folders.map((each) => resolve(root, each))) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (extension.test(name)) yield [relative(root, join(folder, name)), readFileSync(join(folder, name), 'utf8')];
    }
  }
}

describe("HashiCorp's parser", () => {
  it('agrees with what our reader says of every file at hand', async () => {
    const readers = await syntax;
    let compared = 0;
    for (const [name, text] of files()) {
      const expected = await parse(name, text).catch(() => undefined);
      if (expected === undefined) continue;
      const read = name.endsWith('.tfvars') ? assignmentsAsJson : asJson;
      assert.deepEqual(read(text, readers), expected, name);
      compared++;
    }
    assert.ok(compared > 50, `compared ${compared} files`);
    console.log(`      ${compared} files compared`);
  });

  it('agrees on numbers, and on what only looks like them', async () => {
    const numbers = ['1e3', '1E+3', '1e-3', '1.5e-3', '-2e2', '[1e3, 2e-1]'];
    const others = ['"1e3 and ${a1e3}"', 'a-1e3', 'a.b1e3', '2-1e-3', '{ x1e3 = "1e-3" }', '<<E1e3\n1e3\nE1e3'];
    const readers = await syntax;
    for (const each of [...numbers, ...others]) {
      const text = `locals {\n  x = ${each}\n}\n`;
      assert.deepEqual(asJson(text, readers), await parse('main.tf', text), each);
    }
  });
});
