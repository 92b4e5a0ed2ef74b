import type { Change } from '../model/change';
import type { Fix, Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { NearMiss } from '../model/policy/near';
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

/** More than these help nobody. */
const mostMisses = 5;

/** What led to what a policy says, with the statements that say it. */
export function relatedToPermission(trail: Trail, used: UsedResource, permission: Permission): readonly Related[] {
  const denying = permission.because.map((place) => ({ place, message: message('this statement denies it') }));
  const near = permission.misses.slice(0, mostMisses).map((miss) => ({ place: miss.place, message: sayMiss(miss) }));
  return [...denying, ...near, ...relatedToUsed(trail, used, permission)];
}

/** What is lacking, as a list for a sentence. */
export function sayLacking({ lacking }: Permission): Message {
  return listed(lacking);
}

function listed([first = '', ...others]: readonly string[]): Message {
  return others.reduce((all, each) => message('{0}, {1}', all, each), message('{0}', first));
}

/** A sentence about a refusal, and what keeps CloudTrail out where for all that is lacking a statement comes near to letting it in. */
export function withMisses(sentence: Message, { lacking, misses }: Permission): Message {
  const isFor = (some: readonly NearMiss[]) =>
    lacking.every((action) => some.some(({ requests }) => requests.includes(action)));
  const conditioned = misses.filter(({ conditions }) => conditions.length > 0);
  // Case does not matter in them.
  const keys = new Map(conditioned.flatMap(({ conditions }) => conditions.map((each) => [each.toLowerCase(), each])));
  const [key, ...others] = keys.values();
  if (key !== undefined && isFor(conditioned))
    return others.length === 0
      ? message('{0} A condition on {1} keeps CloudTrail out.', sentence, key)
      : message('{0} Conditions on {1} keep CloudTrail out.', sentence, listed([key, ...others]));
  return key === undefined && isFor(misses)
    ? message('{0} What its statements allow is on other resources.', sentence)
    : sentence;
}

function sayMiss({ conditions: [key, ...others] }: NearMiss): Message {
  if (key === undefined) return message('this statement allows it on other resources only');
  if (others.length === 0) return message('this statement would allow it, but for its condition on {0}', key);
  return message('this statement would allow it, but for its conditions on {0}', listed([key, ...others]));
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
