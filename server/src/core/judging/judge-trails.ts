import type { AnyDependency } from '../memory/dependency';
import { lazy } from '../memory/lazy';
import { dependenciesOf, type Kept, keep } from '../memory/tracking';
import type { Finding, Severity } from '../model/finding';
import type { Place } from '../model/place';
import type { Project, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { rules } from '../rules/index';
import type { SourceFile } from '../source';
import { type Anchor, anchor, anchored } from './anchor';

/** What a rule says, and how seriously it is taken. */
export interface Verdict {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly finding: Finding;
}

/** What is judged together: trails and what they use, and the means to tell whether what they were judged by is still so. */
export interface Judged {
  readonly project: Project;
  /** Of a dependency that the unit's own reader has noted. */
  isSame(dependency: AnyDependency): boolean;
  readonly fileAt: (path: string) => SourceFile | undefined;
}

/** What was found the last time. */
export interface Memory {
  readonly links: ReadonlyMap<string, Remembered<readonly string[]>>;
  readonly verdicts: ReadonlyMap<string, Remembered<readonly RememberedVerdict[]>>;
}

interface Remembered<T> {
  readonly value: T;
  readonly dependencies: readonly AnyDependency[];
}

/** A verdict without the places in files as they were, and without what would have to be made of them. */
interface RememberedVerdict extends Omit<Verdict, 'finding'> {
  readonly finding: Omit<Finding, 'place' | 'related' | 'fixes'>;
  readonly places: readonly Anchor[];
  readonly related: readonly Finding['related'][number]['message'][];
}

/**
 * What the rules have to say. Trails that share a bucket or a key are judged together, others apart: those of which nothing has changed that their
 * verdicts depend on keep them.
 */
export function judge(
  judged: Judged,
  severityOf: (rule: Rule) => Severity | 'off',
  before?: Memory,
): { readonly verdicts: readonly Verdict[]; readonly memory: Memory } {
  const { project } = judged;
  const isStill = stillFor((dependency) => judged.isSame(dependency));
  const links = new Map<string, Remembered<readonly string[]>>();
  const verdicts = new Map<string, Remembered<readonly RememberedVerdict[]>>();
  const found: Verdict[] = [];
  const named = nameEach(project.trails);
  const used = named.map(({ id, trail }) => {
    const known = before?.links.get(id);
    const link = known && isStill(known) ? known : remember<readonly string[]>(keep(() => usedBy(trail)));
    links.set(id, link);
    return link.value;
  });
  const judgeThem = (id: string, check: () => readonly Verdict[]) => {
    const known = before?.verdicts.get(id);
    const placed = known && isStill(known) ? placedAgain(known.value, judged, lazy(check)) : undefined;
    if (known && placed) {
      verdicts.set(id, known);
      found.push(...placed);
      return;
    }
    const kept = keep(check);
    found.push(...kept.value);
    const remembered = rememberedVerdicts(kept.value, judged);
    if (remembered) verdicts.set(id, { value: remembered, dependencies: dependenciesOf(kept) });
  };
  const about = (of: 'trails' | 'stores') =>
    rules.filter((rule) => (rule.about ?? 'trails') === of && severityOf(rule) !== 'off');
  for (const group of groupsOf(used)) {
    const members = group.flatMap((index) => named[index] ?? []);
    const trails = members.map(({ trail }) => trail);
    judgeThem(members.map(({ id }) => id).join('\n'), () => {
      for (const trail of trails) trail.noteOrigin();
      return verdictsOf(about('trails'), { ...project, trails }, severityOf);
    });
  }
  judgeThem('event data stores', () => verdictsOf(about('stores'), project, severityOf));
  return { verdicts: found, memory: { links, verdicts } };
}

function verdictsOf(
  chosen: readonly Rule[],
  project: Project,
  severityOf: (rule: Rule) => Severity | 'off',
): readonly Verdict[] {
  return chosen.flatMap((rule) => {
    const severity = severityOf(rule);
    return severity === 'off' ? [] : [...rule.check(project)].map((finding) => ({ rule, severity, finding }));
  });
}

/** Whether all that something depends on is as it was; what many depend on is looked at once. */
function stillFor(isSame: (dependency: AnyDependency) => boolean) {
  const answers = new Map<AnyDependency, boolean>();
  const isStillSame = (dependency: AnyDependency) => {
    let answer = answers.get(dependency);
    if (answer === undefined) {
      answer = isSame(dependency);
      answers.set(dependency, answer);
    }
    return answer;
  };
  return ({ dependencies }: Remembered<unknown>) => dependencies.every(isStillSame);
}

function remember<T>(kept: Kept<T>): Remembered<T> {
  return { value: kept.value, dependencies: dependenciesOf(kept) };
}

/** By address; of several with one address, each by its number. */
function nameEach(trails: readonly Trail[]): readonly { readonly id: string; readonly trail: Trail }[] {
  const seen = new Map<string, number>();
  return trails.map((trail) => {
    const number = (seen.get(trail.address) ?? 0) + 1;
    seen.set(trail.address, number);
    return { id: number === 1 ? trail.address : `${trail.address} ${number}`, trail };
  });
}

/** The addresses of the bucket and the keys that a trail uses. */
function usedBy(trail: Trail): readonly string[] {
  trail.noteOrigin();
  const bucket = trail.bucket();
  return [bucket, trail.key(), bucket?.key()].flatMap((resource) => resource?.address ?? []);
}

/** The numbers of those that share something, right away or by way of others, in the order of their first ones. */
function groupsOf(used: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const groupOf = new Map<string, number[]>();
  used.forEach((addresses, index) => {
    const joined = [...new Set(addresses.flatMap((address) => [groupOf.get(address)]))].filter(
      (group) => group !== undefined,
    );
    const group = joined[0] ?? [];
    if (joined.length === 0) groups.push(group);
    group.push(index);
    for (const other of joined.slice(1)) {
      group.push(...other);
      groups.splice(groups.indexOf(other), 1);
      for (const [address, of] of groupOf) if (of === other) groupOf.set(address, group);
    }
    for (const address of addresses) groupOf.set(address, group);
  });
  return groups.map((group) => group.sort((a, b) => a - b));
}

function rememberedVerdicts(
  verdicts: readonly Verdict[],
  { fileAt }: Pick<Judged, 'fileAt'>,
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
function placedAgain(
  verdicts: readonly RememberedVerdict[],
  { fileAt }: Pick<Judged, 'fileAt'>,
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
        fixes: () => again()[index]?.finding.fixes() ?? [],
      },
    });
  }
  return placed;
}
