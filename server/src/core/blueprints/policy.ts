import { freeName } from './free-name';
import { type BlueprintText, trailOf } from './text';

/** The condition key that says for which trail CloudTrail asks. */
export const sourceArn = 'aws:SourceArn';

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
  /** The end of the path that it is for, as it is called where it is lacking, where others are for the same action. */
  readonly path?: string;
  /** None where a role is said to be assumed, which names nothing. `*` in a key's policy: a key cannot name itself. */
  readonly resources: readonly BlueprintText[];
  readonly conditions: readonly ConditionBlueprint[];
}

export interface ConditionBlueprint {
  /** Those for ARNs do the same with an ARN, where the others are in use: a statement has each but once for a key. */
  readonly operator: 'StringEquals' | 'StringLike' | 'ArnEquals' | 'ArnLike';
  readonly key: string;
  /** Any of them. Those that come to the same are written once. */
  readonly values: readonly BlueprintText[];
}

/** Additions with statement ids that are not in use, as ids are unique in a policy. `user` is the name of what the statements are for. */
export function withFreeIds<T>(
  { widened, appended }: Additions<T>,
  inUse: readonly string[],
  user: string,
): Additions<T> {
  const statements = appended.statements.map((statement) => ({
    ...statement,
    id: freeName(idsFor(statement.id, user), '', (id) => inUse.includes(id)),
  }));
  return { widened, appended: { statements } };
}

/**
 * The ids that a statement may have, best first. Letters and digits are all that every service takes:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
 */
export function idsFor(id: string, user: string): readonly string[] {
  const words = user.split(/[^0-9A-Za-z]+/);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return name === '' ? [id] : [id, `${id}${/^\d/.test(name) ? 'Trail' : ''}${name}`];
}

/** The name of what statements are for that are for several. */
export function userOf(names: readonly string[]): string {
  const [only = '', ...others] = new Set(names);
  return others.length === 0 ? only : 'trails';
}

/** The part of a policy that adds what is lacking: actions, or actions on a path. */
export function lackingStatements(policy: PolicyBlueprint, lacking: readonly string[]): PolicyBlueprint {
  return { statements: policy.statements.filter((statement) => lacking.some((name) => adds(statement, name))) };
}

function adds({ action, path }: StatementBlueprint, lacking: string): boolean {
  const [wanted = '', on] = lacking.split(/ on (.*)/s);
  return action !== 'kms:*' && covers(action, wanted) && (on === undefined || path === undefined || on.endsWith(path));
}

/** The actions that CloudTrail may take by a policy, as patterns. */
export function actionsOf({ statements }: PolicyBlueprint): readonly string[] {
  return statements.flatMap(({ principal, action }) => (principal?.kind === 'Service' ? [action] : []));
}

/** What is lacking, as additions to a policy. */
export interface Additions<T> {
  /** By what takes them: the values that a condition there gets beside those that it has. */
  readonly widened: ReadonlyMap<T, readonly BlueprintText[]>;
  readonly appended: PolicyBlueprint;
}

/**
 * What a policy lacks for each of the trails that the blueprint is for. A statement that is there for other trails gets those that lack it beside
 * them, and where there is none, one is added. `find` gives what takes a trail, by the name of what is lacking and the number of the trail.
 */
export function additionsTo<T>(
  policy: PolicyBlueprint,
  lacking: readonly (readonly string[])[],
  find: (name: string, trail: number) => T | undefined,
): Additions<T> {
  const widened = new Map<T, readonly BlueprintText[]>();
  const appended = lackingStatements(policy, lacking.flat()).statements.filter((statement) => {
    const users = lacking.flatMap((names, trail) =>
      names.flatMap((name) => (adds(statement, name) ? [{ trail, name }] : [])),
    );
    const [only, ...others] = new Set(users.map(({ name, trail }) => find(name, trail)));
    const source = statement.conditions.find(({ key }) => key === sourceArn);
    if (only === undefined || others.length > 0 || !source) return true;
    const values = source.values.filter((value) => users.some(({ trail }) => trail === trailOf(value)));
    widened.set(only, [...(widened.get(only) ?? []), ...values]);
    return false;
  });
  return { widened, appended: { statements: appended } };
}

/** What is said in additions. */
export function textsAdded({ widened, appended }: Additions<unknown>): readonly BlueprintText[] {
  return [...[...widened.values()].flat(), ...textsOf(appended)];
}

/** What is said in a policy. */
export function textsOf({ statements }: PolicyBlueprint): readonly BlueprintText[] {
  return statements.flatMap(({ principal, resources, conditions }) => [
    principal?.value ?? [],
    ...resources,
    ...conditions.flatMap(({ values }) => values),
  ]);
}

function covers(pattern: string, action: string): boolean {
  if (pattern === action) return true;
  return pattern.endsWith('*') && `${action}*`.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
}
