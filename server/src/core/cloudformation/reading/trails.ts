import { lazy } from '../../memory/lazy';
import { textOf } from '../../model/policy/text';
import type { Alias, EventDataStore, Misspelling, Trail } from '../../model/project';
import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { type Data, findEntry } from '../../syntax/data/tree';
import { isNeverCreated } from '../evaluation/conditions';
import { evaluateProperty } from '../evaluation/evaluate';
import { memberOf } from '../intrinsic';
import { conditionOf, placeOf, type Template, type TemplateResource } from '../template';
import { takesLogGroup } from '../writing/log-group';
import { takesAnotherKey, takesKey } from '../writing/set-key';
import { bucketNamed } from './bucket-names';
import { readBucket } from './buckets';
import { flagsOf } from './flags';
import { aliasIn, keyNamed, readKey } from './keys';
import { readSetting, readSwitch } from './settings';

/** A trail of the template. Its key is what every keystroke asks for; all else is read when somebody asks. */
export function readTrail(template: Template, resource: TemplateResource): Trail {
  const { attributes } = vocabulary.trail;
  const setting = ({ cloudformation }: Named) => lazy(() => readSetting(template, resource, cloudformation));
  const onOrOff = ({ cloudformation }: Named) => lazy(() => readSwitch(template, resource, cloudformation));
  const logging = onOrOff(attributes.logging);
  const logFileValidation = onOrOff(attributes.logFileValidation);
  const multiRegion = onOrOff(attributes.multiRegion);
  const globalServiceEvents = onOrOff(attributes.globalServiceEvents);
  const logGroup = setting(attributes.logGroup);
  const organization = setting(attributes.organization);
  const kmsKey = setting(attributes.key);
  const misspelledKey = lazy(() => findMisspelling(template, resource, attributes.key.cloudformation));
  return {
    address: resource.name,
    noteOrigin: () => {
      template.resources.get(resource.name);
      isNeverCreated(template, resource);
    },
    header: placeOf(template, resource.entry.key),
    get logging() {
      return logging();
    },
    get logFileValidation() {
      return logFileValidation();
    },
    get multiRegion() {
      return multiRegion();
    },
    get globalServiceEvents() {
      return globalServiceEvents();
    },
    get logGroup() {
      return logGroup();
    },
    get organization() {
      return organization();
    },
    bucket: lazy(() => {
      const name = evaluateProperty(template, resource, attributes.bucket.cloudformation);
      const found = bucketNamed(template, name);
      return found && readBucket(template, found);
    }),
    key: lazy(() => {
      const found = keyNamed(template, kmsKey().value);
      return found && readKey(template, found);
    }),
    alias: () => managedAlias(kmsKey().value),
    withKeysByCalls: () => [],
    byCall: undefined,
    get kmsKey() {
      return kmsKey();
    },
    takesLogGroup: () => takesLogGroup(template, resource),
    // What it has and cannot use, or what it lacks.
    takesKey: () => (managedAlias(kmsKey().value) ? takesAnotherKey(resource) : takesKey(template, resource)),
    flags: lazy(() => flagsOf(template, resource, kmsKey().value)),
    get misspelledKey() {
      return misspelledKey();
    },
    isRedeclared: false,
    call: undefined,
    inCallers: inNone,
    keyDeployment: conditionOf(resource),
  };
}

interface Named {
  readonly cloudformation: string;
}

export function readStore(template: Template, resource: TemplateResource): EventDataStore {
  const { key } = vocabulary.store.attributes;
  const kmsKey = readSetting(template, resource, key.cloudformation);
  const misspelledKey = lazy(() => findMisspelling(template, resource, key.cloudformation));
  return {
    address: resource.name,
    header: placeOf(template, resource.entry.key),
    kmsKey,
    takesKey: () => takesKey(template, resource),
    get misspelledKey() {
      return misspelledKey();
    },
    flags: lazy(() => flagsOf(template, resource, kmsKey.value)),
    isRedeclared: false,
    call: undefined,
    inCallers: inNone,
    keyDeployment: conditionOf(resource),
    // docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-eventdatastore.html#cfn-cloudtrail-eventdatastore-kmskeyid
    isReplacedForKey: false,
  };
}

/** Templates call none. */
function inNone() {
  return { made: [], isLeftToDefaults: true };
}

/**
 * A trail takes any other alias, by its name or ARN:
 * docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html#cfn-cloudtrail-trail-kmskeyid
 */
function managedAlias(value: Value): Alias | undefined {
  if (value.kind !== 'literal' && value.kind !== 'unknown') return undefined;
  const alias = aliasIn(textOf(value)) ?? [];
  const [start] = alias;
  if (typeof start !== 'string' || !start.startsWith('alias/aws/')) return undefined;
  const name = alias.map((part) => (typeof part === 'string' ? part : `\${${part.name}}`)).join('');
  return { name, kind: 'managed', key: undefined };
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
