import { freeName } from '../../blueprints/free-name';
import { isLiteral } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { isCalledSeveralTimes } from '../callers';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { findAttribute, type LocatedBlock, resourcesOfType } from '../module';
import { nameOfLocation } from '../sites/location';
import type { Site } from '../sites/site';
import type { Deployment } from './deployment';
import { attribute, type Item } from './print';

/**
 * The label of a new key and alias for a trail, and what names the alias. None of them is in use in the module. The alias of a key that is
 * for a bucket alone says so: the trail's own key, which another module may make, has the trail's name.
 */
export function keyNames(
  site: Site,
  { trailName, trailNameSource, namesPattern }: Deployment,
  isForBucket: boolean,
): { readonly label: string; readonly alias: Item } {
  const { instance, label: name } = site;
  const label = freeName(['cloudtrail', `cloudtrail_${name}`], '_', (taken) =>
    ['aws_kms_key', 'aws_kms_alias'].some((type) => instance.module.resources.has(`${type}.${taken}`)),
  );
  const purpose = isForBucket ? '-bucket' : '';
  // Two trails may have one name where they are, and not where their keys are.
  if ((namesPattern || isElsewhere(site)) && isCalledSeveralTimes(instance))
    return { label, alias: namePrefix(`alias/${label}${purpose}`) };
  const alias = aliasName(instance, label, trailName, trailNameSource, purpose);
  return { label, alias: attribute('name', alias) };
}

/** The provider makes a name of it that nothing else has. */
export function namePrefix(inside: string): Item {
  return attribute('name_prefix', `"${inside}-"`);
}

/** Whether the key is in another place than the trail. */
function isElsewhere(site: Site): boolean {
  const places = site.places();
  return typeof places === 'object' && nameOfLocation(places.key) !== nameOfLocation(places.trail);
}

/** An alias holds letters, digits, `/`, `_` and `-` only; a trail's name may hold dots as well. */
function aliasName(instance: Instance, label: string, trailName: string, source: string, purpose: string): string {
  const { isNamed, isWritten } = namesIn(instance, 'aws_kms_alias');
  const isTaken = (name: string) => isNamed(`alias/${name}`);
  if (trailName.includes('*')) return `"alias/${freeName([label + purpose], '_', isTaken)}"`;
  if (!trailName.includes('${'))
    return `"alias/${freeName([trailName.replace(/[^0-9A-Za-z/_-]/g, '-') + purpose], '_', isTaken)}"`;
  // What is not known has the same value wherever it is written the same way.
  const isUsed = (suffix: string) => forms(trailName, source, suffix).some(isWritten);
  const [name = ''] = forms(trailName, source, freeName([purpose, `${purpose}_2`], '_', isUsed));
  return name;
}

/** How an alias is written that is named after a trail: with what it may not hold replaced, or as it is. */
function forms(trailName: string, source: string, suffix: string): readonly string[] {
  return [`"alias/\${replace(${source}, ".", "-")}${suffix}"`, `"alias/${trailName}${suffix}"`];
}

/** The name of a log group, as the inside of a quoted template. */
export function groupName(instance: Instance, wanted: string): string {
  const { isNamed, isWritten } = namesIn(instance, vocabulary.logGroup.terraform);
  return freeName([wanted], '-', (name) => isNamed(name) || isWritten(`"${name}"`));
}

/** The names that the resources of a type have in the module, where they are known, and as they are written. */
function namesIn(instance: Instance, type: string) {
  const resources = resourcesOfType(instance.module, type);
  const values = resources.map((resource) => evaluateAttribute(instance, resource, 'name'));
  const sources = resources.map(sourceOf);
  return {
    isNamed: (name: string) => values.some((value) => isLiteral(value, name)),
    isWritten: (source: string) => sources.includes(source),
  };
}

function sourceOf(resource: LocatedBlock): string | undefined {
  const name = findAttribute(resource, 'name');
  return typeof name === 'string' ? undefined : name.value().source;
}
