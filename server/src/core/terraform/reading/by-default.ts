import type { WayStep } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { repetitionOf } from '../evaluation/named-values';
import { resourcesOfType } from '../module';
import type { Declared } from './declared';
import { firewall, identityOf } from './firewall';
import { plainlyNamed } from './joining';

/** Whether there is one if nobody asks for anything else. */
export function isThereByDefault({ instance, resource }: Declared): boolean {
  const repetition = repetitionOf(instance, resource);
  return !('each' in repetition) || repetition.each.length > 0;
}

/** What decides how many there are. */
export function wayOfNumber({ instance, resource }: Declared): readonly WayStep[] {
  const repetition = repetitionOf(instance, resource);
  return 'each' in repetition ? repetition.way : [];
}

/** Those of a type beside a bucket that a called module does not make for it, as nothing asks for them. */
export function notMadeFor(
  { instance, resource: bucket }: Declared,
  type: string,
  attribute: string,
): readonly Declared[] {
  const { address } = bucket;
  const named = firewall(
    instance,
    (now) =>
      resourcesOfType(now.module, type)
        .map((resource) => ({ instance: now, resource }))
        .filter((one) => plainlyNamed(one, attribute, vocabulary.bucket.terraform) === address),
    (found) => found.flatMap(identityOf),
  );
  return named.filter((one) => !isThereByDefault(one));
}
