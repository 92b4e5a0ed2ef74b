import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntax as loading } from '../syntax';
import { apply, run, type Texts } from './run';
import { parseSpecs } from './spec-file';

const specs = join(__dirname, '../specs');

describe('terraform fmt', () => {
  let folder: string;
  before(function () {
    if (spawnSync('terraform', ['version']).error) {
      console.log('      SKIPPED: no terraform on this machine, so nothing judges the layout of what is inserted');
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), 'trailseal-fmt-'));
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  it('has nothing to say of a fixed file that it had nothing to say of before', async function () {
    this.timeout(60_000);
    const syntax = await loading;
    const fixed = new Map<string, string>();
    for (const [place, texts] of modules()) {
      write(join(folder, 'before', place), texts);
      for (const [index, fix] of run(texts, syntax)
        .findings.flatMap((finding) => finding.fixes())
        .entries()) {
        write(join(folder, 'after', place, String(index)), apply(fix, texts));
        fixed.set(join(place, String(index)), place);
      }
    }
    const unformatted = new Set(unformattedIn(join(folder, 'before')));
    const spoilt = unformattedIn(join(folder, 'after')).filter((file) => {
      const [place = '', name = ''] = [
        [...fixed.keys()].find((key) => file.startsWith(`${key}/`)),
        file.split('/').at(-1),
      ];
      return !unformatted.has(join(fixed.get(place) ?? '', name));
    });
    assert.ok(fixed.size > 20, 'there are fixes to judge');
    assert.deepEqual(
      spoilt.map((file) => readFileSync(join(folder, 'after', file), 'utf8')),
      [],
    );
  });
});

/** The files of each spec, by a folder name of its own. */
function* modules(): Iterable<[string, Texts]> {
  for (const name of readdirSync(specs)) {
    for (const [index, { files }] of parseSpecs(readFileSync(join(specs, name), 'utf8')).specs.entries()) {
      yield [`${name}-${index}`, new Map(files.map((file) => [file.name, file.text]))];
    }
  }
}

function write(place: string, texts: Texts): void {
  mkdirSync(place, { recursive: true });
  for (const [name, text] of texts) writeFileSync(join(place, name), text);
}

/** The files that `terraform fmt` would change. It does not list those that it cannot read. */
function unformattedIn(place: string): readonly string[] {
  const { stdout } = spawnSync('terraform', ['fmt', '-check', '-list=true', '-recursive', '.'], {
    cwd: place,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}
