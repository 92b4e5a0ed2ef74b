import type { Text } from '../text';
import { isInput, type Value, type WayStep } from '../value';
import { joinWays } from '../values';
import { judge } from './judge';
import type { Request } from './request';
import { bucketRequests, type TrailIdentity } from './requests';
import type { Policy } from './statement';
import { anything } from './text';

/** What a policy's answer may hang on beside the policy: how it has come, and what would be asked if it were not known. */
export interface Hinge {
  readonly value: Value;
  readonly requests: readonly Request[];
}

/** The steps to what makes a policy refuse: to each hinge without which nobody would know that it does. */
export function decidingWay(policy: Policy, hinges: readonly Hinge[]): readonly WayStep[] {
  const deciding = hinges.filter(
    ({ value, requests }) => wayTo(value).length > 0 && judge(policy, requests).allowed !== false,
  );
  return joinWays(...deciding.map(({ value }) => wayTo(value)));
}

/**
 * The way of an answer without the inputs that have no part in it: the answer stays the same whatever these are. `staysWithout` judges once
 * more, as if nobody knew what some inputs are.
 */
export function withoutIdleInputs(
  way: readonly WayStep[],
  staysWithout: (inputs: readonly string[]) => boolean,
): readonly WayStep[] {
  const inputs = [...new Set(way.filter(isInput).map(({ name }) => name))];
  if (inputs.length === 0) return way;
  if (staysWithout(inputs)) return way.filter((step) => !isInput(step));
  const deciding = inputs.filter((input) => !staysWithout([input]));
  // Some decide together what none of them decides alone.
  return deciding.length === 0 ? way : way.filter((step) => !isInput(step) || deciding.includes(step.name));
}

/** Of what a trail asks of its bucket. */
export function bucketHinges(
  trail: TrailIdentity,
  bucket: { readonly arn: Text },
  prefix: Text | undefined,
  values: { readonly prefix: Value; readonly name: Value; readonly organization: Value },
): readonly Hinge[] {
  return [
    { value: values.prefix, requests: bucketRequests(trail, bucket, [anything]) },
    { value: values.name, requests: bucketRequests({ ...trail, arn: [anything] }, bucket, prefix) },
    { value: values.organization, requests: bucketRequests({ ...trail, organization: undefined }, bucket, prefix) },
  ];
}

function wayTo(value: Value): readonly WayStep[] {
  return joinWays(value.origin.way, ...(value.kind === 'choice' ? value.arms.map(wayTo) : []));
}
