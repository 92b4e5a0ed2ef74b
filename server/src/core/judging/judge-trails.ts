import type { AnyDependency } from '../memory/dependency';
import { lazy } from '../memory/lazy';
import { dependenciesOf, type Kept, keep } from '../memory/tracking';
import type { Severity } from '../model/finding';
import type { Project } from '../model/project';
import type { Rule } from '../model/rule';
import { rules } from '../rules/index';
import type { SourceFile } from '../source';
import { groupsOf, nameEach, usedBy } from './groups';
import { placedAgain, type RememberedVerdict, type Verdict, withoutPlaces } from './verdict';

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
    const placed = known && isStill(known) ? placedAgain(known.value, judged.fileAt, lazy(check)) : undefined;
    if (known && placed) {
      verdicts.set(id, known);
      found.push(...placed);
      return;
    }
    const kept = keep(check);
    found.push(...kept.value);
    const remembered = withoutPlaces(kept.value, judged.fileAt);
    if (remembered) verdicts.set(id, { value: remembered, dependencies: dependenciesOf(kept) });
  };
  const [aboutTrails, aboutStores] = [
    rules.filter((rule) => !rule.about),
    rules.filter((rule) => rule.about === 'stores'),
  ];
  for (const group of groupsOf(used)) {
    const members = group.flatMap((index) => named[index] ?? []);
    const trails = members.map(({ trail }) => trail);
    judgeThem(members.map(({ id }) => id).join('\n'), () => {
      for (const trail of trails) trail.noteOrigin();
      return verdictsOf(aboutTrails, { ...project, trails }, severityOf);
    });
  }
  judgeThem('event data stores', () => verdictsOf(aboutStores, project, severityOf));
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
