import { nowhere, type Value } from '../../model/value';
import { choice, emptyIsAbsent, joinWays, unfinished, unknown } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { argumentOf, type BlockReading, type MadeBlock, type MadeBlocks, madeBlocks } from '../evaluation/made-blocks';
import { blockReadingIn } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { blocksDeclared, writtenIn } from './blocks';
import { isThereByDefault, notMadeFor, wayOfNumber } from './by-default';
import { type Declared, rootOf } from './declared';
import { isImported } from './imported';
import { bindingsOf, joinedTo } from './joining';
import { ignoresChangesOf } from './lifecycle';
import { type Found, ignored } from './settings';

/** Where it is written how a bucket encrypts: apart from it or, as in former versions of the provider, in the bucket. */
export type WrittenEncryption =
  | ({ readonly kind: 'separate' } & Declared)
  | ({ readonly kind: 'inline'; readonly block: MadeBlock } & Declared)
  | 'none'
  /** There may be something, or there are several. */
  | 'unclear';

export function encryptionOfBucket(root: Instance, bucket: Declared): WrittenEncryption {
  const { terraform, attributes } = vocabulary.bucketEncryption;
  const separate = joinedTo(root, bucket, terraform, attributes.bucket.terraform);
  const inline = blocksDeclared(bucket, inlineName);
  // Of several, those that are there by default go before those that are not.
  const there = separate.found.filter(isThereByDefault);
  const [only, ...others] = there.length > 0 ? there : separate.found;
  const [block, ...otherBlocks] = inline.blocks;
  if (others.length > 0 || otherBlocks.length > 0 || (only && block)) return 'unclear';
  if (only) return { kind: 'separate', ...only };
  if (block) return { kind: 'inline', block, ...bucket };
  return separate.mayBeMore || !inline.isComplete || isImported(root, bucket) ? 'unclear' : 'none';
}

const inlineName = vocabulary.bucket.attributes.encryption.terraform;

/** How a bucket encrypts by default. */
export interface Encryption {
  readonly written: WrittenEncryption;
  readonly algorithm: Value;
  /** Where the algorithm is written. */
  readonly found: Found;
  readonly key: Value;
  readonly bucketKey: Value;
  /** In whose module the values are written. */
  readonly instance: Instance;
}

export function readEncryption(bucket: Declared): Encryption {
  const written = encryptionOfBucket(rootOf(bucket.instance), bucket);
  const all = (value: Value): Encryption => ({
    ...everywhere(value),
    written,
    instance: typeof written === 'string' ? bucket.instance : written.instance,
  });
  if (written === 'unclear') return all(unknown('how {0} encrypts may be written elsewhere', bucket.resource.address));
  // What decides that there is nothing led to it as well.
  if (written === 'none') {
    const { terraform, attributes } = vocabulary.bucketEncryption;
    const { way: inline } = blocksDeclared(bucket, inlineName);
    const way = joinWays(inline, ...notMadeFor(bucket, terraform, attributes.bucket.terraform).map(wayOfNumber));
    // What an input may put into the bucket must not have another beside it.
    return { ...all({ kind: 'absent', origin: { ...nowhere, way } }), found: inline.length > 0 ? 'unsure' : 'absent' };
  }
  const name = written.kind === 'separate' ? 'rule' : inlineName;
  if (ignoresChangesOf(written.resource, name)) return all(ignored);
  const { instance } = written;
  const reading = blockReadingIn(instance);
  if (written.kind === 'inline')
    return { ...inRules(madeBlocks(written.block, 'rule', reading), reading), written, instance };
  if (isThereByDefault(bucket) && !isThereByDefault(written))
    // An edit of what is not there would change nothing.
    return { ...all({ kind: 'absent', origin: { ...nowhere, way: wayOfNumber(written) } }), found: 'unsure' };
  const each = bindingsOf(written, bucket).map((bindings) =>
    inRules(blocksDeclared(written, 'rule', bindings), reading),
  );
  return { ...sameInAll(each), written, instance };
}

type InRules = Omit<Encryption, 'written' | 'instance'>;

function inRules({ blocks: [rule], isComplete, way }: MadeBlocks, reading: BlockReading): InRules {
  if (!isComplete) return everywhere(unfinished('the text around it is not finished'));
  if (!rule) return everywhere({ kind: 'absent', origin: { ...nowhere, way } });
  const defaults = madeBlocks(rule, 'apply_server_side_encryption_by_default', reading);
  const [byDefault] = defaults.blocks;
  const bucketKey = argumentOf(rule, 'bucket_key_enabled', reading);
  if (!byDefault) {
    const nothing: Value = defaults.isComplete
      ? { kind: 'absent', origin: { ...nowhere, way: defaults.way } }
      : unfinished('the text around it is not finished');
    return { ...everywhere(nothing), bucketKey };
  }
  return {
    algorithm: emptyIsAbsent(argumentOf(byDefault, 'sse_algorithm', reading)),
    found: writtenIn(byDefault, 'sse_algorithm'),
    key: emptyIsAbsent(argumentOf(byDefault, 'kms_master_key_id', reading)),
    bucketKey,
  };
}

function everywhere(value: Value): InRules {
  return { algorithm: value, found: 'absent', key: value, bucketKey: value };
}

/** Which of those that a block makes is for the bucket that is meant is not known where the block makes several of these as well. */
function sameInAll(each: readonly InRules[]): InRules {
  const of = (name: 'algorithm' | 'key' | 'bucketKey'): Value => {
    const values = each.map((one) => one[name]);
    const [first = unknown('nothing is known of it'), ...others] = values;
    return others.every((other) => isAlike(first, other)) ? first : choice(values, first.origin);
  };
  return { algorithm: of('algorithm'), found: each[0]?.found ?? 'absent', key: of('key'), bucketKey: of('bucketKey') };
}

function isAlike(one: Value, other: Value): boolean {
  if (one.kind === 'literal' && other.kind === 'literal') return one.value === other.value;
  if (one.kind === 'reference' && other.kind === 'reference')
    return one.resource === other.resource && one.attribute === other.attribute;
  return one.kind === 'absent' && other.kind === 'absent';
}
