import { type ConditionBlueprint, sourceArn } from './policy';
import { accountOf, type BlueprintText, ofTrail, partitionOf, regionOf, trailName } from './text';

/**
 * That it is one of these trails for which CloudTrail asks. `namesPattern` says that the name of one holds a wildcard, because one block makes
 * several trails.
 */
export function fromTrails(trails: readonly number[], namesPattern: boolean): ConditionBlueprint {
  return {
    operator: namesPattern ? 'StringLike' : 'StringEquals',
    key: sourceArn,
    values: trails.map((trail) => ofTrail(trailArn, trail)),
  };
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
