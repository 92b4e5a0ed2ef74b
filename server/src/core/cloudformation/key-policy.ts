import { actionsForTrails } from '../blueprints/key';
import { lackingActions, statementIds } from '../model/key-policy';
import type { Key } from '../model/project';
import { truth } from '../model/values';
import { vocabulary } from '../model/vocabulary';
import { type Data, findEntry } from '../syntax/data/tree';
import { evaluate, scopeOf } from './evaluate';
import { memberOf } from './intrinsic';
import { resourcesOfType, type Template, type TemplateResource } from './template';

/** Whether the key's policy lets CloudTrail in, as far as the template shows it. */
export function judgeKeyPolicy(template: Template, key: TemplateResource): Key['policy'] {
  const policy = keyPolicy(template, key);
  if (typeof policy === 'string') return policy;
  return policy.lacking.length === 0 ? 'lets-cloudtrail-in' : 'lacks-statements';
}

/** The statements of a key's policy. */
export interface WrittenPolicy {
  readonly statements: Extract<Data, { kind: 'sequence' }>;
  readonly ids: readonly string[];
  /** The actions of the blueprint that CloudTrail may not do yet. */
  readonly lacking: readonly string[];
}

/** `unclear` is a policy in another form, or with conditions that may not fit the trail. */
export function keyPolicy(template: Template, key: TemplateResource): WrittenPolicy | 'none' | 'unclear' {
  const properties = findEntry(key.entry.value, 'Properties');
  if (properties === 'unsure') return 'unclear';
  const policy =
    properties === 'absent' ? 'absent' : findEntry(properties.value, vocabulary.key.attributes.policy.cloudformation);
  if (policy === 'absent') return 'none';
  if (policy === 'unsure') return 'unclear';
  const statements = memberOf(policy.value, 'Statement');
  if (statements?.kind !== 'sequence') return 'unclear';
  const scope = scopeOf(template, key);
  const values = statements.items.map((item) => evaluate(item, scope));
  const lacking = lackingActions(values, actionsForTrails(usesBucketKey(template)));
  return lacking === 'unclear' ? lacking : { statements, ids: statementIds(values), lacking };
}

/** Whether some bucket of the template uses, or may use, an S3 Bucket Key. */
function usesBucketKey(template: Template): boolean {
  return resourcesOfType(template, vocabulary.bucket.cloudformation).some((bucket) => {
    const encryption = memberOf(memberOf(bucket.entry.value, 'Properties'), 'BucketEncryption');
    const rules = memberOf(encryption, 'ServerSideEncryptionConfiguration');
    if (rules?.kind !== 'sequence') return encryption !== undefined;
    return rules.items.some((rule) => {
      const enabled = memberOf(rule, 'BucketKeyEnabled');
      return enabled !== undefined && truth(evaluate(enabled, scopeOf(template, bucket))) !== false;
    });
  });
}
