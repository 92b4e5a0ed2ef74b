import { message } from '../model/message';
import type { Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { isWrongHere } from './cause';
import { explainSetting } from './explain';
import { isNotOn, turnOn } from './switch-rule';
import { findingOf, keysOf, usedKeys } from './used';

/** Security Hub KMS.4, of the keys of trails and their buckets: docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4 */
export const trailKeyWithoutRotation: Rule = {
  id: 'trail-key-without-rotation',
  control: 'KMS.4',
  title: 'A key of a trail or of its bucket is not rotated',
  severity: 'warning',
  *check(project) {
    for (const used of usedKeys(project)) {
      const { resource: key, trails } = used;
      if (key.isRotatable !== true) continue;
      const rotationOf = (trail: Trail) => keysOf(trail).find((each) => each?.address === key.address)?.rotation;
      const trail = trails.find((user) => isWrongHere(user, rotationOf, isNotOn, key));
      if (!trail) continue;
      const sentence = message('Key {0} of {1} is not rotated every year.', key.address, trail.address);
      // The first two rotations add to the price of the key: docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
      const fixes = () => turnOn(key.address, key.rotation, 'suggestion', []);
      yield findingOf(used, trail, key.rotation, sentence, fixes);
    }
  },
  *explain(project) {
    for (const { resource } of usedKeys(project)) yield* explainSetting(resource.address, resource.rotation);
  },
};
