import { memoize } from '../../memory/lazy';
import { equals, textOf } from '../../model/policy/text';
import type { Text } from '../../model/text';
import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import { resourcesOfType, type Template, type TemplateResource } from '../template';
import { firewall, identityOfResource } from './firewall';

/** Whether a value is the name of a bucket of the template; undefined where that is not known. */
export function namesBucket(template: Template, value: Value, bucket: TemplateResource): boolean | undefined {
  switch (value.kind) {
    case 'choice': {
      const [first, ...others] = value.arms.map((arm) => namesBucket(template, arm, bucket));
      return others.every((other) => other === first) ? first : undefined;
    }
    case 'reference':
      if (value.attribute === 'Ref' && template.resources.get(value.resource)?.type === bucket.type)
        return value.resource === bucket.name;
      return undefined;
    case 'literal':
    case 'unknown': {
      const text = value.kind === 'unknown' ? value.text : textOf(value);
      if (text === undefined) return undefined;
      const name = bucketName(template, bucket);
      // Nobody knows a name that CloudFormation makes up before the bucket is there.
      return typeof name === 'string' ? (name === 'made-up' ? false : undefined) : equals(text, name);
    }
    default:
      return false;
  }
}

/** The bucket that a value is a plain reference to: what most are. */
export function bucketReferredTo(template: Template, value: Value): TemplateResource | undefined {
  if (value.kind !== 'reference' || value.attribute !== 'Ref') return undefined;
  const resource = template.resources.get(value.resource);
  return resource?.type === vocabulary.bucket.cloudformation ? resource : undefined;
}

/** The bucket of the template that a value is sure to name. */
export function bucketNamed(template: Template, value: Value): TemplateResource | undefined {
  const referred = bucketReferredTo(template, value);
  if (referred) return referred;
  const [only, ...others] = firewall(
    template,
    (now) => bucketsWith(now, value),
    (found) => found.map(identityOfResource),
  );
  return others.length === 0 ? only : undefined;
}

function bucketsWith(template: Template, name: Value): readonly TemplateResource[] {
  return resourcesOfType(template, vocabulary.bucket.cloudformation).filter(
    (bucket) => namesBucket(template, name, bucket) === true,
  );
}

/** The name that a bucket is given. */
export function bucketName(template: Template, bucket: TemplateResource): Text | 'made-up' | 'unknown' {
  return namesIn(template)(bucket);
}

const namesIn = memoize((template: Template) => memoize((bucket: TemplateResource) => readName(template, bucket)));

function readName(template: Template, bucket: TemplateResource): Text | 'made-up' | 'unknown' {
  const value = evaluateProperty(template, bucket, vocabulary.bucket.attributes.name.cloudformation);
  if (value.kind === 'absent') return 'made-up';
  return value.kind === 'literal' || value.kind === 'unknown' ? textOf(value) : 'unknown';
}
