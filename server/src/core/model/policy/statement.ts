import type { Place } from '../place';
import type { Text } from '../text';
import type { WayStep } from '../value';

/** A resource policy, as far as it is known. */
export interface Policy {
  readonly statements: readonly Statement[];
  /** Whether these are all: there may be others where a part of the policy is not known. */
  readonly isComplete: boolean;
  /** What led to all of it. */
  readonly way: readonly WayStep[];
}

export interface Statement {
  readonly place: Place | undefined;
  /** Its `Sid`, where that is written and known. */
  readonly id: string | undefined;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly principals: Principals;
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
  /** Whether there may be other conditions, because a part of them is not known. */
  readonly mayHaveMoreConditions: boolean;
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. Wildcards are in the texts. */
export interface Patterns {
  readonly isNegated: boolean;
  readonly texts: readonly Text[];
  /** Whether there are no others. */
  readonly isComplete: boolean;
  /** Whether neither is written. */
  readonly isMissing: boolean;
}

/** `Principal` or `NotPrincipal`. `*` alone is `type: '*', text: ['*']`. */
export interface Principals {
  readonly isNegated: boolean;
  readonly principals: readonly { readonly type: string; readonly text: Text }[];
  readonly isComplete: boolean;
}

export interface Condition {
  /** As it is written, such as `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Text[];
  readonly isComplete: boolean;
}
