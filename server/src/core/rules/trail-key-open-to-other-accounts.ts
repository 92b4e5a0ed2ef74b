import { message } from '../model/message';
import type { Rule } from '../model/rule';
import type { Value } from '../model/value';
import { isLiteral } from '../model/values';
import { isWrongHere } from './cause';
import { closing, whereOpen } from './taking-key';
import { findingOf, trailKeys } from './used';

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
export const trailKeyOpenToOtherAccounts: Rule = {
  id: 'trail-key-open-to-other-accounts',
  control: '',
  title: "The policy of a trail's key lets CloudTrail use it for other accounts",
  severity: 'information',
  *check(project) {
    for (const used of trailKeys(project)) {
      const { resource: key, trails } = used;
      const trail = trails.find((user) => isWrongHere(user, (each) => each.key()?.isOpen(each), isOpen, key));
      const permission = trail?.key()?.isOpen(trail);
      if (!trail || !permission) continue;
      const sentence = message(
        'The policy of {0} lets CloudTrail use it for the trails of any account: nothing in it asks whose trail it is.',
        key.address,
      );
      const finding = findingOf(used, trail, permission, sentence, () =>
        (closing(project, key, trail) ?? []).map(({ changes }) => ({
          title: message('Let CloudTrail use {0} for trails of this account only', key.address),
          safety: 'suggestion',
          preferred: true,
          changes,
        })),
      );
      yield { ...finding, ...whereOpen(key, trail, permission) };
    }
  },
};

function isOpen(value: Value): boolean {
  return isLiteral(value, true);
}
