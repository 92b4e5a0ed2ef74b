import { freeName } from './free-name';
import type { BlueprintText } from './text';

/** A policy to be inserted. */
export interface PolicyBlueprint {
  readonly statements: readonly StatementBlueprint[];
}

/** All statements allow something. */
export interface StatementBlueprint {
  /** Why the statement is there, as a comment where the language has them. */
  readonly why: string | undefined;
  readonly id: string;
  /** Undefined in the policy of a role, which speaks of the role itself. */
  readonly principal: { readonly kind: 'AWS' | 'Service'; readonly value: BlueprintText } | undefined;
  readonly action: string;
  /** The name of the request that it is for, where there are others of the same action. */
  readonly request?: string;
  /** Undefined where a role is said to be assumed, which names nothing. `*` in a key's policy: a key cannot name itself. */
  readonly resource: BlueprintText | undefined;
  readonly conditions: readonly ConditionBlueprint[];
}

export interface ConditionBlueprint {
  /** Those for ARNs do the same with an ARN, where the others are in use: a statement has each but once for a key. */
  readonly operator: 'StringEquals' | 'StringLike' | 'ArnEquals' | 'ArnLike';
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

/** The part of a policy that adds what is lacking: actions, or requests by name. */
export function lackingStatements(policy: PolicyBlueprint, lacking: readonly string[]): PolicyBlueprint {
  return {
    statements: policy.statements.filter(
      ({ action, request }) =>
        action !== 'kms:*' && lacking.some((one) => (request === undefined ? covers(action, one) : one === request)),
    ),
  };
}

function covers(pattern: string, action: string): boolean {
  if (pattern === action) return true;
  return pattern.endsWith('*') && `${action}*`.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
}
