import type { Origin, Value, WayStep } from '../../../model/value';
import { along, fails, failure, joinWays, unknown } from '../../../model/values';
import { chooseItems, distribute } from '../arms';
import { failsWithin, waysWithin } from '../inside';
import { choosingFunctions } from './choosing';
import { collectionFunctions } from './collections';
import { conversionFunctions } from './conversions';
import { encodingFunctions } from './encoding';
import { formatFunctions } from './format';
import { longestResult, mostResults } from './longest';
import { mapFunctions } from './maps';
import { numberFunctions } from './numbers';
import { setFunctions } from './sets';
import type { TerraformFunction } from './signature';
import { textFunctions } from './text';

/**
 * The result of one of Terraform's functions (developer.hashicorp.com/terraform/language/functions). Unknown for those whose result depends
 * on the time, the machine or chance, and for some that are rare.
 */
export function callFunction(name: string, args: readonly Value[], origin: Origin): Value {
  const call = functions.get(name);
  if (!call) return unknown('{0} is not known', `${name}()`);
  if (!looksForFailures.has(name) && args.some((value) => failsWithin(value) === true))
    return along(waysOf(args), failure('an argument of {0} is an error', [`${name}()`], origin));
  return distribute(
    decidedByItems.has(name) ? args.map(chooseItems) : args,
    (arms) => {
      const result = limit(name, call(arms, origin) ?? notKnown(name, arms));
      return fails(result) ? along(waysOf(arms), result) : result;
    },
    origin,
  );
}

const functions: ReadonlyMap<string, TerraformFunction> = new Map(
  [
    choosingFunctions,
    collectionFunctions,
    conversionFunctions,
    encodingFunctions,
    formatFunctions,
    mapFunctions,
    numberFunctions,
    setFunctions,
    textFunctions,
  ].flatMap((group) => Object.entries(group)),
);

const looksForFailures = new Set(['try', 'can']);

/** Of these it is worth trying each of the values that an item of a list may have. */
const decidedByItems = new Set(
  'alltrue anytrue compact contains distinct flatten index join max min setintersection setsubtract setunion sort sum toset'.split(
    ' ',
  ),
);

/** What decides whether a function fails. */
function waysOf(args: readonly Value[]): readonly WayStep[] {
  return joinWays(...args.map(waysWithin));
}

function notKnown(name: string, args: readonly Value[]): Value {
  return along(joinWays(...args.map(({ origin }) => origin.way)), unknown('{0} is not known', `${name}()`));
}

function limit(name: string, result: Value): Value {
  const isLong =
    (result.kind === 'literal' && typeof result.value === 'string' && result.value.length > longestResult) ||
    (result.kind === 'list' && result.items.length > mostResults) ||
    (result.kind === 'map' && result.entries.size > mostResults);
  return isLong ? unknown('what {0} makes is too large', `${name}()`) : result;
}
