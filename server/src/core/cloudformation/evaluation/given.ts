import { intrinsicOf, itemsOf, textOf } from '../intrinsic';
import { conditionOf, type Template, type TemplateResource } from '../template';

/** What is so wherever a resource is there: its condition holds, and with it others. */
export interface Given {
  readonly holding: ReadonlySet<string>;
  /** Parameters that by their defaults would not make it hold: then they have other values, which nobody knows. */
  readonly undecided: ReadonlySet<string>;
}

export const nothingGiven: Given = { holding: new Set(), undecided: new Set() };

/** Whether a condition is sure to hold wherever a resource is there. */
export function holdsFor(template: Template, resource: TemplateResource, condition: string): boolean {
  return condition === '' || impliedBy(template, conditionOf(resource)).has(condition);
}

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
