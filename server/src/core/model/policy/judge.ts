import type { Place } from '../place';
import type { Text } from '../text';
import { applies } from './applies';
import type { Certainty } from './certainty';
import { type NearMiss, nearMisses } from './near';
import { isForCloudTrailAlone } from './principals';
import { nameOfRequest, type Request } from './request';
import { foreignKeyRequests } from './requests';
import type { Policy, Statement } from './statement';

/** What a policy says to some requests. */
export interface Judgement {
  /** True where it allows all of them, false where it does not allow one that is needed, undefined where that is not known. */
  readonly allowed: boolean | undefined;
  /** The statements that allow them, or else those that deny one. */
  readonly because: readonly Place[];
  /** The actions that are sure not to be allowed. */
  readonly lacking: readonly string[];
  /** The statements that come near to allowing what is lacking, where none denies it. */
  readonly misses: readonly NearMiss[];
  /** Whether a statement denies one of them, so that no other could allow it. */
  readonly isDenied: boolean;
}

export function judge(policy: Policy, requests: readonly Request[]): Judgement {
  const verdicts = requests.map((request) => ({ request, ...decide(policy, request) }));
  const refused = verdicts.filter(({ isAllowed }) => isAllowed === false);
  const isRefused = refused.some(({ request }) => !request.mayBeSpared);
  const isAllowed = isRefused ? false : verdicts.every((verdict) => verdict.isAllowed) || undefined;
  const because = isAllowed
    ? verdicts.flatMap(({ allowing }) => allowing)
    : isAllowed === false
      ? refused.flatMap(({ denying }) => denying)
      : [];
  const isDenied = refused.some(({ denying }) => denying.length > 0);
  return {
    allowed: isAllowed,
    because: placesOf(because),
    lacking: [...new Set(refused.map(({ request }) => nameOfRequest(request)))],
    misses: isDenied
      ? []
      : nearMisses(
          policy,
          refused.map(({ request }) => request),
        ),
    isDenied,
  };
}

/**
 * The statements that let CloudTrail encrypt or decrypt for trails of any account in a Region, where nothing denies that. Undefined where that
 * is not known.
 */
export function openStatements(policy: Policy, region: Text): readonly Statement[] | undefined {
  const verdicts = foreignKeyRequests(region).map((request) => ({ request, ...decide(policy, request) }));
  const needed = verdicts.filter(({ request }) => !request.mayBeSpared);
  const isOpen = needed.some(({ isAllowed }) => isAllowed === true);
  const isSure = needed.every(({ isAllowed }) => isAllowed !== undefined);
  if (!isOpen) return isSure ? [] : undefined;
  const allowing = verdicts.flatMap(({ isAllowed, request, allowing: all }) => {
    if (!isAllowed) return [];
    // What only lets it look at the key is no harm, and stays where it lets others do so, too.
    return request.mayBeSpared ? all.filter(isForCloudTrailAlone) : all;
  });
  return [...new Set(allowing)];
}

interface Verdict {
  readonly isAllowed: Certainty;
  /** Those that are sure to. */
  readonly allowing: readonly Statement[];
  readonly denying: readonly Statement[];
}

/** What denies goes before what allows: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function decide({ statements, isComplete }: Policy, request: Request): Verdict {
  const about = statements.map((statement) => ({ statement, certainty: applies(statement, request) }));
  const sure = (effect: Statement['effect']) =>
    about.filter((each) => each.certainty && each.statement.effect === effect).map(({ statement }) => statement);
  const [allowing, denying] = [sure('Allow'), sure('Deny')];
  const maybe = (effect: Statement['effect']) =>
    !isComplete ||
    about.some(
      ({ certainty, statement }) =>
        certainty !== false && (statement.effect === effect || statement.effect === 'unknown'),
    );
  if (denying.length > 0) return { isAllowed: false, allowing, denying };
  if (allowing.length > 0 && !maybe('Deny')) return { isAllowed: true, allowing, denying };
  return { isAllowed: maybe('Allow') ? undefined : false, allowing, denying };
}

/** Each once: the statements of a text that is read as JSON are all where that text is. */
function placesOf(statements: readonly Statement[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { place } of statements)
    if (place) places.set(`${place.path} ${place.span.start} ${place.span.end}`, place);
  return [...places.values()];
}
