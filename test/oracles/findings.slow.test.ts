import type { ReportedFinding } from '../../server/src/core/analyze';
import type { FileEdits } from '../../server/src/core/model/edits';
import { render } from '../../server/src/core/model/message';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { everyRule, run, runSecure, type Texts } from '../core/run';
import { syntax as loading } from '../syntax';
import { type Case, type Fixed, readCases } from './cases';
import { added } from './complaints';
import { judgeEach } from './report';

/** What Trailseal itself has to say of what its fixes leave, with every rule on. */
describe('the findings of a fixed unit', function () {
  this.timeout(300_000);

  let syntax: Syntax;
  let cases: readonly Case[];
  let known: ReadonlyMap<Texts, readonly string[]>;

  before(async () => {
    syntax = await loading;
    cases = await readCases();
    known = new Map(cases.map(({ texts, findings }) => [texts, findings.map(nameOf)]));
  });

  it('are those that were there, without the one that was fixed', () => {
    judgeEach(
      'finding gone, nothing new',
      cases.flatMap(({ fixes }) => fixes.filter(({ finding }) => finding !== undefined)),
      wrongAfter,
    );
  });

  it('are nothing that could be mended of a trail that was secured, and a second time changes nothing', async () => {
    const secured = cases.flatMap(({ fixes }) => fixes.filter((fixed) => fixed.secured !== undefined));
    const again = new Map<Fixed, Texts>();
    for (const fixed of secured) again.set(fixed, await runSecure(fixed.secured ?? '', fixed.texts, syntax, everyRule));
    judgeEach('secured for good', secured, (fixed) => wrongAfterSecuring(fixed, again.get(fixed) ?? new Map()));
  });

  function wrongAfter({ unit, texts, edits, finding, title }: Fixed): readonly string[] {
    if (!finding) return [];
    const before = known.get(unit.texts) ?? [];
    const left = findingsIn(texts);
    const same = (name: string) => name === nameOf(finding);
    const isGone = left.map(nameOf).filter(same).length < before.filter(same).length;
    const isAgain = left.some((one) => same(nameOf(one)) && one.fixes().some((fix) => render(fix.title) === title));
    const old = left.filter((one) => isNewlyUsed(one, finding, title) && stood(one, edits)).map(nameOf);
    return [
      ...(isGone ? [] : [`is still there: ${nameOf(finding)}`]),
      ...(isGone || !isAgain ? [] : ['is offered a second time']),
      ...added([...before, ...old], left.map(nameOf)).map((name) => `is new: ${name}`),
    ];
  }

  function wrongAfterSecuring({ unit, texts, edits, secured = '' }: Fixed, again: Texts): readonly string[] {
    const left = findingsIn(texts);
    const mendable = left.filter(
      (finding) => finding.trails.includes(secured) && finding.fixes().some(({ preferred }) => preferred),
    );
    const old = left
      .filter(
        (one) => ofKeys.test(one.rule.id) && one.trails.some((trail) => isSame(trail, secured)) && stood(one, edits),
      )
      .map(nameOf);
    return [
      ...mendable.map((finding) => `has a fix: ${nameOf(finding)}`),
      ...added([...(known.get(unit.texts) ?? []), ...old], left.map(nameOf)).map((name) => `is new: ${name}`),
      ...[...again]
        .filter(([path, text]) => text !== texts.get(path))
        .map(([path]) => `is changed a second time: ${path}`),
    ];
  }

  function findingsIn(texts: Texts): readonly ReportedFinding[] {
    return run(texts, syntax, everyRule).findings;
  }
});

function nameOf({ rule, resource, place }: ReportedFinding): string {
  return `${rule.id} ${resource} in ${place.path}`;
}

const ofKeys = /^trail-key-/;

/** Whether it is said of a key that a trail, or its bucket, uses now and has not used before: it comes into view. */
function isNewlyUsed({ rule, resource, trails }: ReportedFinding, fixed: ReportedFinding, title: string): boolean {
  const isTrail = trails.some((trail) => fixed.trails.some((own) => isSame(trail, own)));
  const hadNoKey = fixed.rule.id === 'trail-without-kms-key' && isTrail;
  return ofKeys.test(rule.id) && (hadNoKey || title.split(/[ ,]+/).includes(resource));
}

/** A trail in its module, and as a call makes it. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((trail) => trail.replace(/^(module\.[^.]+\.)+/, ''));
  return a === b;
}

/** Whether what it says is about text that stood there before the edits. */
function stood({ place }: ReportedFinding, edits: readonly FileEdits[]): boolean {
  let grown = 0;
  return (edits.find(({ path }) => path === place.path)?.edits ?? []).every(({ span, text }) => {
    const start = span.start + grown;
    grown += text.length - (span.end - span.start);
    return place.span.end <= start || place.span.start >= start + text.length;
  });
}
