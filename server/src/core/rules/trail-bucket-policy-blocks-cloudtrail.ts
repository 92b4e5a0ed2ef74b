import { type Message, message } from '../model/message';
import type { Bucket } from '../model/project';
import type { Rule } from '../model/rule';
import { withCause } from './cause';
import { allow, sayLacking, withMisses } from './permission';
import { type Refusal, refusalsOf, sayRefused, sayTrails } from './refusals';
import { usedBuckets } from './used';

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export const trailBucketPolicyBlocksCloudtrail: Rule = {
  id: 'trail-bucket-policy-blocks-cloudtrail',
  control: '',
  title: "The policy of a trail's bucket does not let CloudTrail write to it",
  severity: 'error',
  *check(project) {
    for (const { resource: bucket, trails } of usedBuckets(project)) {
      for (const refusal of refusalsOf(bucket, trails, (each) => each.bucket()?.letsWrite(each))) {
        const { place, addresses, permission, cause, related } = refusal;
        const title = message('Let CloudTrail write the logs of {0} to {1}', sayTrails(addresses), bucket.address);
        const change = { kind: 'let-trails-write-to-bucket', bucket: bucket.address, trails: addresses } as const;
        yield {
          place,
          resource: bucket.address,
          trails: addresses,
          message: withCause(withMisses(what(refusal, bucket), permission), cause),
          related: related(),
          fixes: () => allow(permission, title, change, () => bucket.statementsFor(refusal.trails)),
        };
      }
    }
  },
};

function what({ addresses, permission }: Refusal, bucket: Bucket): Message {
  const trails = sayTrails(addresses);
  const refused = sayRefused(addresses);
  if (permission.because.length > 0)
    return message(
      'The policy of bucket {0} denies CloudTrail what it needs for {1} ({2}): {3}.',
      bucket.address,
      trails,
      sayLacking(permission),
      refused,
    );
  return permission.written
    ? message(
        'The policy of bucket {0} does not let CloudTrail write the logs of {1} ({2}): {3}.',
        bucket.address,
        trails,
        sayLacking(permission),
        refused,
      )
    : message(
        'Bucket {0} has no policy that lets CloudTrail write the logs of {1}: {2}.',
        bucket.address,
        trails,
        refused,
      );
}
