import { dependencyOn, type Identity } from '../../memory/dependency';
import { note, untracked } from '../../memory/tracking';
import type { Template, TemplateResource } from '../template';

/**
 * What is found by looking through many resources, of which most have nothing to do with it: who uses it depends on what is found, and not on
 * all that was looked through. `find` must ask nothing of what it finds.
 */
export function firewall<T>(template: Template, find: (now: Template) => T, identityOf: (found: T) => Identity): T {
  const found = untracked(() => find(template));
  note(dependencyOn(identityOf(found), findAgain(find, identityOf)));
  return found;
}

/** Holds on to no template. */
function findAgain<T>(find: (now: Template) => T, identityOf: (found: T) => Identity) {
  return (now: Template) => identityOf(find(now));
}

export function identityOfResource({ placed }: TemplateResource): unknown {
  return placed.member;
}
