import { vocabulary } from '../../model/vocabulary';
import type { Written } from '../../syntax/data/written';
import type { Template, TemplateResource } from '../template';
import type { Draft } from './draft';
import type { Operation } from './operation';
import { replaceProperty, setProperty, takesAnotherValue, takesValue } from './set-property';

/** Whether the key of a trail or event data store can be set by `setKey`. */
export function takesKey(template: Template, resource: TemplateResource): boolean {
  return takesValue(template, resource, keyOf(resource).cloudformation);
}

/** Whether it could be set instead of one that it has. */
export function takesAnotherKey(resource: TemplateResource): boolean {
  return takesAnotherValue(resource, keyOf(resource).cloudformation);
}

/** Gives a trail or event data store a key where it has none, or `instead` of what it has. */
export function setKey(
  draft: Draft,
  resource: TemplateResource,
  value: Written,
  instead: boolean,
): readonly Operation[] {
  const set = instead ? replaceProperty : setProperty;
  return set(draft, resource, keyOf(resource).cloudformation, value, neighbours);
}

const { trail, store } = vocabulary;

/** What the key comes after. */
const neighbours = [trail.attributes.name, trail.attributes.bucket, trail.attributes.prefix, store.attributes.name].map(
  ({ cloudformation }) => cloudformation,
);

function keyOf({ type }: TemplateResource) {
  return type === store.cloudformation ? store.attributes.key : trail.attributes.key;
}
