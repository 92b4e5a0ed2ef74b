import { freeName } from './free-name';
import type { BlueprintText } from './text';

/** A resource policy to be inserted. */
export interface PolicyBlueprint {
  readonly statements: readonly StatementBlueprint[];
}

export interface StatementBlueprint {
  /** Why the statement is there, as a comment where the language has them. */
  readonly why: string | undefined;
  readonly id: string;
  readonly principal: { readonly kind: 'AWS' | 'Service'; readonly value: BlueprintText };
  readonly action: string;
  readonly conditions: readonly ConditionBlueprint[];
}

export interface ConditionBlueprint {
  readonly operator: 'StringEquals' | 'StringLike';
  readonly key: string;
  readonly value: BlueprintText;
}

/** The policy with statement ids that are not in use, as ids are unique in a policy. */
export function withFreeIds(policy: PolicyBlueprint, inUse: readonly string[]): PolicyBlueprint {
  const statements = policy.statements.map((statement) => ({
    ...statement,
    id: freeName([statement.id], '', (id) => inUse.includes(id)),
  }));
  return { statements };
}
