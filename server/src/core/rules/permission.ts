import type { Change } from '../model/change';
import type { Fix, Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Permission, Trail, UsedResource } from '../model/project';
import type { Value } from '../model/value';
import { isLiteral } from '../model/values';
import { relatedToUsed } from './cause';

/** A policy that is known not to allow what it is asked. */
export function isRefused(value: Value): boolean {
  return isLiteral(value, false);
}

/** Whether statements that are added would make a policy allow what it does not. */
export function canBeLet({ value, takesStatements, lacking }: Permission): boolean {
  return takesStatements && lacking.length > 0 && !isLiteral(value, true);
}

/** What led to what a policy says, with the statements that say it. */
export function relatedToPermission(trail: Trail, used: UsedResource, permission: Permission): readonly Related[] {
  const denying = permission.because.map((place) => ({ place, message: message('this statement denies it') }));
  return [...denying, ...relatedToUsed(trail, used, permission)];
}

/** What is lacking, as a list for a sentence. */
export function sayLacking({ lacking }: Permission): Message {
  const [first = '', ...others] = lacking;
  return others.reduce((all, action) => message('{0}, {1}', all, action), message('{0}', first));
}

/** The statements added to the policy, or given to somebody who can; nothing for what is denied, as that is somebody's will. */
export function allow(permission: Permission, title: Message, change: Change, copies: () => string): readonly Fix[] {
  if (permission.takesStatements) return [{ title, safety: 'suggestion', preferred: true, changes: [change] }];
  if (permission.because.length > 0) return [];
  return [
    {
      title: message('Copy the statements that its policy lacks'),
      safety: 'suggestion',
      preferred: false,
      changes: [],
      copies,
    },
  ];
}
