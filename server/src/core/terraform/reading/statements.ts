import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { statementsAsJson } from '../../blueprints/clipboard';
import { storeKeyPolicy, trailKeyPolicy } from '../../blueprints/key';
import { lackingStatements } from '../../blueprints/policy';
import type { BlueprintPart } from '../../blueprints/text';
import type { Text } from '../../model/text';
import { vocabulary } from '../../model/vocabulary';
import type { Declared } from './declared';
import { identityOfTrail, nameOfBucket, nameOfTrail, prefixOfTrail } from './identity';

/** The statements that let CloudTrail do in a bucket what it may not do yet for a trail, as JSON. */
export function statementsToWrite(bucket: Declared, trail: Declared, lacking: readonly string[]): string {
  const prefix = prefixOfTrail(trail);
  const organization = identityOfTrail(trail).organization === true;
  const policy = trailBucketPolicy({ namesPattern: false, organization, prefix: prefix !== undefined });
  return statementsAsJson(lackingStatements(policy, lacking), (part) => known(part, trail, bucket));
}

/** The same of a key, for a trail or an event data store. */
export function statementsToUse(user: Declared, lacking: readonly string[]): string {
  if (user.resource.type === vocabulary.store.terraform)
    return statementsAsJson(lackingStatements(storeKeyPolicy(), lacking));
  return statementsAsJson(lackingStatements(trailKeyPolicy(false), lacking), (part) => known(part, user));
}

/** What has a name that is written: of all else there is a placeholder. */
function known({ kind }: BlueprintPart, trail: Declared, bucket?: Declared): string | undefined {
  switch (kind) {
    case 'trail-name':
      return literalOf(nameOfTrail(trail));
    case 'prefixed-logs': {
      const prefix = literalOf(prefixOfTrail(trail) ?? []);
      return prefix === undefined ? undefined : `${prefix}/AWSLogs`;
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
