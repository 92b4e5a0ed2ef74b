import { message } from '../model/message';
import { isNotOn, switchRule } from './switch-rule';

/** Security Hub CloudTrail.4: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-4 */
export const trailWithoutLogValidation = switchRule({
  id: 'trail-without-log-validation',
  control: 'CloudTrail.4',
  title: 'A trail does not validate its log files',
  severity: 'warning',
  settingOf: ({ logFileValidation }) => logFileValidation,
  isWrong: isNotOn,
  says: ({ address }) =>
    message('{0} does not validate its log files: nobody could tell if one was changed or deleted.', address),
  safety: 'safe',
});
