import { publicAccessBlock } from '../../blueprints/bucket';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type Resource } from '../module';
import type { Declared } from '../reading/declared';
import { accessBlockOfBucket, hasOpenPolicy, isLike, openAclsOf } from '../reading/publicity';
import { differsByInstance } from './outside';

/** Where public access to a bucket is blocked. */
export interface BlockSite {
  /** The resource that does so; undefined where there is none. */
  readonly block: Resource | undefined;
  /** What of it is to be on. */
  readonly settings: readonly string[];
  /** The ACLs that S3 refuses then: docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-options */
  readonly openAcls: readonly LocatedAttribute[];
}

/** Undefined where no edit here could block it. */
export function blockSite(root: Instance, bucket: Declared): BlockSite | undefined {
  const written = accessBlockOfBucket(root, bucket);
  if (written === 'unclear') return undefined;
  // An edit of what is not there would change nothing.
  if (written !== 'none' && (written.instance.call || !isLike(written, bucket))) return undefined;
  const block = written === 'none' ? undefined : written.resource;
  const settings = settingsFor(root, bucket);
  const openAcls = openAclsOf(root, bucket).map(({ instance, found }) =>
    !instance.call && typeof found === 'object' ? found : undefined,
  );
  if (openAcls.some((acl) => !acl || isShared(acl))) return undefined;
  const there = block ? settings.map((name) => findAttribute(block, name)) : [];
  if (there.some((found) => found === 'unsure' || (typeof found === 'object' && isShared(found)))) return undefined;
  return { block, settings, openAcls: openAcls.filter((acl) => acl !== undefined) };
}

/** Whether it decides the same of other buckets in another way. */
function isShared(attribute: LocatedAttribute): boolean {
  return differsByInstance(attribute.value().source);
}

/** S3 refuses a public policy where those are blocked, so one that is written only comes to nothing. */
function settingsFor(root: Instance, bucket: Declared): readonly string[] {
  const settings = publicAccessBlock.map(({ terraform }) => terraform);
  return hasOpenPolicy(root, bucket) ? settings.filter((setting) => setting !== 'block_public_policy') : settings;
}
