import type { OfferedFix, ReportedFinding } from '../core/analyze';
import { preferredFix, unwritable } from '../core/fix-all';
import { type Choice, namesOf } from '../core/mending';
import { render } from '../core/model/message';
import { type CheckedFinding, checkedFinding } from './checked-finding';
import type { Places } from './fix-places';

/** A finding that is left, and what can be done about it. */
export interface Left extends CheckedFinding {
  readonly why: Why;
}

export type Why =
  /** The fix that most people want takes a decision. */
  | { readonly kind: 'unsafe'; readonly title: string }
  /** It was not made; what stood in its way is a sentence. */
  | { readonly kind: 'withheld'; readonly title: string; readonly obstacle: string }
  /** There are several ways, and none that most people want. */
  | { readonly kind: 'choice'; readonly titles: readonly string[] }
  /** What is to be changed is elsewhere. */
  | { readonly kind: 'elsewhere'; readonly title: string; readonly text: string }
  | { readonly kind: 'nothing' };

/** What is known of a run when it is over. */
interface Outcome extends Places {
  readonly obstacles: ReadonlyMap<string, string>;
  readonly choose: Choice;
}

export function leftOf(
  findings: readonly ReportedFinding[],
  { placeOf, sourceAt, obstacles, choose }: Outcome,
): readonly Left[] {
  const names = namesOf(findings);
  const shown = (finding: ReportedFinding): ReportedFinding => ({
    ...finding,
    place: placeOf(finding.place),
    related: finding.related.map((each) => ({ ...each, place: placeOf(each.place) })),
  });
  return findings.map((finding) => ({
    ...checkedFinding(shown(finding), sourceAt),
    why: whyOf(finding, choose, obstacles.get(names.get(finding) ?? '')),
  }));
}

/** What fails to be written takes no other finding from the report. */
function whyOf(...[finding, choose, obstacle]: Parameters<typeof askWhy>): Why {
  try {
    return askWhy(finding, choose, obstacle);
  } catch {
    const title = titleOf(finding);
    return title === undefined ? { kind: 'nothing' } : { kind: 'withheld', title, obstacle: unwritable };
  }
}

function titleOf(finding: ReportedFinding): string | undefined {
  try {
    const fix = preferredFix(finding) ?? finding.fixes().find(({ suppresses }) => !suppresses);
    return fix && render(fix.title);
  } catch {
    return undefined;
  }
}

function askWhy(finding: ReportedFinding, choose: Choice, obstacle: string | undefined): Why {
  const fix = preferredFix(finding);
  if (fix && obstacle !== undefined) return { kind: 'withheld', title: render(fix.title), obstacle };
  if (fix && !choose(finding) && fix.edits().length > 0) return { kind: 'unsafe', title: render(fix.title) };
  const others = finding.fixes().filter(({ suppresses }) => !suppresses);
  const copied = others.find((other): other is OfferedFix & { copies: () => string } => other.copies !== undefined);
  if (copied) return { kind: 'elsewhere', title: render(copied.title), text: copied.copies() };
  if (others.length > 0) return { kind: 'choice', titles: others.map(({ title }) => render(title)) };
  return { kind: 'nothing' };
}
