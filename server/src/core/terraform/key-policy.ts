import { actionsForTrails } from '../blueprints/key';
import { lackingActions, statementIds } from '../model/key-policy';
import type { Key } from '../model/project';
import { vocabulary } from '../model/vocabulary';
import { type Expression, isNothing } from '../syntax/hcl/tree';
import { usesBucketKey } from './bucket';
import { evaluateAttribute, evaluateIn } from './evaluation/named-values';
import type { Instance } from './instance';
import { findAttribute, type LocatedBlock, type Resource, resourcesOfType } from './module';

/** Whether the key's policy lets CloudTrail in, as far as the module shows it. */
export function judgeKeyPolicy(instance: Instance, key: Resource): Key['policy'] {
  const policy = inlinePolicy(instance, key);
  if (policy === 'none') return 'none';
  if (policy === 'unclear') return 'unclear';
  return policy.lacking.length === 0 ? 'lets-cloudtrail-in' : 'lacks-statements';
}

/** A policy that is written in the key as `jsonencode` of a document with a list of statements. */
export interface InlinePolicy {
  /** The block that it is written in. */
  readonly owner: LocatedBlock;
  readonly statements: Extract<Expression, { kind: 'tuple' }>;
  readonly ids: readonly string[];
  /** The actions of the blueprint that CloudTrail may not do yet. */
  readonly lacking: readonly string[];
}

/** `unclear` is a policy that is written elsewhere, in another form, or with conditions that may not fit the trail. */
export function inlinePolicy(instance: Instance, key: Resource): InlinePolicy | 'none' | 'unclear' {
  const attribute = findAttribute(key, vocabulary.key.attributes.policy.terraform);
  if (attribute === 'unsure' || hasSeparatePolicy(instance, key)) return 'unclear';
  if (attribute === 'absent' || isNothing(attribute.value())) return 'none';
  // A policy inside a string of JSON has no places that statements could be added at.
  const statements = attribute.owner.file.language === 'terraform' ? statementsOf(attribute.value()) : undefined;
  if (!statements) return 'unclear';
  const values = statements.items.map((item) => evaluateIn(instance, attribute.owner, item));
  const needed = actionsForTrails(usesBucketKey(instance));
  const lacking = lackingActions(values, needed);
  return lacking === 'unclear' ? lacking : { owner: attribute.owner, statements, ids: statementIds(values), lacking };
}

function hasSeparatePolicy(instance: Instance, key: Resource): boolean {
  const { keyPolicy } = vocabulary;
  return resourcesOfType(instance.module, keyPolicy.terraform).some((policy) => {
    const of = evaluateAttribute(instance, policy, keyPolicy.attributes.key.terraform);
    return of.kind !== 'reference' || of.resource === key.address;
  });
}

function statementsOf(policy: Expression): InlinePolicy['statements'] | undefined {
  const [document] = policy.kind === 'call' && policy.name === 'jsonencode' ? policy.arguments : [];
  if (document?.kind !== 'object') return undefined;
  const entry = document.entries.find(
    ({ key }) => (key.kind === 'name' ? key.name : key.kind === 'literal' && key.value) === 'Statement',
  );
  return entry?.value.kind === 'tuple' ? entry.value : undefined;
}
