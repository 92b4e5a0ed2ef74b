import { deepEqual, equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/core/analyze';
import { type FixAll, fixAll, preferredFix, safeFix } from '../../server/src/core/fix-all';
import { editsOf, namesOf, startMending } from '../../server/src/core/mending';
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
    deepEqual([...obstacles.values()], ['not now']);
    deepEqual([...obstacles.keys()], [...namesOf(findings).values()]);
  });

  it('has what was made read once, and each step only where that does not read', async () => {
    const read: [string | undefined, boolean][] = [];
    const asked = async (isReadable: (text: string) => boolean) => {
      read.length = 0;
      const { taken, obstacles } = await run(trail, {
        async findUnreadable({ before, after }, step) {
          ok(before.text !== after.text);
          read.push([step?.finding.rule.id, isReadable(after.text)]);
          return isReadable(after.text) ? undefined : 'it does not read';
        },
      });
      return [taken.length, [...obstacles.values()]];
    };
    deepEqual(await asked(() => true), [3, []]);
    deepEqual(read, [[undefined, true]]);
    deepEqual(await asked((text) => !text.includes('enable_log_file_validation')), [2, ['it does not read']]);
    deepEqual(read, [
      [undefined, false],
      ['trail-without-kms-key', true],
      ['trail-without-log-validation', false],
      ['trail-single-region', true],
    ]);
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
    // A misspelt property, a key in place of its alias, and log file validation.
    deepEqual([...safe].sort(), [
      'event-data-store-without-kms-key',
      'trail-key-alias',
      'trail-without-kms-key',
      'trail-without-log-validation',
    ]);
  });

  it('goes on where a fix cannot be written, and tells', async () => {
    const told: unknown[] = [];
    const fault = new Error('no such place');
    const { taken, findings, obstacles } = await run(trail, {
      choose: (finding) => {
        const fix = preferredFix(finding);
        const isFaulty = finding.rule.id === 'trail-without-kms-key';
        return fix && isFaulty ? { ...fix, edits: () => raise(fault) } : fix;
      },
      onFault: (error, { finding }) => void told.push([error, finding.rule.id]),
    });
    deepEqual([taken.length, findings.length], [2, 1]);
    deepEqual([...obstacles.values()], ['It cannot be written.']);
    deepEqual(told, [[fault, 'trail-without-kms-key']]);
  });

  it('asks once more, at the end, for the fix of what had none', async () => {
    let isOneMade = false;
    const asked: string[] = [];
    const { taken, findings } = await run(trail, {
      choose: (finding) => {
        asked.push(finding.rule.id);
        return finding.rule.id !== 'trail-without-kms-key' || isOneMade ? preferredFix(finding) : undefined;
      },
      findObstacle: async () => {
        isOneMade = true;
        return undefined;
      },
    });
    deepEqual([taken.length, findings.length], [3, 0]);
    equal(taken.at(-1)?.finding.rule.id, 'trail-without-kms-key');
    equal(asked.filter((id) => id === 'trail-without-kms-key').length, 2);
  });

  it('asks for the fixes of what has none no more often where there is more to mend', async () => {
    const many = Array.from({ length: 30 }, (_, index) => trail.replaceAll('main', `t${index}`)).join('\n');
    let asked = 0;
    const { taken } = await run(many, {
      choose: (finding) => {
        asked++;
        return safeFix(finding);
      },
    });
    equal(taken.length, 30);
    // Three findings of each trail: one is mended, two are looked at twice.
    ok(asked <= 30 * 5, `${asked} times`);
  });

  it('mends all, however much there is, but ends where fixes make work for fixes', async () => {
    const finding = analyze([read('main.tf', trail, syntax)], settings).findings.find(safeFix);
    ok(finding);
    const named = (resource: string) => ({ ...finding, resource });
    const many = Array.from({ length: 1200 }, (_, index) => named(`t${index}`));
    let steps = 0;
    const nothing: Partial<FixAll> = { findObstacle: async () => 'not now' };
    deepEqual((await run(trail, { ...nothing, find: async () => many })).obstacles.size, 1200);
    const { taken } = await run(trail, {
      find: async () => [named(`t${steps}`)],
      findObstacle: async () => {
        steps++;
        return undefined;
      },
    });
    ok(taken.length > 1 && taken.length <= rules.length, `${taken.length} steps`);
  });

  it('leaves a file with an open brace alone, in which one step would get into what another has made', async () => {
    const bucket = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n  lifecycle {\n}\n\n';
    const text = bucket + trail.replace('"logs"', 'aws_s3_bucket.logs.id');
    const { taken, obstacles, text: after } = await run(text);
    deepEqual([taken.length, after], [0, text]);
    deepEqual([...new Set(obstacles.values())], ['main.tf does not read as it is.']);
  });

  it('ends when nobody waits for it any more', async () => {
    let steps = 0;
    const { taken, mending } = await run(trail, {
      findObstacle: async () => {
        steps++;
        return undefined;
      },
      isOver: () => steps > 0,
    });
    deepEqual([taken.length, mending.tried.size], [1, 1]);
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

function raise(error: Error): never {
  throw error;
}

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
    deepEqual(
      [4, 5, 8].map((at) => moveOffset(at, edits)),
      [7, 7, 9],
    );
  });
});
