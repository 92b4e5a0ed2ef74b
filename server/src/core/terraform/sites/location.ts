import { type Expression, isNothing } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
import { findAttribute, type Module, type Resource } from '../module';
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
  const provider = providerOutside(instance, providerOf(resource));
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
  const name = providerOf(resource);
  return name === standard ? undefined : name;
}

/** An argument's value, where it is not written as nothing. */
export function writtenValue(resource: Resource, name: string): Expression | undefined {
  const found = findAttribute(resource, name);
  const value = typeof found === 'string' ? undefined : found.value();
  return value && isNothing(value) ? undefined : value;
}

/** The provider of what names none. */
const standard = 'aws';

function providerOf(resource: Resource): string {
  const value = writtenValue(resource, 'provider');
  return value ? nameIn(value) : standard;
}

/**
 * What the provider that a module knows by a name is called where the module is called, and so on; undefined where that is not known:
 * developer.hashicorp.com/terraform/language/modules/develop/providers
 */
function providerOutside({ module, call }: Instance, name: string): string | undefined {
  if (!call) return name;
  if (configures(module, name)) return undefined;
  const passed = findAttribute(call.owner, 'providers');
  // Without a word only those without an alias are passed.
  if (passed === 'absent') return name.includes('.') ? undefined : providerOutside(call.caller, name);
  const value = passed === 'unsure' ? undefined : passed.value();
  const entry =
    value?.kind === 'object'
      ? value.entries.find(({ key }) => key.kind !== 'unreadable' && nameIn(key) === name)
      : undefined;
  return entry && providerOutside(call.caller, nameIn(entry.value));
}

/** Whether the module has a configuration of its own for a provider: more than a name for one that it wants to be passed. */
function configures(module: Module, name: string): boolean {
  const [type, alias] = name.split('.');
  return module.blocks('provider').some(({ block }) => {
    if (block.labels[0] !== type) return false;
    const { attributes, blocks } = block.body();
    const own = attributes.find((attribute) => attribute.name === 'alias');
    const isOfName = (own && nameIn(own.value())) === alias;
    return isOfName && (alias === undefined || attributes.length + blocks.length > 1);
  });
}

/** In JSON a reference to a provider is a plain text. */
function nameIn(value: Expression): string {
  return value.kind === 'literal' ? String(value.value) : value.source;
}

function isSayable(parts: Parts): parts is readonly (string | Expression)[] {
  return !parts.includes(undefined);
}
