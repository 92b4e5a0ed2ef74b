import { message } from '../model/message';
import { isOff, switchRule } from './switch-rule';

/** Security Hub CloudTrail.3: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-3 */
export const trailLoggingDisabled = switchRule({
  id: 'trail-logging-disabled',
  control: 'CloudTrail.3',
  title: 'A trail does not log',
  severity: 'warning',
  settingOf: ({ logging }) => logging,
  isWrong: isOff,
  says: ({ address }) => message('{0} is turned off: it logs nothing.', address),
  // Somebody may have turned it off on purpose.
  safety: 'suggestion',
});
