import type { Text } from '../text';
import type { Value, WayStep } from '../value';
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
