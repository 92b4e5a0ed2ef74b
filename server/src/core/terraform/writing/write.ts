import { withBucketKey, withoutBucketKey } from '../../blueprints/bucket';
import type { Change, OneOrMore } from '../../model/change';
import type { FileEdits } from '../../model/edits';
import type { Instance } from '../instance';
import type { LocatedBlock } from '../module';
import { declarationNamed } from '../reading/declared';
import { aliasSite } from '../sites/alias';
import { keyForBothAt, keyOfTrailAt } from '../sites/key-for-both';
import { type Site, siteOf } from '../sites/site';
import { inputSite, type SwitchSite, switchSite } from '../sites/switch';
import { blockPublicAccess, encryptBucket, logAccess } from './bucket';
import { letTrailsWrite } from './bucket-policy';
import { replaceSpan } from './hcl-writer';
import { closeKey, letStoreUseKey, letTrailsUseKey } from './key-policy';
import { sendToNewLogGroup } from './log-group';
import { keyFromInput, newKey, setInput, setKey } from './new-key';
import { editsOf, notThere, type Part, replaceValue, resourceNamed } from './parts';
import { arnOfKey } from './repetition';
import { waitForBucketPolicy } from './wait';

/** Writes changes of meaning into the files of a module. Edits of one file are disjoint. */
export function write(instance: Instance, changes: readonly Change[]): readonly FileEdits[] {
  return editsOf(changes.flatMap((change) => partsOf(instance, change)));
}

function partsOf(root: Instance, change: Change): readonly Part[] {
  switch (change.kind) {
    case 'encrypt-trail':
      return [
        setKey(site(root, change.trail), keyFor(root, change.key, site(root, change.trail).block), change.instead),
        ...waitForBucketPolicy(root, change.trail),
      ];
    case 'encrypt-store':
      return [setKey(site(root, change.store), keyFor(root, change.key, site(root, change.store).block))];
    case 'encrypt-trail-with-new-key':
      return [...withNewKey(site(root, change.trail), change.instead), ...waitForBucketPolicy(root, change.trail)];
    case 'encrypt-store-with-new-key':
      return withNewKey(site(root, change.store));
    case 'encrypt-trail-with-input':
      return [...keyFromInput(site(root, change.trail), change.instead), ...waitForBucketPolicy(root, change.trail)];
    case 'encrypt-store-with-input':
      return keyFromInput(site(root, change.store));
    case 'encrypt-trail-with-key-of-alias': {
      const alias = aliasSite(root, change.trail);
      return alias ? [replaceValue(alias.attribute, alias.key)] : [];
    }
    case 'let-trails-use-key':
      return letTrailsUseKey(root, sites(root, change.trails), change.key, change.trails, change.forBucketKey);
    case 'let-store-use-key':
      return letStoreUseKey(root, site(root, change.store), change.key, change.store);
    case 'close-key-to-other-accounts':
      return closeKey(root, site(root, change.trail), change.key, change.trail);
    case 'encrypt-bucket':
      return encryptBucket(
        root,
        change.bucket,
        keyForBucket(root, change),
        change.withoutBucketKey ? withoutBucketKey : withBucketKey,
      );
    case 'encrypt-bucket-with-key-of-trail': {
      const trail = declarationNamed(root, change.trail);
      const key = trail && keyOfTrailAt(trail, resourceNamed(root.module, change.bucket));
      return key === undefined ? [] : encryptBucket(root, change.bucket, key, withoutBucketKey);
    }
    case 'encrypt-bucket-with-new-key': {
      const { arn, parts } = newKey(site(root, change.trail), resourceNamed(root.module, change.bucket));
      const encryption = change.withoutBucketKey ? withoutBucketKey : withBucketKey;
      return [...encryptBucket(root, change.bucket, arn, encryption), ...parts];
    }
    case 'let-trails-write-to-bucket':
      return letTrailsWrite(root, sites(root, change.trails), change.bucket, change.trails);
    case 'block-public-access':
      return blockPublicAccess(root, change.bucket);
    case 'log-access-to-input':
      return logAccess(root, change.bucket);
    case 'send-to-new-log-group':
      return sendToNewLogGroup(site(root, change.trail));
    case 'set-switch': {
      const found = switchSite(root, change.resource, change.setting, change.value);
      return found ? [setSwitch(found)] : [];
    }
    case 'set-input':
      return [setInput(site(root, change.resource), change.input, String(change.value))];
    case 'set-own-input': {
      const found = inputSite(root, change.input, change.value);
      return found ? [setSwitch(found)] : [];
    }
    case 'rename-property':
      throw new Error('Terraform itself knows the names of arguments');
  }
}

function site(root: Instance, address: string): Site {
  return siteOf(root, address) ?? notThere(address);
}

function sites(root: Instance, [first, ...others]: OneOrMore): readonly [Site, ...Site[]] {
  return [site(root, first), ...others.map((address) => site(root, address))];
}

function keyFor(root: Instance, key: string, user: LocatedBlock): string {
  const found = root.module.resources.get(key);
  return found ? arnOfKey(found, user) : `${key}.arn`;
}

function keyForBucket(root: Instance, change: Extract<Change, { kind: 'encrypt-bucket' }>): string {
  const bucket = resourceNamed(root.module, change.bucket);
  const trail = change.as === undefined ? undefined : declarationNamed(root, change.as);
  return (trail && keyForBothAt(trail, bucket)) ?? keyFor(root, change.key, bucket);
}

function withNewKey(of: Site, instead?: boolean): readonly Part[] {
  const { arn, parts } = newKey(of);
  return [setKey(of, arn, instead), ...parts];
}

/** A literal that is on or off is the same text in both syntaxes. */
function setSwitch({ at, name, source }: SwitchSite): Part {
  if (at.kind === 'unwritten')
    return {
      kind: 'members',
      owner: at.owner,
      members: [{ kind: 'argument', name, value: source, after: at.after }],
    };
  const { owner, valueSpan } = at.attribute;
  return { kind: 'edits', path: owner.file.path, edits: replaceSpan(owner, valueSpan, source) };
}
