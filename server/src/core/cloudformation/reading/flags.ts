import type { Flag } from '../../model/project';
import { isAbsent, type Value } from '../../model/value';
import { literal } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { isNotCreatedByDefault } from '../evaluation/conditions';
import { evaluateProperty } from '../evaluation/evaluate';
import { supposing, type Template, type TemplateResource } from '../template';
import { parameterSites } from '../writing/switch';
import { keyNamed, readKey } from './keys';

/** The parameters by which what has no key would have one of the template's, if they were on instead of off, or off instead of on. */
export function flagsOf(template: Template, recorder: TemplateResource, key: Value): readonly Flag[] {
  if (!isAbsent(key)) return [];
  const parameters = key.origin.way.filter(({ kind }) => kind === 'parameter');
  return parameters.flatMap(({ name }) =>
    parameterSites(template, name).flatMap(({ value, says }) => {
      const supposed = supposing(template, new Map([[name, literal(says)]]));
      const found = keyIn(supposed, recorder);
      return found ? [{ input: name, value, says, key: readKey(supposed, found) }] : [];
    }),
  );
}

/** The key of a resource, if both are made. */
function keyIn(template: Template, recorder: TemplateResource): TemplateResource | undefined {
  // Trails and event data stores do not spell it alike.
  const { attributes } = recorder.type === vocabulary.store.cloudformation ? vocabulary.store : vocabulary.trail;
  const value = evaluateProperty(template, recorder, attributes.key.cloudformation);
  const key = value.kind === 'reference' ? keyNamed(template, value) : undefined;
  return key && [recorder, key].every((each) => !isNotCreatedByDefault(template, each)) ? key : undefined;
}
