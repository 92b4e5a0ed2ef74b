import { dependencyOn, type Identity } from '../../memory/dependency';
import { note, untracked } from '../../memory/tracking';
import type { Template, TemplateResource } from '../template';

/**
 * What is found by looking through many resources, of which most have nothing to do with it: who uses it depends on what is found, and not on
 * all that was looked through. `find` must ask nothing of what it finds. It is kept, and with it all that any function which is made beside it holds:
 * make it where there is no template in sight.
 */
export function firewall<T>(template: Template, find: (now: Template) => T, identityOf: (found: T) => Identity): T {
  // What is supposed of a template is supposed of this one only.
  if (template.supposed.size > 0) return find(template);
  const found = untracked(() => find(template));
  note(dependencyOn(identityOf(found), findAgain(find, identityOf)));
  return found;
}

/** Holds on to no template. */
function findAgain<T>(find: (now: Template) => T, identityOf: (found: T) => Identity) {
  return (now: Template) => identityOf(find(now));
}

/** Of those that one `Fn::ForEach` makes, each has an entry of its own, which stays the same as long as the member does. */
export function identityOfResource({ entry }: TemplateResource): unknown {
  return entry;
}
