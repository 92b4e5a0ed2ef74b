import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { statementsAsJson } from '../../blueprints/clipboard';
import { storeKeyPolicy, trailKeyPolicy } from '../../blueprints/key';
import { lackingStatements } from '../../blueprints/policy';
import type { BlueprintPart } from '../../blueprints/text';
import type { Text } from '../../model/text';
import { vocabulary } from '../../model/vocabulary';
import type { Declared } from './declared';
import { identityOfTrail, nameOfBucket, nameOfTrail, prefixOfTrail } from './identity';

/** The statements that let CloudTrail do in a bucket what it may not do yet for trails, as JSON. */
export function statementsToWrite(bucket: Declared, trails: readonly Declared[], lacking: readonly string[]): string {
  const policy = trailBucketPolicy(
    trails.map((trail) => ({
      namesPattern: false,
      organization: identityOfTrail(trail).organization === true,
      prefix: prefixOfTrail(trail) !== undefined,
    })),
  );
  return statementsAsJson(lackingStatements(policy, lacking), (part) => known(part, trails, bucket));
}

/** The same of a key, for trails or an event data store. */
export function statementsToUse(users: readonly Declared[], lacking: readonly string[]): string {
  if (users.some(({ resource }) => resource.type === vocabulary.store.terraform))
    return statementsAsJson(lackingStatements(storeKeyPolicy(), lacking));
  const policy = trailKeyPolicy(users.length, false);
  return statementsAsJson(lackingStatements(policy, lacking), (part) => known(part, users));
}

/** What has a name that is written: of all else there is a placeholder. */
function known(
  { kind, trail: index = 0 }: BlueprintPart,
  trails: readonly Declared[],
  bucket?: Declared,
): string | undefined {
  const trail = trails[index];
  if (!trail) return undefined;
  switch (kind) {
    case 'trail-name':
      return literalOf(nameOfTrail(trail));
    case 'prefixed-logs': {
      const prefix = literalOf(prefixOfTrail(trail) ?? []);
      return prefix === undefined || prefix.endsWith('/') ? undefined : `${prefix}/AWSLogs`;
    }
    case 'bucket-arn': {
      const name = bucket && literalOf(nameOfBucket(bucket));
      return name === undefined ? undefined : `arn:<PARTITION>:s3:::${name}`;
    }
    default:
      return undefined;
  }
}

function literalOf([only, ...others]: Text): string | undefined {
  return typeof only === 'string' && others.length === 0 ? only : undefined;
}
