import { type KeyBlueprint, storeKey, trailKey } from '../../blueprints/key';
import { vocabulary } from '../../model/vocabulary';
import { bare, call, entry, mapping, type Written, type WrittenEntry } from '../../syntax/data/written';
import { evaluateProperty } from '../evaluation/evaluate';
import { bucketNamed } from '../reading/bucket-names';
import { encryptionPaths } from '../reading/encryption';
import { reaches } from '../references';
import { conditionOf, resourcesOfType, type TemplateResource } from '../template';
import { addResources, type Draft, idFor, nameFor, plainName } from './draft';
import { nameOf } from './names';
import type { Operation } from './operation';
import { policyDocument, textWith } from './policy';

/** A key that is made, and how it is referred to. */
export interface NewKey {
  readonly value: Written;
  readonly operations: readonly Operation[];
}

/** A new key with its alias for a trail or an event data store, and for the trail's bucket: one for all changes. */
export function newKeyFor(draft: Draft, owner: TemplateResource): NewKey {
  const { template } = draft;
  const isStore = owner.type === vocabulary.store.cloudformation;
  const buckets = isStore ? [] : bucketsOf(draft, owner);
  const name = nameOf(owner, (id) => !buckets.some((bucket) => reaches(template, id, bucket)));
  const isPattern = name.includes('*');
  const wanted = [isStore ? 'EventDataStoreKey' : 'CloudTrailKey', `${plainName(owner)}Key`];
  const id = idFor(draft, `key of ${owner.name}`, wanted, (each) => template.ids.has(`${each}Alias`));
  // The alias has a name of its own, which nothing else may get.
  const aliasId = idFor(draft, `alias of ${owner.name}`, [`${id}Alias`]);
  const conditions = conditionFor(draft, owner);
  const key = keyResource(isStore ? storeKey(isPattern) : trailKey(isPattern), conditions, name);
  const alias = aliasResource(draft, id, isStore ? 'event-data-store' : 'cloudtrail', conditions);
  return {
    value: call('GetAtt', `${id}.Arn`),
    operations: addResources(draft, owner, [entry(id, key), entry(aliasId, alias)]),
  };
}

function keyResource(blueprint: KeyBlueprint, conditions: readonly WrittenEntry[], name: string): Written {
  const { attributes } = vocabulary.key;
  const names = { trail: name };
  return mapping([
    entry('Type', vocabulary.key.cloudformation),
    ...conditions,
    entry('DeletionPolicy', 'Retain'),
    entry('UpdateReplacePolicy', 'Retain'),
    entry(
      'Properties',
      mapping([
        entry(attributes.description.cloudformation, textWith(blueprint.description, names)),
        entry(attributes.rotation.cloudformation, bare(String(blueprint.rotates))),
        entry(attributes.deletionWindow.cloudformation, bare(String(blueprint.deletionWindow))),
        entry(attributes.policy.cloudformation, policyDocument(blueprint.policy, [names])),
      ]),
    ),
  ]);
}

function aliasResource(draft: Draft, id: string, purpose: string, conditions: readonly WrittenEntry[]): Written {
  const { template } = draft;
  // A trail's name may hold dots, which an alias may not; a stack's name may not either.
  const aliases = resourcesOfType(template, vocabulary.alias.cloudformation).map(({ entry: { owner } }) => owner.text);
  const isTaken = (name: string) => aliases.some((alias) => alias.includes(`-${name}`));
  const suffix = nameFor(draft, 'alias', id, [purpose, id], '-', isTaken);
  return mapping([
    entry('Type', vocabulary.alias.cloudformation),
    ...conditions,
    entry(
      'Properties',
      mapping([
        entry(vocabulary.alias.attributes.name.cloudformation, call('Sub', `alias/\${AWS::StackName}-${suffix}`)),
        entry(vocabulary.alias.attributes.key.cloudformation, call('Ref', id)),
      ]),
    ),
  ]);
}

/** The key is made under the condition that all have that it is for; where they differ it is always made. */
function conditionFor({ template, changes }: Draft, owner: TemplateResource): readonly WrittenEntry[] {
  const users = changes.flatMap((change) => {
    if (change.kind === 'encrypt-bucket-with-new-key' && change.trail === owner.name)
      return template.resources.get(change.bucket) ?? [];
    if (change.kind === 'encrypt-trail-with-new-key' && change.trail === owner.name) return owner;
    return change.kind === 'encrypt-store-with-new-key' && change.store === owner.name ? owner : [];
  });
  const [condition = '', ...others] = new Set(users.map(conditionOf));
  return condition === '' || others.length > 0 ? [] : [entry('Condition', condition)];
}

/** The buckets that are encrypted with the key of a trail, or may be next: what they need must be there before the key is. */
function bucketsOf({ template, changes }: Draft, trail: TemplateResource): readonly string[] {
  const changed = changes.flatMap((change) =>
    change.kind === 'encrypt-bucket-with-new-key' && change.trail === trail.name ? change.bucket : [],
  );
  const { bucket } = vocabulary.trail.attributes;
  const own = bucketNamed(template, evaluateProperty(template, trail, bucket.cloudformation));
  const hasKey = own && evaluateProperty(template, own, ...encryptionPaths.key).kind !== 'absent';
  return own && !hasKey ? [...changed, own.name] : changed;
}
