import { withBucketKey, withoutBucketKey } from '../../blueprints/bucket';
import type { Change } from '../../model/change';
import type { FileEdits, Mistake } from '../../model/edits';
import type { Reread } from '../../source';
import type { Document } from '../../syntax/data/insert';
import { styleOf } from '../../syntax/data/style';
import { findEntry } from '../../syntax/data/tree';
import { call, sequence, text, type Written } from '../../syntax/data/written';
import { holdsFor } from '../evaluation/given';
import { memberOf } from '../intrinsic';
import { conditionOf, inFile, type Template, type TemplateResource } from '../template';
import { logAccess } from './access-log';
import { encryptBucket } from './bucket-encryption';
import { letTrailsWrite } from './bucket-policy';
import { dependOnBucketPolicy } from './depend-on';
import type { Draft } from './draft';
import { keyInput } from './inputs';
import { keyOfTrail } from './key-of-trail';
import { closeKey, letStoreUse, letTrailsUse } from './key-policy';
import { sendToNewLogGroup } from './log-group';
import { mistakeOf } from './mistake';
import { newKeyFor } from './new-key';
import { editsOf, type Operation } from './operation';
import { blockPublicAccess } from './public-access';
import { setKey } from './set-key';
import { setParameter, setSwitch } from './switch';

/** Writes changes of meaning into a template. The edits are disjoint. */
export function write(template: Template, changes: readonly Change[]): readonly FileEdits[] {
  const { document, operations } = plan(template, changes);
  return [{ path: template.file.path, edits: editsOf(document, template.file.content, operations) }];
}

/** Reads the template again as `write` would leave it, and says where that is not what the changes mean; undefined where it is. */
export function findMistake(template: Template, changes: readonly Change[], reread: Reread): Mistake | undefined {
  const { file } = template;
  const { document, operations } = plan(template, changes);
  const edits = editsOf(document, file.content, operations);
  return mistakeOf(file, edits, operations, reread);
}

export function plan(template: Template, changes: readonly Change[]) {
  const { text, content } = template.file;
  const document: Document = { text, style: styleOf(content), inFile: (data) => inFile(template, data) };
  const draft: Draft = { document, template, changes, names: new Map() };
  return { document, operations: changes.flatMap((change) => writeChange(draft, change)) };
}

function writeChange(draft: Draft, change: Change): readonly Operation[] {
  const find = (name: string) => resource(draft.template, name);
  switch (change.kind) {
    case 'encrypt-trail':
      return encrypt(draft, find(change.trail), arnFor(draft, change.key, change.trail), change.instead === true);
    case 'encrypt-trail-with-new-key':
      return encryptWithNewKey(draft, find(change.trail), change.instead === true);
    case 'encrypt-trail-with-input':
      return encryptWithInput(draft, find(change.trail), change.instead === true);
    case 'encrypt-store':
      return setKey(draft, find(change.store), arnFor(draft, change.key, change.store), false);
    case 'encrypt-store-with-new-key':
      return encryptWithNewKey(draft, find(change.store), false);
    case 'encrypt-store-with-input':
      return encryptWithInput(draft, find(change.store), false);
    case 'let-trails-use-key': {
      const [first, ...others] = change.trails;
      const trails = [find(first), ...others.map(find)] as const;
      return letTrailsUse(draft, find(change.key), trails, change.forBucketKey === true);
    }
    case 'let-store-use-key':
      return letStoreUse(draft, find(change.key), find(change.store));
    case 'close-key-to-other-accounts':
      return closeKey(draft, find(change.key), find(change.trail));
    case 'encrypt-bucket': {
      const encryption = change.withoutBucketKey ? withoutBucketKey : withBucketKey;
      return encryptBucket(draft, find(change.bucket), arnFor(draft, change.key, change.bucket), encryption);
    }
    case 'encrypt-bucket-with-key-of-trail': {
      const bucket = find(change.bucket);
      const key = keyOfTrail(draft.template, find(change.trail), bucket);
      return key ? encryptBucket(draft, bucket, key, withoutBucketKey) : [];
    }
    case 'encrypt-bucket-with-new-key': {
      const key = newKeyFor(draft, find(change.trail));
      const encryption = change.withoutBucketKey ? withoutBucketKey : withBucketKey;
      return withAdded(encryptBucket(draft, find(change.bucket), key.value, encryption), key.operations);
    }
    case 'let-trails-write-to-bucket':
      return letTrailsWrite(draft, find(change.bucket), change.trails.map(find));
    case 'block-public-access':
      return blockPublicAccess(draft, find(change.bucket));
    case 'log-access-to-input':
      return logAccess(draft, find(change.bucket));
    case 'send-to-new-log-group':
      return sendToNewLogGroup(draft, find(change.trail));
    case 'set-switch':
      return setSwitch(draft, find(change.resource), change.setting, change.value);
    case 'rename-property':
      return renameProperty(draft, find(change.resource), change.written, change.meant);
    // CloudFormation takes aliases as they are: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
    case 'encrypt-trail-with-key-of-alias':
      return [];
    case 'set-own-input':
      return setParameter(draft, change.input, change.value);
    case 'set-input':
      throw new Error('a template calls no modules');
  }
}

function resource(template: Template, name: string): TemplateResource {
  const found = template.resources.get(name);
  if (!found) throw new Error(`a change names ${name}, which is not in the template`);
  return found;
}

/** The ARN of a key, for a resource that may be there where the key is not: there it names none. In a snippet the key is still to be named. */
function arnFor({ template }: Draft, key: string, user: string): Written {
  const arn = call('GetAtt', `${key}.Arn`);
  const found = template.resources.get(key);
  const condition = found ? conditionOf(found) : '';
  if (holdsFor(template, resource(template, user), condition)) return arn;
  return call('If', sequence([text(condition), arn, call('Ref', 'AWS::NoValue')]));
}

/** What is added is there for what uses it. */
function withAdded(uses: readonly Operation[], added: readonly Operation[]): readonly Operation[] {
  return uses.length === 0 ? [] : [...added, ...uses];
}

function encryptWithNewKey(draft: Draft, owner: TemplateResource, instead: boolean): readonly Operation[] {
  const key = newKeyFor(draft, owner);
  return withAdded(encrypt(draft, owner, key.value, instead), key.operations);
}

function encryptWithInput(draft: Draft, owner: TemplateResource, instead: boolean): readonly Operation[] {
  const input = keyInput(draft, owner);
  return withAdded(encrypt(draft, owner, call('Ref', input.name), instead), input.operations);
}

function encrypt(draft: Draft, owner: TemplateResource, key: Written, instead: boolean): readonly Operation[] {
  const operations = setKey(draft, owner, key, instead);
  return operations.length === 0 ? [] : [...operations, ...dependOnBucketPolicy(draft, owner)];
}

function renameProperty(
  { document }: Draft,
  { entry }: TemplateResource,
  written: string,
  meant: string,
): readonly Operation[] {
  const properties = memberOf(entry.value, 'Properties');
  const wrong = properties && findEntry(properties, written);
  if (!wrong || typeof wrong === 'string' || wrong.key.kind !== 'scalar') return [];
  const { style } = wrong.key;
  const quote = style === 'double' ? '"' : style === 'single' ? "'" : '';
  const edit = { span: document.inFile(wrong.key), text: `${quote}${meant}${quote}` };
  return [{ kind: 'replace', edit, what: wrong.key, by: text(meant) }];
}
