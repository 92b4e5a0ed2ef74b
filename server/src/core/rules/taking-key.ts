import type { Change } from '../model/change';
import type { IsWanted, Whereabouts } from '../model/finding';
import { type Message, message } from '../model/message';
import type { EventDataStore, Key, Permission, Project, Trail } from '../model/project';
import type { Value } from '../model/value';
import { isLiteral } from '../model/values';
import { isNotOn } from './switch-rule';
import { whereWrong } from './used';

/** What is done to a key that something is going to use, so that there is nothing to find of it afterwards. */
export interface KeyStep {
  /** As a part of a title, after what the key is taken for. */
  readonly says: (key: string | Message) => Message;
  readonly changes: readonly Change[];
  /** What would be found of the key afterwards without it; undefined where it could not be used. */
  readonly mends?: { readonly rule: string; readonly where: Whereabouts };
}

/** Without what somebody has said that they do not want. */
export function wantedOf(steps: readonly KeyStep[], isWanted: IsWanted): readonly KeyStep[] {
  return steps.filter(({ mends }) => !mends || isWanted(mends.rule, mends.where));
}

export function letting(changes: readonly Change[]): KeyStep {
  return { says: (key) => message('let CloudTrail use {0}', key), changes };
}

/** The key of a trail, or of its bucket, is to be rotated. */
export function rotating(key: Key, user: Trail | EventDataStore): readonly KeyStep[] {
  const { address, isRotatable, rotation } = key;
  const { value, name, setBy } = rotation;
  const isWanted = isRotatable === true && isNotOn(value) && setBy(true) !== undefined;
  if (!isWanted) return [];
  return [
    {
      says: (it) => message('rotate {0}', it),
      changes: [{ kind: 'set-switch', resource: address, setting: name, value: true }],
      mends: { rule: 'trail-key-without-rotation', where: whereWrong(key, user, rotation) },
    },
  ];
}

/** The key of a trail is not to be for trails of other accounts. Undefined where it is, and cannot be closed to them. */
export function closing(project: Project, key: Key, trail: Trail): readonly KeyStep[] | undefined {
  const permission = key.isOpen(trail);
  const { value, takesStatements } = permission;
  if (!isLiteral(value, true)) return [];
  // An event data store has no ARN of a trail, and its own is not known before it is there.
  if (!takesStatements || isUsedByStore(project, key)) return undefined;
  return [
    {
      says: (it) => message('close {0} to other accounts', it),
      changes: [{ kind: 'close-key-to-other-accounts', key: key.address, trail: trail.address }],
      mends: { rule: 'trail-key-open-to-other-accounts', where: whereOpen(key, trail, permission) },
    },
  ];
}

/** What another module says is shown there, and said where that module is called. */
export function whereOpen(key: Key, trail: Trail, permission: Permission): Whereabouts {
  const where = whereWrong(key, trail, permission);
  const first = key.isHere ? permission.because[0] : undefined;
  const statements = permission.because
    .filter((place) => place !== first)
    .map((place) => ({
      place,
      message: first ? message('so does this statement') : message('this statement lets it'),
    }));
  return { ...where, place: first ?? where.place, related: [...statements, ...where.related] };
}

/** The title of a fix that takes these steps as well; the first of them names the key where nothing before does. */
export function titleWith(title: Message, steps: readonly KeyStep[], key: string | Message = it): Message {
  const [first, ...others] = steps.map(({ says }, index) => says(index === 0 ? key : it));
  if (!first) return title;
  const last = others.pop();
  if (!last) return message('{0} and {1}', title, first);
  const all = [first, ...others].reduce((list, each) => message('{0}, {1}', list, each), title);
  return message('{0} and {1}', all, last);
}

const it = message('it');

function isUsedByStore(project: Project, { address }: Key): boolean {
  const names = (value: Value): boolean =>
    value.kind === 'choice' ? value.arms.some(names) : value.kind === 'reference' && value.resource === address;
  return project.stores().some(({ kmsKey }) => names(kmsKey.value));
}
