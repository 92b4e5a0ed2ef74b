import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Texts } from '../core/run';
import { type Fixed, readCases } from './cases';
import { checks, failedChecks, hasCheckov } from './checkov';
import { judgeEach, leaveOut } from './report';
import { makeScratch, writeTexts } from './scratch';
import { skip } from './skipping';
import { asTerraform } from './terraform';
import type { Unit } from './units';

const judge = 'checkov';

describe('checkov', function () {
  this.timeout(600_000);

  let judged: readonly Fixed[];
  let failuresOf: (texts: Texts) => readonly string[];

  before(async function () {
    if (!hasCheckov()) skip(this, 'no checkov on this machine, so nothing else that checks trails judges fixes');
    const fixes = (await readCases()).flatMap((one) => one.fixes);
    judged = fixes.filter(isJudged);
    leaveOut(
      judge,
      fixes.filter((fixed) => !isJudged(fixed)),
      'it is about something else, or not of the sample',
    );
    failuresOf = checkAll([...new Set(judged.map(({ unit }) => unit.texts)), ...judged.map(({ texts }) => texts)]);
  });

  it('has no more to say of what was fixed', () => {
    assert.ok(
      judged.some(({ unit }) => failuresOf(unit.texts).length > 0),
      'checkov has something to say',
    );
    judgeEach(judge, judged, ({ texts, finding }) => {
      const about = `${checks[finding?.rule.id ?? '']} ${finding?.resource}`;
      return failuresOf(texts)
        .filter((failure) => failure === about)
        .map((failure) => `is still there: ${failure}`);
    });
  });
});

/** What the fix of a rule that checkov has a check for leaves, in files that nobody wrote for Trailseal, and of the specs some. */
function isJudged({ unit, finding, isSuppression, isPreferred }: Fixed): boolean {
  if (!finding || isSuppression || checks[finding.rule.id] === undefined || isBeyond(unit)) return false;
  return unit.origin !== 'spec' || (isPreferred && finding.place.span.start % 8 === 0);
}

/** Files that override others are files like all to checkov, and of two resources with one address it goes by any. */
function isBeyond({ name, texts }: Unit): boolean {
  return name.includes('with one address') || [...texts.keys()].some((file) => /(^|[/_])override\.tf/.test(file));
}

/** Each unit in a folder of its own. */
function checkAll(units: readonly Texts[]): (texts: Texts) => readonly string[] {
  const folder = makeScratch();
  try {
    const places = new Map(units.map((texts, index) => [texts, `unit${index}`]));
    for (const [texts, place] of places) writeTexts(join(folder, place), asTerraform(texts));
    const failed = failedChecks(folder);
    return (texts) => failed.get(places.get(texts) ?? assert.fail('a unit that was not checked')) ?? [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
