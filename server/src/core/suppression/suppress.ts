import type { FileEdits } from '../model/edits';
import type { Finding, Severity } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Place } from '../model/place';
import type { Rule } from '../model/rule';
import type { SourceFile } from '../source';
import { nearest } from '../text/nearest';
import { slice } from '../text/span';
import { firstUnread } from '../unread';
import { suppressionsIn } from './read';
import { isOurs, type Suppression } from './suppression';

/** What a suppression of ours is reported as that suppresses nothing. It looks at no project: `suppress` finds what there is to find. */
export const unusedSuppression: Rule = {
  id: 'unused-suppression',
  control: '',
  title: 'A suppression that suppresses nothing',
  severity: 'hint',
  check: () => [],
};

/** What suppressions are held against. */
export interface Judged {
  /** The files that are judged: their suppressions may be unused. */
  readonly files: readonly SourceFile[];
  /** Those, and the others that findings may speak of, as far as they are read. */
  readonly fileAt: (path: string) => SourceFile | undefined;
  /** The rules that there are, with what is chosen for each. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Whether others may call the module of a folder: what is found for them may be suppressed in its files. */
  readonly mayBeCalled: (folder: string) => boolean;
  /** Such as 2030-01-31; undefined where nobody knows. */
  readonly today: string | undefined;
}

export interface Suppressible extends Pick<Finding, 'place' | 'resource' | 'related'> {
  readonly rule: Pick<Rule, 'id'>;
}

/** A suppression of ours that suppresses nothing, as a finding. */
export interface UnusedSuppression extends Omit<Finding, 'fixes'> {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly fixes: () => readonly SuppressionFix[];
}

export interface SuppressionFix {
  readonly title: Message;
  readonly safety: 'suggestion';
  readonly preferred: boolean;
  readonly edits: () => readonly FileEdits[];
  readonly copies: undefined;
}

/** The findings that nobody suppresses, and the suppressions of ours that nothing is suppressed by. */
export function suppress<F extends Suppressible>(
  findings: readonly F[],
  judged: Judged,
): { readonly kept: readonly F[]; readonly unused: readonly UnusedSuppression[] } {
  const used = new Map<Suppression, Set<string>>();
  const kept = findings.filter((finding) => {
    const by = suppressing(finding, judged);
    for (const each of by) used.set(each, (used.get(each) ?? new Set()).add(finding.rule.id));
    return by.length === 0;
  });
  const severity = judged.severities.get(unusedSuppression.id) ?? 'hint';
  if (severity === 'off') return { kept, unused: [] };
  const unused = judged.files.flatMap((file) => {
    const own = suppressionsIn(file).filter(isOurs);
    // While something is being typed, what is suppressed may be about to come back.
    if (own.length === 0 || firstUnread(file) || judged.mayBeCalled(file.folder)) return [];
    return own.flatMap((suppression) =>
      unusedIn(suppression, file.text, used.get(suppression) ?? new Set(), judged, severity),
    );
  });
  return { kept, unused };
}

/** Whether a suppression covers a finding: where it is, or where the resource is that it is about. */
function covers({ rules, place: { path }, scope, resource }: Suppression, finding: Suppressible): boolean {
  if (!rules.includes(finding.rule.id)) return false;
  const isIn = (at: Place) => at.path === path && at.span.start >= scope.start && at.span.start < scope.end;
  // What a module is called with is found at the call, and is about what the module declares.
  const isAbout = resource !== '' && `.${finding.resource}`.endsWith(`.${resource}`);
  return isIn(finding.place) || (isAbout && finding.related.some((each) => isIn(each.place)));
}

function isOver({ until }: Suppression, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && today >= until;
}

/** Whether a finding would be left out if there were one. */
export function isSuppressed(finding: Suppressible, judged: Pick<Judged, 'fileAt' | 'today'>): boolean {
  return suppressing(finding, judged).length > 0;
}

function suppressing(
  finding: Suppressible,
  { fileAt, today }: Pick<Judged, 'fileAt' | 'today'>,
): readonly Suppression[] {
  const paths = new Set([finding.place, ...finding.related.map(({ place }) => place)].map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const file = fileAt(path);
    const found = file ? suppressionsIn(file) : [];
    return found.filter((suppression) => covers(suppression, finding) && !isOver(suppression, today));
  });
}

function unusedIn(
  suppression: Suppression,
  text: string,
  used: ReadonlySet<string>,
  { severities }: Judged,
  severity: Severity,
): readonly UnusedSuppression[] {
  const { rules, place, resource } = suppression;
  const report = (where: Place, said: Message, fixes: readonly SuppressionFix[]): UnusedSuppression => ({
    rule: unusedSuppression,
    severity,
    place: where,
    resource,
    trails: [],
    message: said,
    related: [],
    fixes: () => fixes,
  });
  if (rules.length === 0)
    return [
      report(place, message('trailseal:ignore names no rule, and suppresses nothing.'), [removal('', suppression)]),
    ];
  return [...new Set(rules)].flatMap((id) => {
    const known = severities.get(id);
    // What a rule would say that is off, nobody knows.
    if (used.has(id) || known === 'off') return [];
    const where = suppression.placeOf(id);
    const remove = removal(id, suppression);
    if (known !== undefined)
      return [report(where, message('trailseal:ignore {0} suppresses nothing here.', id), [remove])];
    const meant = nearest(id, [...severities.keys()]);
    const change = meant === undefined ? undefined : correction(id, meant, where, text);
    return [report(where, unknownRule(id, meant), change ? [change, { ...remove, preferred: false }] : [remove])];
  });
}

function unknownRule(id: string, meant: string | undefined): Message {
  if (meant === undefined) return message('There is no rule {0}.', id);
  return message('There is no rule {0}. Is {1} meant?', id, meant);
}

/** Not preferred, as it silences something: that is for a person to choose. Undefined where the id is written in another way than it reads. */
function correction(id: string, meant: string, { path, span }: Place, text: string): SuppressionFix | undefined {
  const written = slice(text, span);
  const quote = written === id ? 0 : 1;
  if (written.slice(quote, written.length - quote) !== id) return undefined;
  const edit = { span: { start: span.start + quote, end: span.end - quote }, text: meant };
  return {
    title: message('Change to {0}', meant),
    safety: 'suggestion',
    preferred: false,
    edits: () => [{ path, edits: [edit] }],
    copies: undefined,
  };
}

function removal(rule: string, { place, without }: Suppression): SuppressionFix {
  return {
    title: message('Remove the suppression'),
    safety: 'suggestion',
    preferred: true,
    edits: () => [{ path: place.path, edits: without(rule) }],
    copies: undefined,
  };
}
