import { type Expression, isNothing } from '../../syntax/hcl/tree';
import { originOf, providerNamed, standard } from '../evaluation/providers';
import type { Instance } from '../instance';
import { findAttribute, type Resource } from '../module';
import { differsByInstance, type Parts, partsOutside, textOfParts } from './outside';

/** Where a resource is deployed to, in the words of the module that is judged. */
export interface Location {
  /** The source of its provider; undefined for the default one. */
  readonly provider: string | undefined;
  /** The Region that it names itself (from version 6 of the provider). */
  readonly region: readonly (string | Expression)[] | undefined;
}

/** `several` where the resources of one block may be deployed to several places. */
export function locationOf(instance: Instance, resource: Resource): Location | 'several' | 'unknown' {
  const provider = providerOutside(resource, instance);
  const written = writtenValue(resource, 'region');
  const region = written && partsOutside(instance, resource, written);
  const sources = [provider, ...(region ?? []).map((part) => (typeof part === 'object' ? part.source : undefined))];
  if (sources.some((source) => source !== undefined && differsByInstance(source))) return 'several';
  if (provider === undefined || (region && !isSayable(region))) return 'unknown';
  return { provider: provider === standard ? undefined : provider, region };
}

/** Compares equal for what is deployed to the same account and Region. */
export function nameOfLocation({ provider, region = [] }: Location): string {
  return `${provider ?? standard} ${textOfParts(region)}`;
}

/** The source of the provider that a resource or data source names; undefined for the default one. */
export function ownProvider(resource: Resource): string | undefined {
  const name = providerNamed(resource);
  return name === standard ? undefined : name;
}

/** What the provider of a resource is called in the module that is judged; undefined where it is not known to be one of its own. */
function providerOutside(resource: Resource, instance: Instance): string | undefined {
  const named = providerNamed(resource);
  const origin = named === undefined ? undefined : originOf(named, instance);
  return origin?.known.call ? undefined : origin?.name;
}

/** An argument's value, where it is not written as nothing. */
export function writtenValue(resource: Resource, name: string): Expression | undefined {
  const found = findAttribute(resource, name);
  const value = typeof found === 'string' ? undefined : found.value();
  return value && isNothing(value) ? undefined : value;
}

function isSayable(parts: Parts): parts is readonly (string | Expression)[] {
  return !parts.includes(undefined);
}
