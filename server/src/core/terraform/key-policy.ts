import { trailKeyPolicy } from '../blueprints/key';
import type { PolicyBlueprint } from '../blueprints/policy';
import type { Key } from '../model/project';
import type { Value } from '../model/value';
import { vocabulary } from '../model/vocabulary';
import type { Expression } from '../syntax/hcl/tree';
import { usesBucketKey } from './bucket';
import { evaluate, evaluateAttribute } from './evaluate';
import { findAttribute, type Module, type Resource, resourcesOfType } from './module';

const service = 'cloudtrail.amazonaws.com';

/** Whether the key's policy lets CloudTrail in, as far as the module shows it. */
export function judgeKeyPolicy(module: Module, key: Resource): Key['policy'] {
  const policy = inlinePolicy(module, key);
  if (policy === 'none') return 'none';
  if (policy === 'unclear') return 'unclear';
  return policy.lacking.length === 0 ? 'lets-cloudtrail-in' : 'lacks-statements';
}

/** A policy that is written in the key as `jsonencode` of a document with a list of statements. */
export interface InlinePolicy {
  readonly statements: Extract<Expression, { kind: 'tuple' }>;
  readonly ids: readonly string[];
  /** The actions of the blueprint that CloudTrail may not do yet. */
  readonly lacking: readonly string[];
}

/** `unclear` is a policy that is written elsewhere, in another form, or with conditions that may not fit the trail. */
export function inlinePolicy(module: Module, key: Resource): InlinePolicy | 'none' | 'unclear' {
  const attribute = findAttribute(key.block, vocabulary.key.attributes.policy.terraform);
  if (attribute === 'unsure' || hasSeparatePolicy(module, key)) return 'unclear';
  if (attribute === 'absent') return 'none';
  const statements = statementsOf(attribute.value());
  if (!statements) return 'unclear';
  const values = statements.items.map((item) => evaluate(item, { module, owner: key, underWay: [] }));
  const granted: string[] = [];
  for (const statement of values) {
    if (text(member(statement, 'Effect')) !== 'Allow') return 'unclear';
    const principals = texts(member(member(statement, 'Principal'), 'Service'));
    const actions = texts(member(statement, 'Action'));
    if (!principals?.includes(service)) continue;
    if (!actions || member(statement, 'Condition')) return 'unclear';
    granted.push(...actions);
  }
  const needed = trailKeyPolicy(false).statements.map(({ action }) => action);
  const lacking = needed.filter(
    (action) => isNeeded(action, module) && !granted.some((pattern) => covers(pattern, action)),
  );
  return { statements, ids: values.flatMap((statement) => text(member(statement, 'Sid')) ?? []), lacking };
}

/** The part of a policy that adds the lacking actions. */
export function lackingStatements(policy: PolicyBlueprint, lacking: readonly string[]): PolicyBlueprint {
  return { statements: policy.statements.filter(({ action }) => lacking.includes(action)) };
}

/** The root of the account, `kms:*`, is nothing to CloudTrail; decryption only matters to it where the bucket uses a Bucket Key. */
function isNeeded(action: string, module: Module): boolean {
  return action !== 'kms:*' && (action !== 'kms:Decrypt' || usesBucketKey(module));
}

function covers(pattern: string, action: string): boolean {
  if (pattern === '*' || pattern === action) return true;
  return pattern.endsWith('*') && action.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
}

function hasSeparatePolicy(module: Module, key: Resource): boolean {
  const { keyPolicy } = vocabulary;
  return resourcesOfType(module, keyPolicy.terraform).some((policy) => {
    const of = evaluateAttribute(module, policy, keyPolicy.attributes.key.terraform);
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

function member(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'map' ? value.entries.get(name) : undefined;
}

function text(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' ? String(value.value) : undefined;
}

/** A string or a list of them; undefined where one of them is not known. */
function texts(value: Value | undefined): readonly string[] | undefined {
  const items = (value?.kind === 'list' ? value.items : [value]).map(text);
  return items.every((item) => item !== undefined) ? items : undefined;
}
