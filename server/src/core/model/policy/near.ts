import type { Place } from '../place';
import { applies, namesWhatIsAsked } from './applies';
import { holds } from './conditions';
import { nameOfRequest, type Request } from './request';
import type { Policy, Statement } from './statement';

/** A statement for CloudTrail that is about what it asks and does not allow it. */
export interface NearMiss {
  readonly place: Place;
  /** The keys of the conditions without which it would, as they are written; none where it is about other resources. */
  readonly conditions: readonly string[];
  /** The names of the requests that it comes near to. */
  readonly requests: readonly string[];
}

/** For requests that nothing allows, and nothing denies. */
export function nearMisses({ statements }: Policy, requests: readonly Request[]): readonly NearMiss[] {
  return statements.flatMap((statement) => {
    const { effect, place, principals } = statement;
    if (!place || effect !== 'Allow' || !principals.principals.some(({ type }) => type === 'Service')) return [];
    const near = requests.filter((request) => namesWhatIsAsked(statement, request));
    if (near.length === 0) return [];
    const broken = new Set(near.flatMap((request) => conditionsAgainst(statement, request)));
    return [{ place, conditions: [...broken], requests: near.map(nameOfRequest) }];
  });
}

/** What alone keeps a statement from being about a request. */
function conditionsAgainst(statement: Statement, request: Request): readonly string[] {
  const holding = statement.conditions.filter((condition) => holds(condition, request) !== false);
  if (!applies({ ...statement, conditions: holding }, request)) return [];
  return statement.conditions.filter((condition) => !holding.includes(condition)).map(({ key }) => key);
}
