import type { Expression } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
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
