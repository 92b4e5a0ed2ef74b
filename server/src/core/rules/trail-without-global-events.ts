import { message } from '../model/message';
import { isOff, switchRule } from './switch-rule';

/** Security Hub CloudTrail.1: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1 */
export const trailWithoutGlobalEvents = switchRule({
  id: 'trail-without-global-events',
  control: 'CloudTrail.1',
  title: 'A trail leaves out the events of global services',
  severity: 'warning',
  settingOf: ({ globalServiceEvents }) => globalServiceEvents,
  isWrong: isOff,
  says: ({ address }) =>
    message('{0} leaves out the events of global services, such as those of IAM and STS.', address),
  // A second copy of these events costs money.
  safety: 'suggestion',
});
