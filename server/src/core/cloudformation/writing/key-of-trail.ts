import { vocabulary } from '../../model/vocabulary';
import type { Written } from '../../syntax/data/written';
import { holdsFor } from '../evaluation/given';
import { memberOf } from '../intrinsic';
import { reaches, referencesIn } from '../references';
import { conditionOf, type Template, type TemplateResource } from '../template';
import { toWritten } from './rewrite';

/** What names the key of a trail, to be written in its bucket. Undefined where it would not come to the same there. */
export function keyOfTrail(template: Template, trail: TemplateResource, bucket: TemplateResource): Written | undefined {
  const { key } = vocabulary.trail.attributes;
  const written = memberOf(memberOf(trail.entry.value, 'Properties'), key.cloudformation);
  if (!written || trail.loopVariable !== undefined) return undefined;
  const referred = [...referencesIn(written)].filter((name) => template.members.has(name));
  // A resource may be there only where the trail is.
  const isThere = referred.length === 0 || holdsFor(template, bucket, conditionOf(trail));
  if (!isThere || referred.some((name) => reaches(template, name, bucket.name))) return undefined;
  return toWritten(written);
}
