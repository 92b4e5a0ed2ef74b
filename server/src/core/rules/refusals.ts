import type { Related } from '../model/finding';
import { type Message, message, render } from '../model/message';
import type { Place } from '../model/place';
import type { Permission, Trail, UsedResource } from '../model/project';
import { type CauseOfUsed, causeOfUsed, isWrongHere } from './cause';
import { isRefused, relatedToPermission } from './permission';

/** What a policy does not let CloudTrail do, for one cause, and all trails that it is so for. */
export interface Refusal {
  readonly place: Place;
  /** The addresses of the trails. */
  readonly addresses: readonly [string, ...string[]];
  readonly trails: readonly Trail[];
  /** Of the first of them, but with all that is lacking for any of them. */
  readonly permission: Permission;
  readonly cause: CauseOfUsed;
  readonly related: () => readonly Related[];
}

/** One cause is one finding: trails that are refused in one place, and for the same reason, are spoken of together. */
export function refusalsOf(
  used: UsedResource,
  trails: readonly Trail[],
  permissionOf: (trail: Trail) => Permission | undefined,
): readonly Refusal[] {
  const groups = new Map<string, { readonly first: Refused; readonly all: Map<string, Refused> }>();
  for (const trail of trails) {
    const permission = permissionOf(trail);
    if (!permission || !isWrongHere(trail, permissionOf, isRefused, used)) continue;
    const refused = { trail, permission, cause: causeOfUsed(trail, permission) };
    const id = idOf(refused);
    const group = groups.get(id) ?? { first: refused, all: new Map<string, Refused>() };
    groups.set(id, group);
    // One that is declared twice is spoken of once.
    if (!group.all.has(trail.address)) group.all.set(trail.address, refused);
  }
  return [...groups.values()].map(({ first: { trail, permission, cause }, all: byAddress }) => {
    const all = [...byAddress.values()];
    const others = all.slice(1).map((each) => each.trail.address);
    return {
      place: permission.named ?? permission.place ?? used.header,
      addresses: [trail.address, ...others],
      trails: all.map((each) => each.trail),
      permission: others.length === 0 ? permission : withAllLacking(permission, all),
      cause,
      related: () => once(all.flatMap((each) => relatedToPermission(each.trail, used, each.permission))),
    };
  });
}

/** The trails as a sentence names them: of many the first ones, and how many others there are. */
export function sayTrails([first, ...others]: Refusal['addresses']): Message {
  const [second, third, ...more] = others;
  if (second === undefined) return message('{0}', first);
  if (third === undefined) return message('{0} and {1}', first, second);
  if (more.length === 0) return message('{0}, {1} and {2}', first, second, third);
  return message('{0}, {1} and {2} others', first, second, String(others.length - 1));
}

/** What AWS does then. */
export function sayRefused({ length }: Refusal['addresses']): Message {
  return length === 1 ? message('AWS refuses the trail') : message('AWS refuses these trails');
}

interface Refused {
  readonly trail: Trail;
  readonly permission: Permission;
  readonly cause: CauseOfUsed;
}

function idOf({ permission: { place, because, written, takesStatements }, cause }: Refused): string {
  return JSON.stringify([place, because, written === undefined, takesStatements, cause]);
}

function withAllLacking(permission: Permission, all: readonly Refused[]): Permission {
  const { name, value, place, named, written, because, takesStatements } = permission;
  const lacking = [...new Set(all.flatMap((each) => each.permission.lacking))];
  const misses = all.flatMap((each) => each.permission.misses);
  return { name, value, place, named, written, because, misses, lacking, takesStatements };
}

function once(related: readonly Related[]): readonly Related[] {
  const idOfOne = (one: Related) =>
    `${one.place.path} ${one.place.span.start} ${one.place.span.end} ${render(one.message)}`;
  return [...new Map(related.map((one) => [idOfOne(one), one])).values()];
}
