import type { Key, Misspelling, Project, Setting, Trail } from '../model/project';
import { truth } from '../model/values';
import { vocabulary } from '../model/vocabulary';
import { type Data, findEntry } from '../syntax/data/tree';
import { evaluateNamedCondition, evaluateProperty, scopeOf } from './evaluate';
import { memberOf, textOf } from './intrinsic';
import { judgeKeyPolicy } from './key-policy';
import { referencesIn } from './references';
import { takesKey } from './set-key';
import { placeOf, resourcesOfType, type Template, type TemplateResource } from './template';

/** The trails of a template and the keys they could use. */
export function readProject(template: Template): Project {
  return {
    trails: resourcesOfType(template, vocabulary.trail.cloudformation).flatMap((resource) =>
      readTrail(template, resource),
    ),
    unreadCalls: () => [],
    keys: () => resourcesOfType(template, vocabulary.key.cloudformation).map((resource) => readKey(template, resource)),
  };
}

function readTrail(template: Template, resource: TemplateResource): readonly Trail[] {
  if (isNeverCreated(template, resource)) return [];
  const name = vocabulary.trail.attributes.key.cloudformation;
  return [
    {
      address: resource.name,
      header: placeOf(template, resource.entry.key),
      kmsKey: readSetting(template, resource, name),
      takesKey: () => takesKey(template, resource),
      misspelledKey: findMisspelling(template, resource, name),
      isRedeclared: false,
      call: undefined,
      inCallers: () => ({ trails: [], isComplete: true }),
      keyDeployment: conditionOf(resource),
    },
  ];
}

function readSetting(template: Template, resource: TemplateResource, name: string): Setting {
  const properties = findEntry(resource.entry.value, 'Properties');
  const written = typeof properties === 'string' ? properties : findEntry(properties.value, name);
  const value = evaluateProperty(template, resource, name);
  if (typeof written === 'string') return { name, value, place: undefined, written: undefined };
  const place = placeOf(template, { owner: written.owner, span: written.valueSpan });
  return { name, value, place, written: placeOf(template, written) };
}

/** The names of properties are case-sensitive: one that differs in that only is unknown to CloudFormation, and the template does not deploy. */
function findMisspelling(template: Template, resource: TemplateResource, name: string): Misspelling | undefined {
  const properties = memberOf(resource.entry.value, 'Properties');
  if (properties?.kind !== 'mapping' || findEntry(properties, name) !== 'absent') return undefined;
  const wrong = properties.entries.find(
    ({ keyText, value }) => keyText !== name && keyText.toLowerCase() === name.toLowerCase() && !isUnwritten(value),
  );
  if (!wrong) return undefined;
  const value = evaluateProperty(template, resource, wrong.keyText);
  return { written: wrong.keyText, meant: name, place: placeOf(template, wrong.key), value };
}

/** A value that is about to be typed. */
function isUnwritten(value: Data): boolean {
  return value.kind === 'scalar' && value.value === null;
}

function readKey(template: Template, resource: TemplateResource): Key {
  const { keySpec, usage, enabled } = vocabulary.key.attributes;
  const isDefault = (name: string, standard: string | boolean) => {
    const value = evaluateProperty(template, resource, name);
    return value.kind === 'absent' || (value.kind === 'literal' && String(value.value) === String(standard));
  };
  const isUsable =
    resource.loopVariable === undefined &&
    isDefault(keySpec.cloudformation, 'SYMMETRIC_DEFAULT') &&
    isDefault(usage.cloudformation, 'ENCRYPT_DECRYPT') &&
    isDefault(enabled.cloudformation, true);
  const condition = conditionOf(resource);
  return {
    address: resource.name,
    header: placeOf(template, resource.entry.key),
    // A key that refers to the trail would have to be there before it and after it.
    fits: (trail) =>
      isUsable &&
      (condition === '' || condition === trail.keyDeployment) &&
      !referencesIn(resource.entry.value).has(trail.address),
    policy: judgeKeyPolicy(template, resource),
  };
}

/** The condition that a resource is created under; keys that are created under another one may not be there. */
export function conditionOf(resource: TemplateResource): string {
  return textOf(memberOf(resource.entry.value, 'Condition')) ?? '';
}

/** A condition that is false whatever the parameters are. */
function isNeverCreated(template: Template, resource: TemplateResource): boolean {
  const name = conditionOf(resource);
  if (name === '') return false;
  const condition = evaluateNamedCondition(name, scopeOf(template, resource));
  return truth(condition) === false && condition.origin.way.every(({ kind }) => kind === 'condition');
}
