import { isAbsent } from '../../model/value';
import { emptyIsAbsent, truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import type { Data } from '../../syntax/data/tree';
import { evaluate, evaluateNamedCondition, type Scope, scopeOf } from '../evaluation/evaluate';
import { intrinsicOf, isNothing, itemsOf, memberOf, textOf } from '../intrinsic';
import type { Template, TemplateResource } from '../template';

/** What comes before the logs in the bucket, as it is written. */
export type Prefix =
  | { readonly kind: 'none' }
  | { readonly kind: 'given'; readonly data: Data }
  /** Nothing by the default of a parameter. */
  | { readonly kind: 'maybe'; readonly data: Data }
  | { readonly kind: 'if'; readonly condition: string; readonly whenTrue: Prefix; readonly whenFalse: Prefix };

/** Undefined where no condition could say whether there is one. */
export function prefixOf(template: Template, trail: TemplateResource): Prefix | undefined {
  const { prefix } = vocabulary.trail.attributes;
  const written = memberOf(memberOf(trail.entry.value, 'Properties'), prefix.cloudformation);
  return written ? prefixIn(written, scopeOf(template, trail), true) : none;
}

const none: Prefix = { kind: 'none' };

/** `isChosen` is whether the defaults come to it: what they pass by is taken for what its condition says that it is. */
function prefixIn(data: Data, scope: Scope, isChosen: boolean): Prefix | undefined {
  if (isNothing(data)) return none;
  const intrinsic = intrinsicOf(data);
  if (!intrinsic) return { kind: 'given', data };
  if (intrinsic.name === 'If') {
    const [test, first, second] = itemsOf(intrinsic.argument) ?? [];
    const condition = textOf(test);
    if (condition === undefined || !first || !second) return undefined;
    const holds = truth(evaluateNamedCondition(condition, scope));
    const whenTrue = prefixIn(first, scope, isChosen && holds !== false);
    const whenFalse = prefixIn(second, scope, isChosen && holds !== true);
    if (!whenTrue || !whenFalse) return undefined;
    if (whenTrue.kind === 'given' && whenFalse.kind === 'given') return { kind: 'given', data };
    return { kind: 'if', condition, whenTrue, whenFalse };
  }
  if (!isChosen || !isAbsent(emptyIsAbsent(evaluate(data, scope)))) return { kind: 'given', data };
  return intrinsic.name === 'Ref' || intrinsic.name === 'Sub' ? { kind: 'maybe', data } : undefined;
}
