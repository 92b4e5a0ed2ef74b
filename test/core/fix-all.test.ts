import { deepEqual, equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/core/analyze';
import { type FixAll, fixAll, preferredFix, safeFix } from '../../server/src/core/fix-all';
import { editsOf, startMending } from '../../server/src/core/mending';
import { rules } from '../../server/src/core/rules/index';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { applyEdits, moveOffset } from '../../server/src/core/text/edit';
import { span } from '../../server/src/core/text/span';
import { trail } from '../lsp/texts';
import { syntax as loading } from '../syntax';
import { read, run as runTexts, settings, settingsFor } from './run';
import { parseSpecs } from './spec-file';

describe('fixing all', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  async function run(text: string, chosen: Partial<FixAll> = {}, rule?: string) {
    const file = read('main.tf', text, syntax);
    const on = rule === undefined ? settings : settingsFor([rule]);
    const fixed = await fixAll(startMending([file]), {
      find: async (files) => analyze(files, on).findings,
      choose: preferredFix,
      findObstacle: async () => undefined,
      syntax,
      ...chosen,
    });
    const [edits] = editsOf(fixed.mending);
    return { ...fixed, file, text: edits ? applyEdits(text, edits.edits) : text };
  }

  it('leaves one edit for each file, which does what all of the steps did', async () => {
    const { taken, findings, mending, text } = await run(trail);
    deepEqual(
      taken.map(({ finding }) => finding.rule.id),
      ['trail-without-kms-key', 'trail-without-log-validation', 'trail-single-region'],
    );
    deepEqual(findings, []);
    equal(mending.files[0]?.text, text);
  });

  it('goes on where a fix may not be made, and says of which finding', async () => {
    const { taken, findings, obstacles } = await run(trail, {
      findObstacle: async ({ finding }) => (finding.rule.id === 'trail-without-kms-key' ? 'not now' : undefined),
    });
    deepEqual([taken.length, findings.length], [2, 1]);
    deepEqual([...obstacles], [['trail-without-kms-key aws_cloudtrail.main main.tf 0', 'not now']]);
  });

  it('mends each of those that are alike, and tries none of them twice', async () => {
    const ignored = '# trailseal:ignore trail-key-alias one\n# trailseal:ignore trail-key-alias two\nlocals {}\n';
    equal((await run(ignored)).text, 'locals {}\n');
    let asked = 0;
    const { text, taken } = await run(ignored, {
      findObstacle: async ({ finding }) => {
        asked++;
        return finding.place.span.start < 40 ? 'not the first' : undefined;
      },
    });
    deepEqual([text, taken.length, asked], ['# trailseal:ignore trail-key-alias one\nlocals {}\n', 1, 2]);
  });

  it('has few fixes that are safe, and none that creates something', function () {
    this.timeout(60_000);
    const safe = new Set<string>();
    for (const spec of specs()) {
      const texts = new Map(spec.files.map(({ name, text }) => [name, text]));
      for (const finding of runTexts(texts, syntax, settingsFor(spec.rules)).findings) {
        const fix = safeFix(finding);
        if (!fix) continue;
        safe.add(finding.rule.id);
        for (const { path, edits } of fix.edits())
          for (const { text } of edits)
            ok(!/\b(?:resource|data|variable) "|AWS::|"Type"/.test(text), `${spec.title}: ${text} goes into ${path}`);
      }
    }
    // Log file validation, a misspelt property, and a key in place of its alias.
    deepEqual([...safe].sort(), ['trail-key-alias', 'trail-without-kms-key', 'trail-without-log-validation']);
  });

  it('ends where a fix mends nothing', async () => {
    const [rule] = rules;
    const stubborn: FixAll['choose'] = (finding) => {
      const fix = preferredFix(finding);
      return fix && { ...fix, edits: () => [{ path: 'main.tf', edits: [{ span: span(0, 0), text: '\n' }] }] };
    };
    const { taken, findings } = await run(trail, { choose: stubborn }, rule?.id);
    deepEqual([taken.length, findings.length], [1, 1]);
  });
});

function specs() {
  const folder = join(__dirname, '../specs');
  return readdirSync(folder).flatMap((name) => parseSpecs(readFileSync(join(folder, name), 'utf8')).specs);
}

describe('a place in a text that is edited', () => {
  it('moves with what stands there', () => {
    const edits = [
      { span: span(2, 2), text: 'xyz' },
      { span: span(4, 6), text: '' },
      { span: span(8, 9), text: 'much more' },
    ];
    const text = '0123456789';
    for (const at of [0, 1, 2, 3, 6, 7, 9])
      equal(applyEdits(text, edits)[moveOffset(at, edits)], text[at], `the one at ${at}`);
  });
});
