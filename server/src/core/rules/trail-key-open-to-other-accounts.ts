import { message } from '../model/message';
import type { Rule } from '../model/rule';
import type { Value } from '../model/value';
import { isLiteral } from '../model/values';
import { isWrongHere } from './cause';
import { closing } from './taking-key';
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
      // What another module says is shown there, and said where that module is called.
      const first = key.isHere ? permission.because[0] : undefined;
      const others = permission.because.filter((place) => place !== first);
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
      const statements = others.map((place) => ({
        place,
        message: first ? message('so does this statement') : message('this statement lets it'),
      }));
      yield { ...finding, place: first ?? finding.place, related: [...statements, ...finding.related] };
    }
  },
};

function isOpen(value: Value): boolean {
  return isLiteral(value, true);
}
