import type { AnyDependency } from '../memory/dependency';
import { lazy } from '../memory/lazy';
import { type Kept, keep, stillFor } from '../memory/tracking';
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
  readonly links: ReadonlyMap<string, Kept<readonly string[]>>;
  readonly verdicts: ReadonlyMap<string, Kept<readonly RememberedVerdict[]>>;
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
  const isStill = stillFor((dependency: AnyDependency) => judged.isSame(dependency));
  const links = new Map<string, Kept<readonly string[]>>();
  const verdicts = new Map<string, Kept<readonly RememberedVerdict[]>>();
  const found: Verdict[] = [];
  const named = nameEach(project.trails);
  const used = named.map(({ id, trail }) => {
    const known = before?.links.get(id);
    const link = known && isStill(known) ? known : keep(() => usedBy(trail));
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
    if (remembered) verdicts.set(id, { ...kept, value: remembered });
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
