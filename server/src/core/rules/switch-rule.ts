import type { Change } from '../model/change';
import type { Fix } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Switch, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { always, type Value } from '../model/value';
import { truth } from '../model/values';
import { causeOf, isWrongHere, relatedTo, withCause } from './cause';
import { explainSetting } from './explain';

/** What there is to say of a setting of trails that is to be on. */
export interface SwitchRule extends Pick<Rule, 'id' | 'control' | 'title' | 'severity'> {
  readonly settingOf: (trail: Trail) => Switch;
  readonly isWrong: (value: Value) => boolean;
  /** The sentence of a finding. */
  readonly says: (trail: Trail) => Message;
  readonly safety: Fix['safety'];
  /** What has to be changed with it; undefined where that cannot be. */
  readonly needs?: (trail: Trail) => readonly Change[] | undefined;
}

/** A rule about a setting of trails that is to be on. */
export function switchRule({ settingOf, isWrong, says, safety, needs = () => [], ...rule }: SwitchRule): Rule {
  return {
    ...rule,
    *check({ trails }) {
      for (const trail of trails) {
        const setting = settingOf(trail);
        if (!isWrongHere(trail, settingOf, isWrong)) continue;
        yield {
          place: setting.place ?? trail.header,
          resource: trail.address,
          trails: [trail.address],
          message: withCause(says(trail), causeOf(trail, setting)),
          related: relatedTo(trail, setting),
          fixes: () => (trail.isRedeclared ? [] : turnOn(trail.address, setting, safety, needs(trail))),
        };
      }
    },
    *explain({ trails }) {
      for (const trail of trails) yield* explainSetting(trail.address, settingOf(trail));
    },
  };
}

/** The fix that sets a setting of a resource to true, with other changes that this takes; none where those cannot be made. */
export function turnOn(
  resource: string,
  setting: Switch,
  safety: Fix['safety'],
  others: readonly Change[] | undefined,
): readonly Fix[] {
  const name = setting.setBy(true);
  if (name === undefined || !others) return [];
  const change = { kind: 'set-switch', resource, setting: setting.name, value: true } as const;
  return [{ title: message('Set {0} to true', name), safety, preferred: true, changes: [change, ...others] }];
}

/** Off, because it is written or because nothing is. */
export function isNotOn(value: Value): boolean {
  return always(value, (arm) => arm.kind === 'absent' || truth(arm) === false);
}

/** Off in one of the cases at least: for one of several trails, or depending on what nobody knows. */
export function mayBeOff(value: Value): boolean {
  return !always(value, (arm) => truth(arm) !== false);
}

/** Off because it is written. */
export function isOff(value: Value): boolean {
  return always(value, (arm) => truth(arm) === false);
}
