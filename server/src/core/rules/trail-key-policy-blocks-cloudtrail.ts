import { type Message, message } from '../model/message';
import type { Key, Permission, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { causeOf, isWrongHere, withCause } from './cause';
import { allow, isRefused, relatedToPermission, sayLacking } from './permission';
import { trailKeys } from './used';

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
export const trailKeyPolicyBlocksCloudtrail: Rule = {
  id: 'trail-key-policy-blocks-cloudtrail',
  control: '',
  title: "The policy of a trail's key does not let CloudTrail use it",
  severity: 'error',
  *check(project) {
    for (const { resource: key, trails } of trailKeys(project)) {
      for (const trail of trails) {
        const permission = key.letsUse(trail);
        const permissionOf = (each: Trail) => each.key()?.letsUse(each);
        if (!isWrongHere(trail, permissionOf, isRefused, key)) continue;
        const change = { kind: 'let-trail-use-key', key: key.address, trail: trail.address } as const;
        yield {
          place: permission.place ?? key.header,
          resource: key.address,
          trails: [trail.address],
          message: withCause(what(trail, key, permission), causeOf(trail, permission)),
          related: relatedToPermission(trail, key, permission),
          fixes: () => allow(permission, message('Let CloudTrail use {0} for {1}', key.address, trail.address), change),
        };
      }
    }
  },
};

function what(trail: Trail, key: Key, permission: Permission): Message {
  if (permission.because.length > 0)
    return message(
      'The policy of {0} denies CloudTrail what it needs for {1} ({2}): AWS refuses the trail.',
      key.address,
      trail.address,
      sayLacking(permission),
    );
  return permission.written
    ? message(
        'The policy of {0} does not let CloudTrail use it for {1} ({2}): AWS refuses the trail.',
        key.address,
        trail.address,
        sayLacking(permission),
      )
    : message(
        '{0} has no policy of its own, and the one that KMS gives it does not let CloudTrail use it: AWS refuses {1}.',
        key.address,
        trail.address,
      );
}
