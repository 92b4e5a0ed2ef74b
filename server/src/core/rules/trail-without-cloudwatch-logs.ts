import { message } from '../model/message';
import type { Rule } from '../model/rule';
import { isAbsent } from '../model/value';
import { causeOf, isWrongHere, relatedTo, withCause } from './cause';
import { explainSetting } from './explain';

/** Security Hub CloudTrail.5: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-5 */
export const trailWithoutCloudwatchLogs: Rule = {
  id: 'trail-without-cloudwatch-logs',
  control: 'CloudTrail.5',
  title: 'A trail does not send its events to CloudWatch Logs',
  severity: 'off',
  *check({ trails }) {
    for (const trail of trails) {
      const { logGroup } = trail;
      if (!isWrongHere(trail, (each) => each.logGroup, isAbsent)) continue;
      const cause = causeOf(trail, logGroup);
      const sentence = message(
        '{0} does not send its events to CloudWatch Logs: nothing can raise an alarm on them.',
        trail.address,
      );
      yield {
        place: logGroup.place ?? trail.header,
        resource: trail.address,
        trails: [trail.address],
        message: withCause(sentence, cause),
        related: relatedTo(trail, logGroup),
        // Where an input decides it, whoever deploys has a log group or wants none.
        fixes: () =>
          trail.isRedeclared || cause.kind !== 'written' || !trail.takesLogGroup()
            ? []
            : [
                {
                  title: message('Send the events to a new log group in CloudWatch Logs (costs by volume)'),
                  safety: 'suggestion',
                  preferred: true,
                  changes: [{ kind: 'send-to-new-log-group', trail: trail.address }],
                },
              ],
      };
    }
  },
  *explain({ trails }) {
    for (const { address, logGroup } of trails) yield* explainSetting(address, logGroup);
  },
};
