import type { Identity } from '../../memory/dependency';
import { memoize } from '../../memory/lazy';
import type { Value } from '../../model/value';
import { isUnfinished } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { mayBecomeItem } from '../../syntax/data/become-list';
import { type Data, type Mapping, type Member, type Sequence, sectionNamed } from '../../syntax/data/tree';
import { mentions } from '../../text/mention';
import { isNeverCreated } from '../evaluation/conditions';
import { evaluateProperty } from '../evaluation/evaluate';
import { memberOf, textOf } from '../intrinsic';
import { resourcesOfType, type Template, type TemplateResource } from '../template';
import { bucketReferredTo, namesBucket } from './bucket-names';
import { firewall, identityOfResource } from './firewall';
import { ownEntry, ownItems, ownMapping, ownProperties, ownSequence } from './own';

/** A policy whose statements are written directly, in its resource: others can be put after them. */
export interface WrittenPolicy {
  /** What it is a property of: the key itself, or the bucket policy. */
  readonly resource: TemplateResource;
  readonly document: Mapping;
  /** A list of them, or one alone. */
  readonly statements: Sequence | Mapping;
  /** Those that no other policy has, too. */
  readonly items: readonly Data[];
  /** The ids that its statements have. */
  readonly ids: readonly string[];
}

/** `none` where the key has the policy that KMS makes; `unclear` is a policy in another form. */
export function policyOfKey(template: Template, key: TemplateResource): WrittenPolicy | 'none' | 'unclear' {
  const { policy } = vocabulary.key.attributes;
  const value = evaluateProperty(template, key, policy.cloudformation);
  return value.kind === 'absent' ? 'none' : policyIn(key, policy.cloudformation);
}

/** `none` where nothing in the template is the bucket's policy; `unclear` where something may be, or is in another form. */
export function policyOfBucket(template: Template, bucket: TemplateResource): WrittenPolicy | 'none' | 'unclear' {
  const found = policiesOfBucket(template, bucket);
  const [only, ...others] = found.sure;
  if (found.mayHaveOthers || others.length > 0) return 'unclear';
  return only ? policyIn(only, vocabulary.bucketPolicy.attributes.policy.cloudformation) : 'none';
}

/** The resources that give a bucket its policy. */
export interface BucketPolicies {
  readonly sure: readonly TemplateResource[];
  /** Whether there may be others: their bucket is not known, or a macro may add them. */
  readonly mayHaveOthers: boolean;
}

export function policiesOfBucket(template: Template, bucket: TemplateResource): BucketPolicies {
  return policiesIn(template)(bucket);
}

const policiesIn = memoize((template: Template) =>
  memoize((bucket: TemplateResource) => findPolicies(template, bucket)),
);

function findPolicies(template: Template, bucket: TemplateResource): BucketPolicies {
  const { plain, others } = firewall(template, findMayBeOf(bucket.name), identityOfCandidates);
  const named = others.map((policy) => {
    const value = bucketOf(template, policy);
    return isUnfinished(value) && !mentions(policy.placed.member.text, bucket.name)
      ? false
      : namesBucket(template, value, bucket);
  });
  const sure = [...plain, ...others.flatMap((policy, index) => (named[index] === true ? [policy] : []))];
  return {
    sure,
    mayHaveOthers:
      template.mayHaveMore ||
      named.includes(undefined) ||
      isHandedOver(template, bucket) ||
      isBegunFor(template, bucket),
  };
}

/** Those that refer to the bucket, and those of which it has to be worked out what they refer to. */
function findMayBeOf(bucket: string): (template: Template) => Candidates {
  return (template) => {
    const { plain, others } = policiesByBucket(template);
    return { plain: plain.get(bucket) ?? [], others };
  };
}

interface Candidates {
  readonly plain: readonly TemplateResource[];
  readonly others: readonly TemplateResource[];
}

function identityOfCandidates({ plain, others }: Candidates): Identity {
  return [...plain.map(identityOfResource), undefined, ...others.map(identityOfResource)];
}

function bucketOf(template: Template, policy: TemplateResource): Value {
  return evaluateProperty(template, policy, vocabulary.bucketPolicy.attributes.bucket.cloudformation);
}

/** The bucket policies by the bucket that they refer to, and those of which that has to be worked out. */
const policiesByBucket = memoize((template: Template) => {
  const { cloudformation } = vocabulary.bucketPolicy;
  const plain = new Map<string, TemplateResource[]>();
  const others: TemplateResource[] = [];
  for (const policy of resourcesOfType(template, cloudformation)) {
    if (isNeverCreated(template, policy)) continue;
    const bucket = bucketReferredTo(template, bucketOf(template, policy));
    const same = bucket && plain.get(bucket.name);
    if (same) same.push(policy);
    else if (bucket) plain.set(bucket.name, [policy]);
    else others.push(policy);
  }
  return { plain, others };
});

/** Whether the bucket is named to something that may give it a policy: a stack of its own, or a resource that runs code of somebody's. */
function isHandedOver(template: Template, { name }: TemplateResource): boolean {
  return firewall(
    template,
    (now) => takers(now).some(({ text }) => text.includes(name)),
    (found) => [found],
  );
}

function isBegunFor(template: Template, { name }: TemplateResource): boolean {
  return firewall(
    template,
    (now) => begunIn(now).some((text) => mentions(text, name)),
    (found) => [found],
  );
}

const takers = memoize((template: Template): readonly Member[] => {
  const members = sectionNamed(template.file.content, 'Resources')?.members ?? [];
  return members.flatMap(({ member }) => (mayTake(member) ? [member] : []));
});

const mayTake = memoize((member: Member) => {
  // Most need not be read for it.
  if (!mayBeMaker.test(member.text)) return false;
  const type = textOf(memberOf(member.value(), 'Type'));
  return type === undefined || makers.test(type);
});

const mayBeMaker = /CloudFormation|Serverless::Application|Custom::|(?:^|[^:\w])(?!AWS::)\w+::\w+::\w/;

/** The types of what makes any resource: stacks, products, applications, and what is not of AWS, such as modules. */
const makers =
  /^(?:AWS::CloudFormation::(?:Stack|CustomResource)|AWS::Serverless::Application$|AWS::ServiceCatalog::CloudFormationProvisionedProduct$|(?!AWS::))/;

/** The texts of what may become a bucket policy, once it has been typed: that of a bucket which none of them names has none. */
const begunIn = memoize((template: Template): readonly string[] => {
  const { cloudformation, attributes } = vocabulary.bucketPolicy;
  const members = sectionNamed(template.file.content, 'Resources')?.members ?? [];
  const begun = members.flatMap(({ member }) => {
    if (template.resources.has(member.name) || !member.text.includes(attributes.policy.cloudformation)) return [];
    const type = textOf(memberOf(member.value(), 'Type'));
    return type === undefined || (type !== cloudformation && cloudformation.startsWith(type)) ? [member.text] : [];
  });
  return [...begun, ...template.unread()];
});

function policyIn(resource: TemplateResource, property: string): WrittenPolicy | 'unclear' {
  const properties = ownProperties(resource);
  const document = typeof properties === 'string' ? properties : ownMapping(properties, property);
  if (typeof document === 'string') return 'unclear';
  const statements = ownStatements(document);
  if (statements === 'unclear') return 'unclear';
  const [all, items] =
    statements.kind === 'sequence' ? [statements.items, ownItems(statements)] : [[statements], [statements]];
  const ids = all.flatMap((statement) => textOf(memberOf(statement, 'Sid')) ?? []);
  return { resource, document, statements, items, ids };
}

function ownStatements(document: Mapping): Sequence | Mapping | 'unclear' {
  const list = ownSequence(document, 'Statement');
  if (typeof list !== 'string') return list;
  const written = ownEntry(document, 'Statement');
  const only = ownMapping(document, 'Statement');
  return typeof only !== 'string' && typeof written !== 'string' && mayBecomeItem(written) ? only : 'unclear';
}
