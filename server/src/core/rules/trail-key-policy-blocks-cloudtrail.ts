import { type Message, message } from '../model/message';
import type { Key } from '../model/project';
import type { Rule } from '../model/rule';
import { withCause } from './cause';
import { allow, sayLacking, withMisses } from './permission';
import { type Refusal, refusalsOf, sayRefused, sayTrails } from './refusals';
import { trailKeys } from './used';

/** docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html */
export const trailKeyPolicyBlocksCloudtrail: Rule = {
  id: 'trail-key-policy-blocks-cloudtrail',
  control: '',
  title: "The policy of a trail's key does not let CloudTrail use it",
  severity: 'error',
  *check(project) {
    for (const { resource: key, trails } of trailKeys(project)) {
      for (const refusal of refusalsOf(key, trails, (each) => each.key()?.letsUse(each))) {
        const { place, addresses, permission, cause, related } = refusal;
        const title = message('Let CloudTrail use {0} for {1}', key.address, sayTrails(addresses));
        const change = { kind: 'let-trails-use-key', key: key.address, trails: addresses } as const;
        yield {
          place,
          resource: key.address,
          trails: addresses,
          message: withCause(withMisses(what(refusal, key), permission), cause),
          related: related(),
          fixes: () => allow(permission, title, change, () => key.statementsFor(refusal.trails)),
        };
      }
    }
  },
};

function what({ addresses, permission }: Refusal, key: Key): Message {
  const trails = sayTrails(addresses);
  const refused = sayRefused(addresses);
  if (permission.because.length > 0)
    return message(
      'The policy of {0} denies CloudTrail what it needs for {1} ({2}): {3}.',
      key.address,
      trails,
      sayLacking(permission),
      refused,
    );
  return permission.written
    ? message(
        'The policy of {0} does not let CloudTrail use it for {1} ({2}): {3}.',
        key.address,
        trails,
        sayLacking(permission),
        refused,
      )
    : message(
        '{0} has no policy of its own, and the one that KMS gives it does not let CloudTrail use it: AWS refuses {1}.',
        key.address,
        trails,
      );
}
