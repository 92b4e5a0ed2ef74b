import { intrinsicOf, itemsOf, textOf } from '../intrinsic';
import type { Template } from '../template';

/** What is so wherever a resource is there: its condition holds, and with it others. */
export interface Given {
  readonly holding: ReadonlySet<string>;
  /** Parameters that by their defaults would not make it hold: then they have other values, which nobody knows. */
  readonly undecided: ReadonlySet<string>;
}

export const nothingGiven: Given = { holding: new Set(), undecided: new Set() };

/** A condition and those that it is the conjunction of. */
export function impliedBy(template: Template, condition: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(condition)) return known;
  known.add(condition);
  const value = template.conditions.get(condition)?.member.value();
  const intrinsic = value && intrinsicOf(value);
  const parts = intrinsic?.name === 'And' ? (itemsOf(intrinsic.argument) ?? []) : value ? [value] : [];
  for (const part of parts) {
    const inner = intrinsicOf(part);
    if (inner?.name === 'Condition') impliedBy(template, textOf(inner.argument) ?? '', known);
  }
  return known;
}
