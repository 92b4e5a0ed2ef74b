import type { TextSymbol } from '../../model/text';
import type { Expression } from '../../syntax/hcl/tree';
import { chainOf, type Instance } from '../instance';
import { findAttribute, type LocatedBlock } from '../module';

/**
 * By which provider a block of a module is read or made, in the words of the module that is judged: empty for the usual one. Where it is not
 * known what a called module's own is outside of it, that has a name that no other has. Undefined while it is being typed.
 */
export function providerOf(owner: LocatedBlock, instance: Instance): string | undefined {
  const written = findAttribute(owner, 'provider');
  if (written === 'unsure') return undefined;
  return outside(written === 'absent' ? standard : nameIn(written.value()), instance);
}

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

/** The provider of what names none. */
const standard = 'aws';

/** developer.hashicorp.com/terraform/language/modules/develop/providers */
function outside(name: string, instance: Instance): string {
  const { call, prefix } = instance;
  if (!call) return name === standard ? '' : name;
  const own = `${prefix}${name}`;
  if (configuresProviders(instance)) return own;
  const passed = findAttribute(call.owner, 'providers');
  // Without a word only those without an alias are passed.
  if (passed === 'absent') return name.includes('.') ? own : outside(name, call.caller);
  const value = passed === 'unsure' ? undefined : passed.value();
  const entry = value?.kind === 'object' ? value.entries.find(({ key }) => nameIn(key) === name) : undefined;
  return entry ? outside(nameIn(entry.value), call.caller) : own;
}

/** A module that is called may have a configuration of its own, more than a name for one that it wants to be passed. */
function configuresProviders({ module }: Instance): boolean {
  return module
    .blocks('provider')
    .some(
      ({ block }) =>
        block.labels[0] === standard &&
        block.body().attributes.some(({ name }) => name !== 'alias' && name !== 'version'),
    );
}

/** In JSON a reference to a provider is a plain text. */
function nameIn(value: Expression): string {
  return value.kind === 'literal' ? String(value.value) : value.source;
}
