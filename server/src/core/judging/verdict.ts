import type { Finding, Severity } from '../model/finding';
import type { Place } from '../model/place';
import type { Rule } from '../model/rule';
import type { SourceFile } from '../source';
import { type Anchor, anchor, anchored } from './anchor';

/** What a rule says, and how seriously it is taken. */
export interface Verdict {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly finding: Finding;
}

/** A verdict without the places in files as they were, and without what would have to be made of them. */
export interface RememberedVerdict extends Omit<Verdict, 'finding'> {
  readonly finding: Omit<Finding, 'place' | 'related' | 'fixes'>;
  readonly places: readonly Anchor[];
  readonly related: readonly Finding['related'][number]['message'][];
}

/** Undefined where a place is in no piece that would be found again. */
export function withoutPlaces(
  verdicts: readonly Verdict[],
  fileAt: (path: string) => SourceFile | undefined,
): readonly RememberedVerdict[] | undefined {
  const remembered: RememberedVerdict[] = [];
  for (const { rule, severity, finding } of verdicts) {
    const { place, related, resource, trails, message } = finding;
    const places = [place, ...related.map((each) => each.place)].map((each) => anchor(each, fileAt));
    if (!places.every((each) => each !== undefined)) return undefined;
    const said = related.map((each) => each.message);
    remembered.push({ rule, severity, finding: { resource, trails, message }, places, related: said });
  }
  return remembered;
}

/** Undefined where a place is not to be found again. `again` gives the same verdicts as they are now. */
export function placedAgain(
  verdicts: readonly RememberedVerdict[],
  fileAt: (path: string) => SourceFile | undefined,
  again: () => readonly Verdict[],
): readonly Verdict[] | undefined {
  const placed: Verdict[] = [];
  for (const [index, { rule, severity, finding, places, related }] of verdicts.entries()) {
    const [place, ...others] = places.map((each): Place | undefined => anchored(each, fileAt));
    if (!place || !others.every((each) => each !== undefined)) return undefined;
    placed.push({
      rule,
      severity,
      finding: {
        ...finding,
        place,
        related: related.flatMap((message, number) => {
          const at = others[number];
          return at ? [{ place: at, message }] : [];
        }),
        fixes: (isWanted) => again()[index]?.finding.fixes(isWanted) ?? [],
      },
    });
  }
  return placed;
}
