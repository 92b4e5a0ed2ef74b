import { lazy, makeResults, memoize } from '../../memory/lazy';
import { equals, textOf } from '../../model/policy/text';
import type { Key, Permission } from '../../model/project';
import type { Text } from '../../model/text';
import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import { referencesIn } from '../references';
import { conditionOf, placeOf, resourcesOfType, type Template, type TemplateResource } from '../template';
import { isKey, isReplica, isStandard, isSymmetric } from './key-kind';
import { isOpen, letsUse, statementsToUse } from './permissions';
import { readSwitch } from './settings';

/** A key of the template. What it is like is read when somebody asks. */
export function readKey(template: Template, resource: TemplateResource): Key {
  return keysOf(template)(resource);
}

const keysOf = memoize((template: Template) => memoize((resource: TemplateResource) => makeKey(template, resource)));

function makeKey(template: Template, resource: TemplateResource): Key {
  const { enabled, origin, rotation } = vocabulary.key.attributes;
  const is = ({ cloudformation }: { readonly cloudformation: string }, standard: string) =>
    isStandard(evaluateProperty(template, resource, cloudformation), standard);
  const header = placeOf(template, resource.entry.key);
  const condition = conditionOf(resource);
  const isUsable = lazy(
    () =>
      resource.loopVariable === undefined && isSymmetric(template, resource) === true && is(enabled, 'true') === true,
  );
  const rotates = lazy(() => readSwitch(template, resource, rotation.cloudformation));
  const isRotatable = lazy(() => {
    if (isReplica(resource)) return undefined;
    const answers = [isSymmetric(template, resource), is(origin, 'AWS_KMS')];
    if (answers.includes(false)) return false;
    return answers.includes(undefined) ? undefined : true;
  });
  const permissions = makeResults<string, Permission>();
  const permissionFor: Key['letsUse'] = ({ address }, forBucketKey) =>
    permissions(`${address} ${forBucketKey === true}`, () =>
      letsUse(template, resource, template.resources.get(address), forBucketKey),
    );
  const open = lazy(() => isOpen(template, resource));
  return {
    address: resource.name,
    header,
    declaration: header,
    isHere: true,
    isMadeWith: () => false,
    // A key that refers to the trail would have to be there before it and after it.
    fits: (user) =>
      isUsable() &&
      (condition === '' || condition === user.keyDeployment) &&
      !referencesIn(resource.entry.value).has(user.address),
    get rotation() {
      return rotates();
    },
    get isRotatable() {
      return isRotatable();
    },
    letsUse: permissionFor,
    statementsFor: (trails) =>
      statementsToUse(
        trails.flatMap(({ address }) => template.resources.get(address) ?? []),
        trails.flatMap((trail) => permissionFor(trail).lacking),
      ),
    isOpen: () => open(),
  };
}

/** The key of the template that a value stands for, also by way of an alias. */
export function keyNamed(template: Template, value: Value): TemplateResource | undefined {
  return keyBehind(template, value, true);
}

function keyBehind(template: Template, value: Value, mayBeAlias: boolean): TemplateResource | undefined {
  switch (value.kind) {
    case 'choice': {
      const [first, ...others] = value.arms.map((arm) => keyBehind(template, arm, mayBeAlias));
      return others.every((other) => other === first) ? first : undefined;
    }
    case 'reference':
      return keyOfResource(template, value.resource, mayBeAlias);
    case 'literal':
    case 'unknown':
      return keyOfText(template, textOf(value), mayBeAlias);
    default:
      return undefined;
  }
}

function keyOfResource(template: Template, name: string, mayBeAlias: boolean): TemplateResource | undefined {
  const resource = template.resources.get(name);
  if (resource && isKey(resource)) return resource;
  if (resource?.type !== vocabulary.alias.cloudformation || !mayBeAlias) return undefined;
  const target = evaluateProperty(template, resource, vocabulary.alias.attributes.key.cloudformation);
  return keyBehind(template, target, false);
}

/** The ARN of a key, put together, or an alias by its name or ARN. */
function keyOfText(template: Template, text: Text, mayBeAlias: boolean): TemplateResource | undefined {
  const [before, last] = text.slice(-2);
  if (typeof before === 'string' && typeof last === 'object' && last.kind === 'attribute' && /[:/]$/.test(before))
    return keyOfResource(template, last.name.split('.')[0] ?? '', mayBeAlias);
  const alias = mayBeAlias ? aliasIn(text) : undefined;
  if (!alias) return undefined;
  const found = resourcesOfType(template, vocabulary.alias.cloudformation).filter((each) => {
    const name = evaluateProperty(template, each, vocabulary.alias.attributes.name.cloudformation);
    return (name.kind === 'literal' || name.kind === 'unknown') && equals(textOf(name), alias) === true;
  });
  const [only, ...others] = found;
  return only && others.length === 0 ? keyOfResource(template, only.name, true) : undefined;
}

/** The name of an alias in its text, which may be that of its ARN. */
export function aliasIn(text: Text): Text | undefined {
  for (const [index, part] of text.entries()) {
    const start = typeof part === 'string' ? (/(?:^|:)(?=alias\/)/.exec(part)?.index ?? -1) : -1;
    if (typeof part !== 'string' || start < 0 || (start === 0 && index > 0 && part[0] !== ':')) continue;
    return [part.slice(part[start] === ':' ? start + 1 : start), ...text.slice(index + 1)];
  }
  return undefined;
}
