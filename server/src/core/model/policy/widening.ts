import type { Text } from '../text';
import { applies } from './applies';
import { isForCloudTrailAlone } from './principals';
import { nameOfRequest, type Request } from './request';
import type { Condition, Policy, Statement } from './statement';
import { matches } from './text';

/**
 * By the names of requests, the numbers of the statements that would allow them if one more trail were among those that they are for. What
 * the policy allows as it is may be among them. None of them allows more actions than these patterns.
 */
export function statementsToWiden(
  { statements }: Policy,
  requests: readonly Request[],
  actions: readonly string[],
): ReadonlyMap<string, number> {
  const names = new Set(requests.map(nameOfRequest));
  return new Map(
    [...names].flatMap((name) => {
      const asked = requests.filter((request) => nameOfRequest(request) === name);
      const found = statements.findIndex(
        (statement) => allowsNothingBut(actions, statement) && wouldAllow(statement, asked),
      );
      return found < 0 ? [] : [[name, found] as const];
    }),
  );
}

/** The condition that says which trails a statement is for, in a form that takes others; undefined where it is not the only one. */
export function trailsOf({ conditions }: Statement): Condition | undefined {
  const [only, ...others] = conditions.filter(({ key }) => key.toLowerCase() === 'aws:sourcearn');
  return only?.isComplete && others.length === 0 && /^(?:String|Arn)(?:Equals|Like)$/.test(only.operator)
    ? only
    : undefined;
}

/**
 * Whether a condition with this operator takes the name of a trail that is a pattern. `ArnEquals` does, too, and nobody who reads it expects that:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function takesPatterns({ operator }: Condition): boolean {
  return operator !== 'StringEquals' && operator !== 'ArnEquals';
}

function allowsNothingBut(
  patterns: readonly string[],
  { actions: { texts, isComplete, isNegated } }: Statement,
): boolean {
  const isAmong = (action: Text) =>
    patterns.some((pattern) => matches([pattern], action, { ignoresCase: true }) === true);
  return isComplete && !isNegated && texts.every(isAmong);
}

function wouldAllow(statement: Statement, requests: readonly Request[]): boolean {
  const trails = trailsOf(statement);
  if (!trails || statement.effect !== 'Allow' || !isForCloudTrailAlone(statement)) return false;
  const forAny = { ...statement, conditions: statement.conditions.filter((condition) => condition !== trails) };
  return requests.every((request) => applies(forAny, request));
}
