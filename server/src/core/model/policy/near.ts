import type { Place } from '../place';
import { namesWhatIsAsked } from './applies';
import { holds } from './conditions';
import type { Request } from './request';
import type { Policy } from './statement';

/** A statement that is about what CloudTrail asks and does not allow it: its conditions do not hold, or it is about other resources. */
export interface NearMiss {
  readonly place: Place;
  /** The keys of these conditions, as they are written; none where the resources are others. */
  readonly conditions: readonly string[];
}

/** For requests that nothing allows, and nothing denies. */
export function nearMisses({ statements }: Policy, requests: readonly Request[]): readonly NearMiss[] {
  return statements.flatMap((statement) => {
    const { effect, place, conditions } = statement;
    const near = effect === 'Allow' ? requests.filter((request) => namesWhatIsAsked(statement, request)) : [];
    if (!place || near.length === 0) return [];
    const broken = conditions.filter((condition) => near.some((request) => holds(condition, request) === false));
    return [{ place, conditions: [...new Set(broken.map(({ key }) => key))] }];
  });
}
