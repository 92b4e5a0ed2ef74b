import type { ConditionBlueprint } from './policy';
import { accountOf, type BlueprintText, partitionOf, regionOf, trailName } from './text';

/**
 * That it is this trail for which CloudTrail asks. `namesPattern` says that the trail's name holds a wildcard, because one block makes
 * several trails.
 */
export function fromTrail(namesPattern: boolean): ConditionBlueprint {
  return { operator: namesPattern ? 'StringLike' : 'StringEquals', key: 'aws:SourceArn', value: trailArn };
}

/** Built from its parts: a reference to the trail, which needs what the policy is for first, would be a cycle. */
const trailArn: BlueprintText = [
  'arn:',
  partitionOf('trail'),
  ':cloudtrail:',
  regionOf('trail'),
  ':',
  accountOf('trail'),
  ':trail/',
  trailName,
];

export const cloudTrail = { kind: 'Service', value: ['cloudtrail.amazonaws.com'] } as const;
