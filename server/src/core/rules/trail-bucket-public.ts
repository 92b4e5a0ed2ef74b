import { message } from '../model/message';
import type { Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { always, type Value } from '../model/value';
import { isLiteral } from '../model/values';
import { isWrongHere } from './cause';
import { findingOf, usedBuckets } from './used';

/** Security Hub CloudTrail.6: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-6 */
export const trailBucketPublic: Rule = {
  id: 'trail-bucket-public',
  control: 'CloudTrail.6',
  title: "A trail's bucket is public",
  severity: 'off',
  *check(project) {
    for (const used of usedBuckets(project)) {
      const { resource: bucket, trails } = used;
      const trail = trails.find((user) => isWrongHere(user, publicityOf, isPublic, bucket));
      if (!trail) continue;
      const sentence = message(
        'Bucket {0} asks to be public: unless public access is blocked elsewhere, people outside of the account can get at the logs of {1}.',
        bucket.address,
        trail.address,
      );
      yield findingOf(used, trail, bucket.isPublic, sentence, () =>
        bucket.takesBlock()
          ? [
              {
                title: message('Block public access to {0}', bucket.address),
                safety: 'suggestion',
                preferred: true,
                changes: [{ kind: 'block-public-access', bucket: bucket.address }],
              },
            ]
          : [],
      );
    }
  },
};

function publicityOf(trail: Trail) {
  return trail.bucket()?.isPublic;
}

function isPublic(value: Value): boolean {
  return always(value, (arm) => isLiteral(arm, true));
}
