import { type Message, message } from '../model/message';
import type { Bucket, Permission, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { causeOf, isWrongHere, withCause } from './cause';
import { allow, isRefused, relatedToPermission, sayLacking } from './permission';
import { usedBuckets } from './used';

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export const trailBucketPolicyBlocksCloudtrail: Rule = {
  id: 'trail-bucket-policy-blocks-cloudtrail',
  control: '',
  title: "The policy of a trail's bucket does not let CloudTrail write to it",
  severity: 'error',
  *check(project) {
    for (const { resource: bucket, trails } of usedBuckets(project)) {
      for (const trail of trails) {
        const permission = bucket.letsWrite(trail);
        const permissionOf = (each: Trail) => each.bucket()?.letsWrite(each);
        if (!isWrongHere(trail, permissionOf, isRefused, bucket)) continue;
        const change = { kind: 'let-trail-write-to-bucket', bucket: bucket.address, trail: trail.address } as const;
        yield {
          place: permission.place ?? bucket.header,
          resource: bucket.address,
          trails: [trail.address],
          message: withCause(what(trail, bucket, permission), causeOf(trail, permission)),
          related: relatedToPermission(trail, bucket, permission),
          fixes: () =>
            allow(
              permission,
              message('Let CloudTrail write the logs of {0} to {1}', trail.address, bucket.address),
              change,
            ),
        };
      }
    }
  },
};

function what(trail: Trail, bucket: Bucket, permission: Permission): Message {
  if (permission.because.length > 0)
    return message(
      'The policy of bucket {0} denies CloudTrail what it needs for {1} ({2}): AWS refuses the trail.',
      bucket.address,
      trail.address,
      sayLacking(permission),
    );
  return permission.written
    ? message(
        'The policy of bucket {0} does not let CloudTrail write the logs of {1} ({2}): AWS refuses the trail.',
        bucket.address,
        trail.address,
        sayLacking(permission),
      )
    : message(
        'Bucket {0} has no policy that lets CloudTrail write the logs of {1}: AWS refuses the trail.',
        bucket.address,
        trail.address,
      );
}
