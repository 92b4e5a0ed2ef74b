import type { Change } from '../model/change';
import type { Fix, IsWanted } from '../model/finding';
import { type Message, message } from '../model/message';
import type { EventDataStore, Flag, Key, KeySwitch, Misspelling, Permission, Project, Trail } from '../model/project';
import { isLiteral } from '../model/values';
import type { Cause } from './cause';
import { canBeLet, isRefused } from './permission';
import { closing, type KeyStep, letting, rotating, titleWith, wantedOf } from './taking-key';
import { usedKeys } from './used';

/** What a key is wanted for, and the changes that give it one. */
export interface Wanting {
  readonly user: Trail | EventDataStore;
  readonly encrypt: (key: string) => Change;
  readonly encryptWithNewKey: Change;
  readonly encryptWithInput: Change;
  /** For these trails as well. */
  readonly letUse: (key: string, others: readonly string[]) => Change;
  /** Undefined where the key is for other accounts as well, and cannot be closed to them. */
  readonly close: (project: Project, key: Key) => readonly KeyStep[] | undefined;
  readonly isWanted: IsWanted;
}

/** `instead` of what is written. */
export function wantingTrail(trail: Trail, isWanted: IsWanted, instead?: true): Wanting {
  const of = { trail: trail.address, ...(instead && { instead }) };
  return {
    user: trail,
    encrypt: (key) => ({ kind: 'encrypt-trail', key, ...of }),
    encryptWithNewKey: { kind: 'encrypt-trail-with-new-key', ...of },
    encryptWithInput: { kind: 'encrypt-trail-with-input', ...of },
    letUse: (key, others) => ({ kind: 'let-trails-use-key', key, trails: [trail.address, ...others] }),
    close: (project, key) => closing(project, key, trail),
    isWanted,
  };
}

export function wantingStore(store: EventDataStore, isWanted: IsWanted): Wanting {
  const of = { store: store.address };
  return {
    user: store,
    encrypt: (key) => ({ kind: 'encrypt-store', key, ...of }),
    encryptWithNewKey: { kind: 'encrypt-store-with-new-key', ...of },
    encryptWithInput: { kind: 'encrypt-store-with-input', ...of },
    letUse: (key) => ({ kind: 'let-store-use-key', key, ...of }),
    close: () => [],
    isWanted,
  };
}

/** For one that has no key: one that is there for it, one of its own, or what a module does when it is told to. */
export function missingKeyFixes(project: Project, wanting: Wanting, cause: Cause): readonly Fix[] {
  const { call, takesKey } = wanting.user;
  // What a call does not pass is no input yet of what is judged.
  const ofKey = call && !call.passesKey() ? ({ kind: 'written' } as const) : cause;
  const withKey = takesKey() ? keyFixes(project, wanting, ofKey) : [];
  const flags = wanting.user.flags().flatMap((flag) => byFlag(project, wanting, flag) ?? []);
  const switches = call?.switches() ?? [];
  const fixes = [...flags, ...withKey, ...switches.map((each) => bySwitch(wanting, each))];
  const best = fixes.find(({ preferred }) => preferred);
  return fixes.map((fix) => (fix === best ? fix : { ...fix, preferred: false }));
}

/** For one whose key is not read because of the name of its property: once it is, the key is looked at like any other. */
export function misspelledKeyFix(project: Project, wanting: Wanting, { written, meant, value }: Misspelling): Fix {
  const { user } = wanting;
  const change = { kind: 'rename-property', resource: user.address, written, meant } as const;
  const title = message('Rename {0} to {1}', written, meant);
  const key = value.kind === 'reference' ? project.keys().find(({ address }) => address === value.resource) : undefined;
  const steps = key?.fits(user) ? stepsTaking(project, wanting, key) : [];
  if (!key || steps.length === 0) return { title, safety: 'safe', preferred: true, changes: [change] };
  return {
    title: titleWith(title, steps, key.address),
    safety: 'suggestion',
    preferred: true,
    changes: [...steps.flatMap(({ changes }) => changes), change],
  };
}

/**
 * What is done to a key that it takes: CloudTrail is let in, for it and all trails that want the same, the key is rotated and closed to other
 * accounts, as far as it can be.
 */
function stepsTaking(
  project: Project,
  { user, letUse, close, isWanted }: Wanting,
  key: Key,
  others: readonly Trail[] = trailsOf(project, key),
): readonly KeyStep[] {
  const shutOut = others.filter((trail) => trail.address !== user.address && canBeLet(key.letsUse(trail)));
  const addresses = shutOut.map(({ address }) => address);
  return [
    ...(canBeLet(key.letsUse(user)) ? [letting([letUse(key.address, addresses)])] : []),
    ...wantedOf([...rotating(key, user), ...(close(project, key) ?? [])], isWanted),
  ];
}

/** The trails that use a key. */
function trailsOf(project: Project, { address }: Key): readonly Trail[] {
  return project.whole().trails.filter((trail) => trail.key()?.address === address);
}

/** A new key, each key that there is, or one that is passed in. */
export function keyFixes(project: Project, wanting: Wanting, cause: Cause): readonly Fix[] {
  const { user } = wanting;
  // What comes from an input is one already.
  const input = cause.kind === 'written' ? [withInput(wanting)] : [];
  if (user.keyDeployment === undefined) return input;
  const keys = project.keys().filter((key) => key.fits(user) && !opens(project, user, key));
  const closable = keys.filter((key) => wanting.close(project, key) !== undefined);
  const ready = keyMeant(project, closable, (key) => key.letsUse(user));
  const withNewKey: Fix = {
    title: newKeyTitle(cause),
    safety: 'suggestion',
    preferred: ready === undefined,
    changes: [wanting.encryptWithNewKey],
  };
  return [withNewKey, ...keys.map((key) => withKey(project, wanting, key, key === ready)), ...input];
}

/** Whether a key of trails would have to be opened for an event data store, whose statements cannot name it before it is there. */
function opens(project: Project, user: Wanting['user'], key: Key): boolean {
  return isStore(user) && trailsOf(project, key).length > 0 && !isLiteral(key.letsUse(user).value, true);
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

function withKey(project: Project, wanting: Wanting, key: Key, preferred: boolean): Fix {
  const permission = key.letsUse(wanting.user);
  const steps = stepsTaking(project, wanting, key);
  const title = titleWith(message('Encrypt with {0}', key.address), steps);
  const isLet = isLiteral(permission.value, true) || canBeLet(permission);
  return {
    title: isLet
      ? sayIfOpen(project, wanting, key, title)
      : message('{0} (check that its key policy lets CloudTrail use it)', title),
    safety: 'suggestion',
    preferred,
    changes: [wanting.encrypt(key.address), ...steps.flatMap(({ changes }) => changes)],
  };
}

function sayIfOpen(project: Project, { close }: Wanting, key: Key, title: Message): Message {
  return close(project, key) ? title : message('{0} (its key policy is open to other accounts)', title);
}

function withInput({ encryptWithInput }: Wanting): Fix {
  return {
    title: message('Encrypt with a key that is passed in (adds an input)'),
    safety: 'suggestion',
    preferred: false,
    changes: [encryptWithInput],
  };
}

function bySwitch({ user }: Wanting, { input, value, isRefused: refused }: KeySwitch): Fix {
  const title = message('Set {0} to {1}', input, String(value));
  return {
    title: refused ? message('{0} (its key policy has to let CloudTrail use it first)', title) : title,
    safety: 'suggestion',
    preferred: !refused,
    changes: [{ kind: 'set-input', resource: user.address, input, value }],
  };
}

/** The key that is there for it; nothing where CloudTrail could not use it for all that get it by the same input, or one of them would be replaced. */
function byFlag(project: Project, wanting: Wanting, flag: Flag): Fix | undefined {
  const { input, value, says, key } = flag;
  const { user } = wanting;
  const others = othersOf(project.whole(), user, flag);
  if (others.some((other) => isStore(other) && other.isReplacedForKey)) return undefined;
  // What is written is what the files say now, and the policy may be one that is not made by that.
  const written = project.keys().find(({ address }) => address === key.address) ?? key;
  const shutOut = [user, ...others].filter((each) => isRefused(key.letsUse(each).value));
  const canLet = isStore(user) ? shutOut.every((each) => each === user) : !shutOut.some(isStore);
  if (!canLet || !shutOut.every((each) => canBeLet(written.letsUse(each)))) return undefined;
  const steps = stepsTaking(project, wanting, written, others.filter(isTrail));
  const title = titleWith(message('Set {0} to {1}', input, says), steps, key.address);
  return {
    title: sayIfOpen(project, wanting, written, title),
    safety: 'suggestion',
    // What else another input decides, who knows.
    preferred: /kms|key|cmk|encrypt|sse/i.test(input),
    changes: [{ kind: 'set-own-input', input, value }, ...steps.flatMap(({ changes }) => changes)],
  };
}

/** What else would get a key by the same. */
function othersOf({ trails, stores }: Project, user: Wanting['user'], { input, value }: Flag) {
  return [...trails, ...stores()].filter(
    (other) =>
      other.address !== user.address && other.flags().some((each) => each.input === input && each.value === value),
  );
}

function isTrail(recorder: Wanting['user']): recorder is Trail {
  return !isStore(recorder);
}

function isStore(recorder: Wanting['user']): recorder is EventDataStore {
  return 'isReplacedForKey' in recorder;
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
