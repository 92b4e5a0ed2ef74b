import type { ReportedFinding } from '../../server/src/core/analyze';
import { memoize } from '../../server/src/core/memory/lazy';
import type { FileEdits } from '../../server/src/core/model/edits';
import { render } from '../../server/src/core/model/message';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { everyRule, run, securing, type Texts, withEdits } from '../core/run';
import { syntax as loading } from '../syntax';
import { readUnits, type Unit } from './units';

/** A unit with all that the product offers to do to it when every rule is on. */
export interface Case extends Unit {
  readonly findings: readonly ReportedFinding[];
  readonly fixes: readonly Fixed[];
}

export interface Fixed {
  /** The unit, the file, the rule, the resource and the title of the fix. Unique. */
  readonly name: string;
  readonly title: string;
  /** Where it is offered. */
  readonly unit: Unit;
  readonly edits: readonly FileEdits[];
  /** All files of the unit after the fix. */
  readonly texts: Texts;
  /** Whether it is one of those that together secure a trail. */
  readonly isPreferred: boolean;
  /** Whether it mends nothing and only silences the finding. */
  readonly isSuppression: boolean;
  /** What it is a fix of. */
  readonly finding: ReportedFinding | undefined;
  /** Instead, the trail of which everything has been mended that could be. */
  readonly secured: string | undefined;
}

/** Each finding of each unit, by each of its fixes, and each trail secured. */
export async function readCases(): Promise<readonly Case[]> {
  return casesWith(await loading);
}

/** Once for all suites that run together. */
const casesWith = memoize(async (syntax: Syntax): Promise<readonly Case[]> => {
  const cases: Case[] = [];
  for (const unit of readUnits()) {
    const { findings } = run(unit.texts, syntax, everyRule);
    const fixes = [...fixesOf(unit, findings), ...(await securedOf(unit, findings, syntax))];
    cases.push({ ...unit, findings, fixes: numbered(fixes) });
  }
  return cases;
});

/** For judges that take long. What silences a finding is the same for each resource: some of the specs are enough. */
export function isOfSample({ unit, finding, isSuppression }: Fixed): boolean {
  return !isSuppression || unit.origin !== 'spec' || (finding?.place.span.start ?? 0) % 8 === 0;
}

function fixesOf(unit: Unit, findings: readonly ReportedFinding[]): readonly Fixed[] {
  return findings.flatMap((finding) =>
    finding
      .fixes()
      // What goes to the clipboard leaves nothing to judge.
      .filter(({ copies }) => !copies)
      .map((fix) => {
        const title = render(fix.title);
        const edits = fix.edits();
        return {
          name: `${unit.name}: ${finding.place.path}: ${finding.rule.id}: ${finding.resource}: ${title}`,
          title,
          unit,
          edits,
          texts: withEdits(unit.texts, edits),
          isPreferred: fix.preferred,
          isSuppression: fix.suppresses === true,
          finding,
          secured: undefined,
        };
      }),
  );
}

async function securedOf(unit: Unit, findings: readonly ReportedFinding[], syntax: Syntax): Promise<readonly Fixed[]> {
  const fixes: Fixed[] = [];
  for (const trail of new Set(findings.flatMap(({ trails }) => trails))) {
    const title = `Secure ${trail}`;
    const edits = await securing(trail, unit.texts, syntax, everyRule);
    // Nothing can be mended, so that it is not offered.
    if (edits.length === 0) continue;
    const texts = withEdits(unit.texts, edits);
    const none = { isPreferred: false, isSuppression: false, finding: undefined };
    fixes.push({ name: `${unit.name}: ${title}`, title, unit, edits, texts, ...none, secured: trail });
  }
  return fixes;
}

/** Names of their own, as there may be two findings of one rule and resource. */
function numbered(fixes: readonly Fixed[]): readonly Fixed[] {
  const seen = new Map<string, number>();
  return fixes.map((fixed) => {
    const count = (seen.get(fixed.name) ?? 0) + 1;
    seen.set(fixed.name, count);
    return count === 1 ? fixed : { ...fixed, name: `${fixed.name} (${count})` };
  });
}
