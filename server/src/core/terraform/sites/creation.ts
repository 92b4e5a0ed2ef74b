import type { Expression } from '../../syntax/hcl/tree';
import { findAttribute, type LocatedBlock } from '../module';

/** The source of a `count` that is one or none: what serves it only is made under the same condition. */
export function creationCondition(maker: LocatedBlock): string | undefined {
  const count = findAttribute(maker, 'count');
  if (typeof count === 'string') return undefined;
  const value = count.value();
  const isOneOrNone = value.kind === 'conditional' && [value.whenTrue, value.whenFalse].every(isOneOrZero);
  return isOneOrNone && !value.source.includes('\n') ? value.source : undefined;
}

function isOneOrZero(value: Expression): boolean {
  return value.kind === 'literal' && (value.value === 1 || value.value === 0);
}
