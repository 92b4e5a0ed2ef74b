import type { TextSymbol } from '../../model/text';
import { type Expression, isNothing } from '../../syntax/hcl/tree';
import { chainOf, type Instance } from '../instance';
import { findAttribute, type LocatedBlock, type Module } from '../module';

/**
 * By which provider a block of a module is read or made, in the words of the module that is judged: empty for the usual one. Where it is not
 * known what a called module's own is outside of it, that has a name that no other has. Undefined while it is being typed.
 */
export function providerOf(owner: LocatedBlock, instance: Instance): string | undefined {
  const named = providerNamed(owner);
  if (named === undefined) return undefined;
  const { name, known } = originOf(named, instance);
  if (known.call) return `${known.prefix}${name}`;
  return name === standard ? '' : name;
}

/** What a block calls its provider; undefined while it is being typed. */
export function providerNamed(owner: LocatedBlock): string | undefined {
  const written = findAttribute(owner, 'provider');
  if (written === 'unsure') return undefined;
  const value = written === 'absent' ? undefined : written.value();
  return value && !isNothing(value) ? nameIn(value) : standard;
}

/**
 * Where a provider comes from, and what it is called there: from the module that is judged, or else from as far outside as it is known:
 * developer.hashicorp.com/terraform/language/modules/develop/providers
 */
export function originOf(name: string, instance: Instance): { readonly name: string; readonly known: Instance } {
  const { call, module } = instance;
  const here = { name, known: instance };
  if (!call || configures(module, name)) return here;
  const passed = findAttribute(call.owner, 'providers');
  // Without a word only those without an alias are passed.
  if (passed === 'absent') return name.includes('.') ? here : originOf(name, call.caller);
  const value = passed === 'unsure' ? undefined : passed.value();
  const entry =
    value?.kind === 'object'
      ? value.entries.find(({ key }) => key.kind !== 'unreadable' && nameIn(key) === name)
      : undefined;
  return entry ? originOf(nameIn(entry.value), call.caller) : here;
}

/** The provider of what names none. */
export const standard = 'aws';

/** The Region of what a provider reads or makes: as its configuration has it in the module that is judged, or else whichever it is. */
export function regionOf(provider: string, instance: Instance): string | TextSymbol {
  return writtenRegion(provider, chainOf(instance).at(-1) ?? instance) ?? { kind: 'region', name: provider };
}

function writtenRegion(provider: string, { module }: Instance): string | undefined {
  const [type, alias] = (provider || standard).split('.');
  const [owner, ...others] = module
    .blocks('provider')
    .filter((each) => each.block.labels[0] === type && aliasOf(each) === alias);
  // Overrides of the configurations of one provider are not told apart.
  if (!owner || others.length > 0 || owner.overrides.length > 0) return undefined;
  const region = findAttribute(owner, 'region');
  const value = typeof region === 'string' ? undefined : region.value();
  // A part of a name is that of one that is being typed.
  return value?.kind === 'literal' && /^[a-z]+(-[a-z]+)+-\d+$/.test(String(value.value))
    ? String(value.value)
    : undefined;
}

function aliasOf(owner: LocatedBlock): string | undefined {
  const alias = findAttribute(owner, 'alias');
  return typeof alias === 'string' ? undefined : nameIn(alias.value());
}

/** Whether a module has a configuration of its own for a provider: more than a name for one that it wants to be passed. */
function configures({ blocks }: Module, name: string): boolean {
  const [type, alias] = name.split('.');
  return blocks('provider').some((owner) => {
    if (owner.block.labels[0] !== type || aliasOf(owner) !== alias) return false;
    const body = owner.block.body();
    return body.blocks.length > 0 || body.attributes.some((each) => each.name !== 'alias' && each.name !== 'version');
  });
}

/** In JSON a reference to a provider is a plain text. */
function nameIn(value: Expression): string {
  return value.kind === 'literal' ? String(value.value) : value.source;
}
