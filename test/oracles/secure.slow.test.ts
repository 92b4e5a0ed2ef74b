import type { ReportedFinding } from '../../server/src/core/analyze';
import { render } from '../../server/src/core/model/message';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { apply, everyRule, run, runSecure, type Texts } from '../core/run';
import { syntax as loading } from '../syntax';
import { assertNone } from './complaints';
import { skip } from './skipping';
import { readUnits, type Unit } from './units';

/** What the specs are asked of themselves, of files that nobody wrote for it. */
describe('what fixes leave of real files, with every rule on,', function () {
  this.timeout(300_000);

  let syntax: Syntax;
  let units: readonly Unit[];

  before(async () => {
    syntax = await loading;
    units = readUnits().filter(({ origin }) => origin !== 'spec');
  });

  for (const origin of ['example', 'corpus'] as const) {
    describe(`of each ${origin}`, () => {
      before(function () {
        if (!units.some((unit) => unit.origin === origin))
          skip(
            this,
            'no corpus of real files (set TRAILSEAL_CORPUS to one), so fixes are judged on specs and examples',
          );
      });

      it('has nothing of the finding that was fixed, and nothing new', () => {
        const fixes = ofOrigin(origin).flatMap(({ name, texts }) =>
          findingsIn(texts).flatMap((finding) =>
            finding.fixes().flatMap((fix) => {
              if (fix.copies) return [];
              const title = `${name}: ${nameOf(finding)}: ${render(fix.title)}`;
              return [[title, wrongAfter(texts, apply(fix, texts), finding)] as const];
            }),
          ),
        );
        assertNone(new Map(fixes));
        console.log(`      ${fixes.length} fixes judged`);
      });

      it('has nothing that could be mended of a trail that was secured, and nothing new', () => {
        const secured = ofOrigin(origin).flatMap(({ name, texts }) => {
          const trails = new Set(findingsIn(texts).flatMap(({ trails: users }) => users));
          return [...trails].map((trail) => [`${name}: ${trail}`, wrongAfterSecuring(trail, texts)] as const);
        });
        assertNone(new Map(secured));
        console.log(`      ${secured.length} trails secured`);
      });
    });
  }

  function ofOrigin(wanted: Unit['origin']): readonly Unit[] {
    return units.filter(({ origin }) => origin === wanted);
  }

  function findingsIn(texts: Texts): readonly ReportedFinding[] {
    return run(texts, syntax, everyRule).findings;
  }

  function wrongAfter(before: Texts, after: Texts, fixed: ReportedFinding): readonly string[] {
    const left = findingsIn(after);
    return [
      ...left
        .filter((finding) => nameOf(finding) === nameOf(fixed))
        .map((finding) => `is still there: ${nameOf(finding)}`),
      ...newIn(before, left),
    ];
  }

  function wrongAfterSecuring(trail: string, texts: Texts): readonly string[] {
    const after = runSecure(trail, texts, syntax, everyRule);
    const left = findingsIn(after);
    const mendable = left.filter(
      (finding) => finding.trails.includes(trail) && finding.fixes().some(({ preferred }) => preferred),
    );
    const again = runSecure(trail, after, syntax, everyRule);
    return [
      ...mendable.map((finding) => `has a fix: ${nameOf(finding)}`),
      ...newIn(texts, left),
      ...[...again]
        .filter(([path, text]) => text !== after.get(path))
        .map(([path]) => `is changed a second time: ${path}`),
    ];
  }

  function newIn(before: Texts, left: readonly ReportedFinding[]): readonly string[] {
    const known = new Set(findingsIn(before).map(nameOf));
    return left.filter((finding) => !known.has(nameOf(finding))).map((finding) => `is new: ${nameOf(finding)}`);
  }
});

function nameOf({ rule, resource, place }: ReportedFinding): string {
  return `${rule.id} ${resource} in ${place.path}`;
}
