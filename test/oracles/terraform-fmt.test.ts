import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Texts } from '../core/run';
import { readCases } from './cases';
import { assertNone } from './complaints';
import { makeScratch, writeTexts } from './scratch';
import { skip } from './skipping';
import { asTerraform, hasTerraform, terraform } from './terraform';

describe('terraform fmt', () => {
  before(function () {
    if (!hasTerraform()) skip(this, 'no terraform on this machine, so nothing judges the layout of what is inserted');
  });

  it('has nothing to say of a fixed file that it had nothing to say of before', async function () {
    this.timeout(120_000);
    const cases = (await readCases()).filter(({ texts }) =>
      [...texts.keys()].some((name) => /\.(tf|tofu)$/.test(name)),
    );
    const folder = makeScratch();
    try {
      const modules = cases.flatMap(({ texts, fixes }) => [texts, ...fixes.map((fixed) => fixed.texts)]);
      const unformatted = unformattedIn(folder, modules);
      const spoilt = cases.flatMap(({ texts, fixes }) =>
        fixes.map((fixed) => [fixed.name, told(fixed.texts, unformatted(fixed.texts), unformatted(texts))] as const),
      );
      assert.ok(spoilt.length > 50, `${spoilt.length} fixes to judge`);
      assertNone(new Map(spoilt));
      console.log(`      ${spoilt.length} fixed modules judged`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The files that have come to be laid out otherwise than Terraform would. */
function told(texts: Texts, now: ReadonlySet<string>, before: ReadonlySet<string>): readonly string[] {
  return [...now].filter((name) => !before.has(name)).map((name) => `${name}:\n${texts.get(name)}`);
}

/** The files of each module that `terraform fmt` would change. It does not list those that it cannot read. */
function unformattedIn(folder: string, modules: readonly Texts[]): (texts: Texts) => ReadonlySet<string> {
  for (const [index, texts] of modules.entries()) writeTexts(join(folder, String(index)), asTerraform(texts));
  const { stdout } = terraform(folder, 'fmt', '-check', '-list=true', '-recursive', '.');
  const listed = new Set(stdout.split('\n'));
  return (texts) => {
    const index = modules.indexOf(texts);
    return new Set([...asTerraform(texts).keys()].filter((name) => listed.has(join(String(index), name))));
  };
}
