import type { OfferedFix, ReportedFinding } from '../core/analyze';
import { preferredFix } from '../core/fix-all';
import { render } from '../core/model/message';
import { rules } from '../core/rules/index';
import { countMendable } from '../core/secure';

/** What is offered for some findings. */
export type MenuEntry = FixEntry | SecureEntry;

export interface FixEntry {
  readonly kind: 'fix';
  readonly title: string;
  readonly fix: OfferedFix;
  readonly isPreferred: boolean;
  /** What it is for: the first is the one that it belongs to. */
  readonly findings: readonly [ReportedFinding, ...ReportedFinding[]];
  /** Whether each part of it is shown, and may be left out, before anything changes. */
  readonly hasPreview: boolean;
}

/** Everything that is found of a trail at once. */
export interface SecureEntry {
  readonly kind: 'secure';
  readonly title: string;
  readonly trail: string;
  /** All that is found of the trail, wherever that is. */
  readonly findings: readonly ReportedFinding[];
  /** Where it mends more than one of the findings that are asked about. */
  readonly isPreferred: boolean;
  /** Whether each part of it is shown, and may be left out, before anything changes. */
  readonly hasPreview: boolean;
}

/** What the client can do with what mends a whole trail. */
export interface Securing {
  /** It can wait for what is written. */
  readonly canSecure: boolean;
  readonly canPreview: boolean;
}

/** What one points at. */
export interface Pointed {
  readonly findings: readonly ReportedFinding[];
  /** The addresses of trails: much of what is found of one is found elsewhere, such as in a policy. */
  readonly trails: readonly string[];
}

/**
 * What is offered for those of the findings that one points at: what mends them all, then for each what most people want, then the other ways,
 * in the order of the rules; and last what mends nothing. The first that changes several files can be seen before it does.
 */
export function menuOf(
  { findings: asked, trails: pointed }: Pointed,
  all: readonly ReportedFinding[],
  { canSecure, canPreview }: Securing,
): readonly MenuEntry[] {
  const trails = [...new Set([...asked.flatMap(({ trails: users }) => users), ...pointed])];
  const secure = canSecure ? trails.flatMap((trail) => secureEntry(trail, asked, all, pointed) ?? []) : [];
  const inOrder = [...asked].sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule));
  const fixes = inOrder.flatMap((finding) => finding.fixes().map((fix): FixEntry => fixEntry(fix, finding)));
  const entries = [...secure, ...toldApart(onceEach(fixes))].sort((a, b) => rankOf(a) - rankOf(b));
  // Of several that are preferred none would be.
  const preferred = entries.find(({ isPreferred }) => isPreferred);
  const offered = entries.map((entry) => (entry === preferred ? entry : { ...entry, isPreferred: false }));
  // What changes one file only is seen at once, and undone at once; and one more entry for each would be a menu that nobody reads.
  const previewed = canPreview ? offered.find((entry) => changesSeveralFiles(entry)) : undefined;
  return offered.flatMap((entry) => (entry === previewed ? [entry, withPreview(entry)] : [entry]));
}

function fixEntry(fix: OfferedFix, finding: ReportedFinding): FixEntry {
  const title = render(fix.title);
  return { kind: 'fix', title, fix, isPreferred: fix.preferred, findings: [finding], hasPreview: false };
}

function changesSeveralFiles(entry: MenuEntry): boolean {
  const fixes = entry.kind === 'fix' ? [entry.fix] : entry.findings.flatMap((finding) => preferredFix(finding) ?? []);
  return new Set(fixes.flatMap((fix) => filesOf(fix))).size > 1;
}

function filesOf(fix: OfferedFix): readonly string[] {
  try {
    return fix.copies || fix.suppresses ? [] : fix.edits().map(({ path }) => path);
  } catch {
    // What cannot be written is told when it is chosen, and takes no other fix from the menu.
    return [];
  }
}

/** Undefined where it would do no more than a single fix that is offered as well. */
function secureEntry(
  trail: string,
  asked: readonly ReportedFinding[],
  all: readonly ReportedFinding[],
  pointed: readonly string[],
): SecureEntry | undefined {
  const count = countMendable(trail, all);
  const countAsked = countMendable(trail, asked);
  if (count < (pointed.includes(trail) && countAsked === 0 ? 1 : 2)) return undefined;
  return {
    kind: 'secure',
    title: `Secure ${trail} (${count === 1 ? '1 finding' : `${count} findings`})`,
    trail,
    findings: all.filter((finding) => finding.trails.includes(trail)),
    isPreferred: countAsked > 1,
    hasPreview: false,
  };
}

function withPreview<T extends MenuEntry>(entry: T): T {
  return { ...entry, title: `${entry.title}, with a preview`, isPreferred: false, hasPreview: true };
}

function rankOf(entry: MenuEntry): number {
  if (entry.kind === 'secure') return entry.isPreferred ? 0 : 2;
  const { preferred, suppresses, copies } = entry.fix;
  return preferred ? 1 : suppresses ? 5 : copies ? 4 : 3;
}

/** What is found twice in one place, for two trails, is ignored there at once; and one input may be what mends two findings of a trail. */
function onceEach(entries: readonly FixEntry[]): readonly FixEntry[] {
  const kept = new Map<string, FixEntry>();
  for (const entry of entries) {
    const [{ place, resource, trails }] = entry.findings;
    const about = entry.fix.suppresses ? [place.span.start, place.span.end] : [resource, ...trails];
    const id = [entry.title, ...about].join('\n');
    const known = kept.get(id);
    kept.set(id, known ? { ...known, findings: [...known.findings, ...entry.findings] } : entry);
  }
  return [...kept.values()];
}

/** Where two have one title, each says what it is for. */
function toldApart(entries: readonly FixEntry[]): readonly FixEntry[] {
  const titles = entries.map(({ title }) => title);
  return entries.map((entry) => {
    const alike = entries.filter(({ title }) => title === entry.title);
    if (titles.indexOf(entry.title) === titles.lastIndexOf(entry.title)) return entry;
    const resources = new Set(alike.map(({ findings: [{ resource }] }) => resource));
    const [
      {
        resource,
        trails: [trail = resource],
      },
    ] = entry.findings;
    return { ...entry, title: `${entry.title}: ${resources.size > 1 ? resource : trail}` };
  });
}
