import { message } from '../model/message';
import type { Trail } from '../model/project';
import { isNotOn, mayBeOff, switchRule } from './switch-rule';

/** Security Hub CloudTrail.1: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1 */
export const trailSingleRegion = switchRule({
  id: 'trail-single-region',
  control: 'CloudTrail.1',
  title: 'A trail logs one Region only',
  severity: 'warning',
  settingOf: ({ multiRegion }) => multiRegion,
  isWrong: isNotOn,
  says: ({ address }) =>
    message('{0} logs one Region only: what happens in all others leaves no trace in it.', address),
  // A second copy of the events of a Region costs money.
  safety: 'suggestion',
  needs: withGlobalEvents,
});

/**
 * AWS refuses a multi-Region trail without the events of global services:
 * docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html (InvalidParameterCombinationException)
 */
function withGlobalEvents({ address, globalServiceEvents: { name, value, setBy } }: Trail) {
  if (!mayBeOff(value)) return [];
  if (setBy(true) === undefined) return undefined;
  return [{ kind: 'set-switch', resource: address, setting: name, value: true } as const];
}
