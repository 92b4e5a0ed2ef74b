import type { BucketBlueprint, ResourceBlueprint, StoreBlueprint, TrailBlueprint } from '../../blueprints/resources';
import { vocabulary } from '../../model/vocabulary';
import { bare, call, entry, mapping, sequence, text, type WrittenEntry } from '../../syntax/data/written';
import { accessLogging } from './access-log';

/** A resource that is made whole; `bucket` is the logical id of the bucket that a trail writes to. */
export function resourceMember(blueprint: ResourceBlueprint, id: string, bucket: string): WrittenEntry {
  return entry(id, mapping(entriesOf(blueprint, id, bucket)));
}

function entriesOf(blueprint: ResourceBlueprint, id: string, bucket: string): readonly WrittenEntry[] {
  switch (blueprint.kind) {
    case 'trail':
      return trailEntries(blueprint, bucket);
    case 'store':
      return storeEntries(blueprint);
    case 'bucket':
      return bucketEntries(blueprint, id);
  }
}

function trailEntries({ name, switches }: TrailBlueprint, bucket: string): readonly WrittenEntry[] {
  const { cloudformation: type, attributes } = vocabulary.trail;
  return [
    entry('Type', type),
    properties(
      entry(attributes.name.cloudformation, name),
      entry(attributes.bucket.cloudformation, call('Ref', bucket)),
      ...on(switches, attributes),
    ),
  ];
}

function storeEntries({ name, switches, retention }: StoreBlueprint): readonly WrittenEntry[] {
  const { cloudformation: type, attributes } = vocabulary.store;
  return [
    entry('Type', type),
    ...kept,
    properties(
      entry(attributes.name.cloudformation, name),
      ...on(switches, attributes),
      entry(attributes.retention.cloudformation, bare(String(retention))),
    ),
  ];
}

function on<T extends string>(
  switches: Partial<Readonly<Record<T, true>>>,
  attributes: Readonly<Record<T, { readonly cloudformation: string }>>,
): readonly WrittenEntry[] {
  return (Object.keys(switches) as T[]).map((name) => entry(attributes[name].cloudformation, bare('true')));
}

/** It has no name of its own: the one that CloudFormation makes for it is surely free. */
function bucketEntries({ versioning, ownership, accessLog }: BucketBlueprint, id: string): readonly WrittenEntry[] {
  const { cloudformation: type, attributes } = vocabulary.bucket;
  const rules = sequence([mapping([entry('ObjectOwnership', ownership)])]);
  return [
    entry('Type', type),
    ...kept,
    properties(
      entry(attributes.ownership.cloudformation, mapping([entry('Rules', rules)])),
      entry(attributes.versioning.cloudformation, mapping([entry('Status', versioning)])),
      ...(accessLog === undefined
        ? []
        : [entry(attributes.accessLog.cloudformation, accessLogging(text(accessLog), id))]),
    ),
  ];
}

/** What has been recorded outlives the stack. */
const kept = [entry('DeletionPolicy', 'Retain'), entry('UpdateReplacePolicy', 'Retain')];

function properties(...entries: readonly WrittenEntry[]): WrittenEntry {
  return entry('Properties', mapping(entries));
}
