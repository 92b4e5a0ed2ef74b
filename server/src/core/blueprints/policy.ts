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
