import { message } from '../model/message';
import type { Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { isAbsent } from '../model/value';
import { causeOf, isWrongHere } from './cause';
import { findingOf, usedBuckets } from './used';

/** Security Hub CloudTrail.7: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-7 */
export const trailBucketWithoutAccessLogging: Rule = {
  id: 'trail-bucket-without-access-logging',
  control: 'CloudTrail.7',
  title: "Nobody logs who accesses a trail's bucket",
  severity: 'off',
  *check(project) {
    for (const used of usedBuckets(project)) {
      const { resource: bucket, trails } = used;
      const trail = trails.find((user) => isWrongHere(user, accessLogOf, isAbsent, bucket));
      if (!trail) continue;
      const sentence = message(
        'Nobody logs who accesses bucket {0}, where {1} keeps its logs.',
        bucket.address,
        trail.address,
      );
      const isCalled = project.isCalled();
      yield findingOf(used, trail, bucket.accessLog, sentence, () =>
        bucket.takesAccessLog() && causeOf(trail, bucket.accessLog).kind === 'written'
          ? [
              {
                title: message('Log accesses to {0} in a bucket that is passed in (adds an input)', bucket.address),
                safety: 'suggestion',
                // Calls that do not pass the input would be errors.
                preferred: isCalled === false,
                changes: [{ kind: 'log-access-to-input', bucket: bucket.address }],
              },
            ]
          : [],
      );
    }
  },
};

function accessLogOf(trail: Trail) {
  return trail.bucket()?.accessLog;
}
