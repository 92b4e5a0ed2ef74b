import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Texts } from '../core/run';
import { isOfSample, readCases } from './cases';
import { judgeEach, leaveOut } from './report';
import { makeScratch, writeTexts } from './scratch';
import { skip } from './skipping';
import { asTerraform, hasTerraform, terraform } from './terraform';

describe('terraform fmt', () => {
  before(function () {
    if (!hasTerraform()) skip(this, 'no terraform on this machine, so nothing judges the layout of what is inserted');
  });

  it('has nothing to say of a fixed file that it had nothing to say of before', async function () {
    this.timeout(300_000);
    const all = (await readCases()).filter(({ texts }) => [...texts.keys()].some((name) => /\.(tf|tofu)$/.test(name)));
    const cases = all.map((one) => ({ ...one, fixes: one.fixes.filter(isOfSample) }));
    const others = all.flatMap(({ fixes }) => fixes.filter((fixed) => !isOfSample(fixed)));
    leaveOut('terraform fmt', others, 'it only silences the finding, and is not of the sample');
    const folder = makeScratch();
    try {
      const modules = cases.flatMap(({ texts, fixes }) => [texts, ...fixes.map((fixed) => fixed.texts)]);
      const changes = changesIn(folder, modules);
      const fixes = cases.flatMap((one) => one.fixes);
      assert.ok(fixes.length > 50, `${fixes.length} fixes to judge`);
      judgeEach('terraform fmt', fixes, ({ unit, texts }) => {
        const before = changes(unit.texts);
        return [...changes(texts)].filter(([name]) => !before.has(name)).map(([, change]) => change);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** What `terraform fmt` would change in each module, by the names of the files. It passes over those that it cannot read. */
function changesIn(folder: string, modules: readonly Texts[]): (texts: Texts) => ReadonlyMap<string, string> {
  const places = new Map(modules.map((texts, index) => [texts, index]));
  for (const [texts, index] of places) writeTexts(join(folder, String(index)), asTerraform(texts));
  // Shows that Terraform lists what is not laid out well, in spite of files that it cannot read: with `-check` it lists nothing then.
  writeTexts(folder, new Map([['unformatted.tf', 'locals {\na=1\n}\n']]));
  const { stdout, stderr } = terraform(folder, 'fmt', '-write=false', '-list=true', '-recursive', '.');
  const listed = new Set(stdout.split('\n'));
  assert.ok(listed.has('unformatted.tf'), `terraform fmt listed:\n${stdout}\n${stderr}`);
  return (texts) => {
    const place = String(places.get(texts));
    const names = [...asTerraform(texts).keys()].filter((name) => listed.has(join(place, name)));
    return new Map(names.map((name) => [name, difference(folder, join(place, name))]));
  };
}

function difference(folder: string, file: string): string {
  return terraform(folder, 'fmt', '-write=false', '-list=false', '-diff', file).stdout;
}
