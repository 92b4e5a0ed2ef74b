import type { Change } from '../model/change';
import type { Fix } from '../model/finding';
import { type Message, message } from '../model/message';
import type { EventDataStore, Flag, InputValue, Key, Misspelling, Permission, Project, Trail } from '../model/project';
import { isLiteral } from '../model/values';
import type { Cause } from './cause';
import { canBeLet, isRefused } from './permission';
import { isNotOn } from './switch-rule';
import { usedKeys } from './used';

/** What a key is wanted for, and the changes that give it one. */
export interface Wanting {
  readonly user: Trail | EventDataStore;
  readonly encrypt: (key: string) => Change;
  readonly encryptWithNewKey: Change;
  readonly encryptWithInput: Change;
  readonly letUse: (key: string) => Change;
}

/** `instead` of what is written. */
export function wantingTrail(trail: Trail, instead?: true): Wanting {
  const of = { trail: trail.address, ...(instead && { instead }) };
  return {
    user: trail,
    encrypt: (key) => ({ kind: 'encrypt-trail', key, ...of }),
    encryptWithNewKey: { kind: 'encrypt-trail-with-new-key', ...of },
    encryptWithInput: { kind: 'encrypt-trail-with-input', ...of },
    letUse: (key) => ({ kind: 'let-trails-use-key', key, trails: [trail.address] }),
  };
}

export function wantingStore(store: EventDataStore): Wanting {
  const of = { store: store.address };
  return {
    user: store,
    encrypt: (key) => ({ kind: 'encrypt-store', key, ...of }),
    encryptWithNewKey: { kind: 'encrypt-store-with-new-key', ...of },
    encryptWithInput: { kind: 'encrypt-store-with-input', ...of },
    letUse: (key) => ({ kind: 'let-store-use-key', key, ...of }),
  };
}

/** For one that has no key: one that is there for it, one of its own, or what a module does when it is told to. */
export function missingKeyFixes(project: Project, wanting: Wanting, cause: Cause): readonly Fix[] {
  const { call, takesKey } = wanting.user;
  // What a call does not pass is no input yet of what is judged.
  const ofKey = call && !call.passesKey() ? ({ kind: 'written' } as const) : cause;
  const withKey = takesKey() ? keyFixes(project, wanting, ofKey) : [];
  const flags = wanting.user.flags().flatMap((flag) => byFlag(wanting, flag) ?? []);
  const switches = call?.switches() ?? [];
  const fixes = [...flags, ...withKey, ...switches.map((each) => bySwitch(wanting, each))];
  const best = fixes.find(({ preferred }) => preferred);
  return fixes.map((fix) => (fix === best ? fix : { ...fix, preferred: false }));
}

/** For one whose key is not read because of the name of its property: once it is, the key must let CloudTrail in. */
export function misspelledKeyFix(project: Project, wanting: Wanting, { written, meant, value }: Misspelling): Fix {
  const { user, letUse } = wanting;
  const change = { kind: 'rename-property', resource: user.address, written, meant } as const;
  const key = value.kind === 'reference' ? project.keys().find(({ address }) => address === value.resource) : undefined;
  const permission = key?.fits(user) ? key.letsUse(user) : undefined;
  if (!key || !permission || !canBeLet(permission)) {
    const title = message('Rename {0} to {1}', written, meant);
    return { title, safety: 'safe', preferred: true, changes: [change] };
  }
  return {
    title: message('Rename {0} to {1} and let CloudTrail use {2}', written, meant, key.address),
    safety: 'suggestion',
    preferred: true,
    changes: [letUse(key.address), change],
  };
}

/** A new key, each key that there is, or one that is passed in. */
export function keyFixes(project: Project, wanting: Wanting, cause: Cause): readonly Fix[] {
  const { user } = wanting;
  // What comes from an input is one already.
  const input = cause.kind === 'written' ? [withInput(wanting)] : [];
  if (user.keyDeployment === undefined) return input;
  const keys = project.keys().filter((key) => key.fits(user));
  const ready = keyMeant(project, keys, (key) => key.letsUse(user));
  const withNewKey: Fix = {
    title: newKeyTitle(cause),
    safety: 'suggestion',
    preferred: ready === undefined,
    changes: [wanting.encryptWithNewKey],
  };
  return [withNewKey, ...keys.map((key) => withKey(wanting, key, key === ready)), ...input];
}

/**
 * The key that most people would take, if there is one: one that CloudTrail may use already, or else one that can be made so and is for trails by
 * what uses it, or by its name. Others are somebody's for something else.
 */
export function keyMeant(
  project: Project,
  keys: readonly Key[],
  permissionOf: (key: Key) => Permission,
): Key | undefined {
  const isUsed = ({ address }: Key) => usedKeys(project.whole()).some(({ resource }) => resource.address === address);
  return (
    keys.find((key) => isLiteral(permissionOf(key).value, true)) ??
    keys.find((key) => (/trail|audit|log/i.test(key.address) || isUsed(key)) && canBeLet(permissionOf(key)))
  );
}

function withKey(wanting: Wanting, key: Key, preferred: boolean): Fix {
  const permission = key.letsUse(wanting.user);
  const encrypt = wanting.encrypt(key.address);
  const fix = { safety: 'suggestion', preferred } as const;
  const rotation = rotate(key);
  if (isLiteral(permission.value, true))
    return rotation.length > 0
      ? { ...fix, title: message('Encrypt with {0} and rotate it', key.address), changes: [encrypt, ...rotation] }
      : { ...fix, title: message('Encrypt with {0}', key.address), changes: [encrypt] };
  if (canBeLet(permission)) {
    const changes = [wanting.letUse(key.address), encrypt, ...rotation];
    return rotation.length > 0
      ? { ...fix, title: message('Encrypt with {0}, let CloudTrail use it and rotate it', key.address), changes }
      : { ...fix, title: message('Encrypt with {0} and let CloudTrail use it', key.address), changes };
  }
  return {
    ...fix,
    title: message('Encrypt with {0} (check that its key policy lets CloudTrail use it)', key.address),
    changes: [encrypt],
  };
}

/** The key of a trail is to be rotated as well. */
function rotate({ address, isRotatable, rotation: { value, name, setBy } }: Key): readonly Change[] {
  const isWanted = isRotatable === true && isNotOn(value) && setBy(true) !== undefined;
  return isWanted ? [{ kind: 'set-switch', resource: address, setting: name, value: true }] : [];
}

function withInput({ encryptWithInput }: Wanting): Fix {
  return {
    title: message('Encrypt with a key that is passed in (adds an input)'),
    safety: 'suggestion',
    preferred: false,
    changes: [encryptWithInput],
  };
}

function bySwitch({ user }: Wanting, { input, value }: InputValue): Fix {
  return {
    title: message('Set {0} to {1}', input, String(value)),
    safety: 'suggestion',
    preferred: true,
    changes: [{ kind: 'set-input', resource: user.address, input, value }],
  };
}

/** The key that is there for it; nothing where CloudTrail could not use it. */
function byFlag(wanting: Wanting, { input, value, key }: Flag): Fix | undefined {
  const permission = key.letsUse(wanting.user);
  const canLet = canBeLet(permission);
  if (isRefused(permission.value) && !canLet) return undefined;
  const letUse = canLet ? [wanting.letUse(key.address)] : [];
  const rotation = rotate(key);
  const set = message('Set {0} to {1}', input, String(value));
  return {
    title: flagTitle(set, key, canLet, rotation.length > 0),
    safety: 'suggestion',
    preferred: true,
    changes: [{ kind: 'set-own-input', input, value }, ...letUse, ...rotation],
  };
}

function flagTitle(set: Message, { address }: Key, isLet: boolean, isRotated: boolean): Message {
  if (isLet && isRotated) return message('{0}, let CloudTrail use {1} and rotate it', set, address);
  if (isLet) return message('{0} and let CloudTrail use {1}', set, address);
  return isRotated ? message('{0} and rotate {1}', set, address) : set;
}

function newKeyTitle(cause: Cause): Message {
  switch (cause.kind) {
    case 'written':
      return message('Encrypt with a new KMS key (about 1 USD a month)');
    case 'unset':
    case 'not-passed':
      return message('Encrypt with a new KMS key (about 1 USD a month), used unless {0} is set', cause.input);
    case 'decided':
      return message('Encrypt with a new KMS key (about 1 USD a month), used where it has none');
  }
}
