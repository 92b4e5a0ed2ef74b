import { memoize } from '../../lazy';
import type { Value } from '../../model/value';
import { isUnfinished } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { type Mapping, type Member, type Sequence, sectionNamed } from '../../syntax/data/tree';
import { mentions } from '../../text/mention';
import { isNeverCreated } from '../evaluation/conditions';
import { evaluateProperty } from '../evaluation/evaluate';
import { memberOf, textOf } from '../intrinsic';
import { resourcesOfType, type Template, type TemplateResource } from '../template';
import { bucketReferredTo, namesBucket } from './bucket-names';
import { ownMapping, ownProperties, ownSequence } from './own';

/** A policy whose list of statements is written directly, in its resource: others can be put after them. */
export interface WrittenPolicy {
  /** What it is a property of: the key itself, or the bucket policy. */
  readonly resource: TemplateResource;
  readonly document: Mapping;
  readonly statements: Sequence;
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
  const { plain, others } = policiesByBucket(template);
  const named = others.map(({ policy, value }) =>
    isUnfinished(value) && !mentions(policy.placed.member.text, bucket.name)
      ? false
      : namesBucket(template, value, bucket),
  );
  const sure = [
    ...(plain.get(bucket.name) ?? []),
    ...others.flatMap(({ policy }, index) => (named[index] === true ? [policy] : [])),
  ];
  return {
    sure,
    mayHaveOthers:
      template.mayHaveMore ||
      named.includes(undefined) ||
      isHandedOver(template, bucket) ||
      begunIn(template).some((text) => mentions(text, bucket.name)),
  };
}

/** The bucket policies by the bucket that they refer to, and those of which that has to be worked out. */
const policiesByBucket = memoize((template: Template) => {
  const { cloudformation, attributes } = vocabulary.bucketPolicy;
  const plain = new Map<string, TemplateResource[]>();
  const others: { readonly policy: TemplateResource; readonly value: Value }[] = [];
  for (const policy of resourcesOfType(template, cloudformation)) {
    if (isNeverCreated(template, policy)) continue;
    const value = evaluateProperty(template, policy, attributes.bucket.cloudformation);
    const bucket = bucketReferredTo(template, value);
    const same = bucket && plain.get(bucket.name);
    if (same) same.push(policy);
    else if (bucket) plain.set(bucket.name, [policy]);
    else others.push({ policy, value });
  }
  return { plain, others };
});

/** Whether the bucket is named to something that may give it a policy: a stack of its own, or a resource with code of the user's. */
function isHandedOver(template: Template, bucket: TemplateResource): boolean {
  return takers(template).some(({ text }) => text.includes(bucket.name));
}

const takers = memoize((template: Template): readonly Member[] => {
  const members = sectionNamed(template.file.content, 'Resources')?.members ?? [];
  return members.flatMap(({ member }) => (mayTake(member) ? [member] : []));
});

const mayTake = memoize(({ text }: Member) =>
  /\b(?:AWS::CloudFormation::(?:Stack|CustomResource)|Custom::\w)/.test(text),
);

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
  const statements = ownSequence(document, 'Statement');
  if (typeof statements === 'string') return 'unclear';
  const ids = statements.items.flatMap((statement) => textOf(memberOf(statement, 'Sid')) ?? []);
  return { resource, document, statements, ids };
}
