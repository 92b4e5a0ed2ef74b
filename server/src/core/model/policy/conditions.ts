import type { Text } from '../text';
import { anyOf, type Certainty, not } from './certainty';
import type { Request } from './request';
import type { Condition } from './statement';
import { anything, equals, matches, matchesArn } from './text';

/** Whether a condition holds for a request: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function holds(condition: Condition, request: Request): Certainty {
  const operator = parse(condition.operator);
  if (!operator) return undefined;
  const value = request.context.get(condition.key.toLowerCase());
  const decide = operator.test === 'Null' ? isNull : holdsFor;
  if (value !== undefined) return decide(condition, operator, value);
  // The key may be there, and may be not.
  const [present, absent] = [decide(condition, operator, [anything]), decide(condition, operator, 'absent')];
  return present === absent ? present : undefined;
}

interface Operator {
  readonly test: Test | 'Null';
  readonly isNegated: boolean;
  readonly ifExists: boolean;
  readonly set: 'forallvalues' | 'foranyvalue' | undefined;
}

/** Whether what the policy says fits what the request has. */
type Test = (said: Text, had: Text) => Certainty;

function holdsFor(condition: Condition, operator: Operator, value: Text | 'absent'): Certainty {
  if (value === 'absent') return holdsWithout(operator);
  const { test, isNegated } = operator;
  if (test === 'Null') return undefined;
  const fits = anyOf(condition.isComplete ? condition.values : [...condition.values, undefined], (said) =>
    said === undefined ? undefined : test(said, value),
  );
  return isNegated ? not(fits) : fits;
}

/** What comes of a key that the request does not have; for sets: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
function holdsWithout({ isNegated, ifExists, set }: Operator): Certainty {
  // Whether such a key is there is what both parts of the operator are about.
  if (set === 'foranyvalue') return ifExists ? undefined : false;
  return ifExists || set === 'forallvalues' || isNegated;
}

function isNull({ values, isComplete }: Condition, { ifExists, set }: Operator, value: Text | 'absent'): Certainty {
  if (ifExists || set) return undefined;
  const expected: Text = [value === 'absent' ? 'true' : 'false'];
  return anyOf(isComplete ? values : [...values, undefined], (said) =>
    said === undefined ? undefined : equals(said, expected, { ignoresCase: true }),
  );
}

function parse(written: string): Operator | undefined {
  const [, set, name = '', suffix] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(written) ?? [];
  const negated = negatedOperators.get(name.toLowerCase());
  const test = operators.get(negated ?? name.toLowerCase());
  if (!test) return undefined;
  return {
    test,
    isNegated: negated !== undefined,
    ifExists: suffix !== undefined,
    set: set?.toLowerCase() as Operator['set'],
  };
}

/** Numbers, dates, addresses and bytes are not worked out: nothing that CloudTrail asks is known to have one. */
const unknown: Test = () => undefined;

const ignoringCase: Test = (said, had) => equals(said, had, { ignoresCase: true });

const operators: ReadonlyMap<string, Test | 'Null'> = new Map<string, Test | 'Null'>([
  ['stringequals', (said, had) => equals(said, had)],
  ['stringequalsignorecase', ignoringCase],
  ['stringlike', (said, had) => matches(said, had)],
  ['arnequals', matchesArn],
  ['arnlike', matchesArn],
  ['bool', ignoringCase],
  ['null', 'Null'],
  ['numericequals', unknown],
  ['numericlessthan', unknown],
  ['numericlessthanequals', unknown],
  ['numericgreaterthan', unknown],
  ['numericgreaterthanequals', unknown],
  ['dateequals', unknown],
  ['datelessthan', unknown],
  ['datelessthanequals', unknown],
  ['dategreaterthan', unknown],
  ['dategreaterthanequals', unknown],
  ['binaryequals', unknown],
  ['ipaddress', unknown],
]);

/** What the negated operators negate. */
const negatedOperators: ReadonlyMap<string, string> = new Map([
  ['stringnotequals', 'stringequals'],
  ['stringnotequalsignorecase', 'stringequalsignorecase'],
  ['stringnotlike', 'stringlike'],
  ['arnnotequals', 'arnequals'],
  ['arnnotlike', 'arnlike'],
  ['numericnotequals', 'numericequals'],
  ['datenotequals', 'dateequals'],
  ['notipaddress', 'ipaddress'],
]);
