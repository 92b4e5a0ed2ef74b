import type { Data } from '../syntax/data/tree';
import { intrinsicOf, itemsOf, textOf } from './intrinsic';
import type { Template } from './template';

/** What data refers to by `Ref`, `GetAtt`, `Sub` and `DependsOn`: resources, parameters and pseudo parameters. */
export function referencesIn(data: Data): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<Data>();
  const visit = (each: Data): void => {
    // The same data may stand in many places, by aliases.
    if (seen.has(each)) return;
    seen.add(each);
    for (const name of namedBy(each)) found.add(name);
    if (each.kind === 'sequence') each.items.forEach(visit);
    if (each.kind !== 'mapping') return;
    for (const { keyText, value } of each.entries) {
      if (keyText === 'DependsOn') for (const name of itemsOf(value) ?? [value]) found.add(textOf(name) ?? '');
      visit(value);
    }
  };
  visit(data);
  return found;
}

/** Whether a resource refers to another one, right away or by others: what that one refers to then may not be the first. */
export function reaches({ members }: Template, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    const placed = members.get(id);
    if (!placed || seen.has(id)) continue;
    seen.add(id);
    open.push(...referencesIn(placed.member.value()));
  }
  return false;
}

/** A text as it stands inside `Fn::Sub`. */
export function namedBy(data: Data): readonly string[] {
  const intrinsic = intrinsicOf(data);
  const [first] = itemsOf(intrinsic?.argument) ?? [intrinsic?.argument];
  const text = textOf(first) ?? '';
  switch (intrinsic?.name) {
    case 'Ref':
      return [text];
    case 'GetAtt':
      return [text.split('.')[0] ?? ''];
    case 'Sub':
      return [...text.matchAll(/\$\{([^!}.]+)/g)].map(([, name]) => name ?? '');
    default:
      return [];
  }
}
