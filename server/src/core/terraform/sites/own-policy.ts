import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import { evaluateAttribute, repetitionOf } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { findAttribute, type LocatedBlock, type Resource } from '../module';
import type { Declared } from '../reading/declared';
import { indexIn } from '../reading/member';
import { reachedByBlock } from '../references';
import { creationCondition } from './creation';
import { writtenValue } from './location';
import { differsByInstance } from './outside';
import { type PolicyForm, policyForm, type WrittenIn } from './policy-form';

/** Where a policy is held, and by what. */
interface Held extends WrittenIn {
  readonly resource: Resource;
}

/**
 * How statements of a bucket's policy name it. What the bucket itself refers to cannot refer to it: its name stands there as the bucket has it.
 * Undefined where that is not written, or the policy is in another form.
 */
export function nameInPolicy(held: Held, bucket: Declared): 'reference' | Expression | undefined {
  const { instance, resource } = held;
  const { resource: own } = bucket;
  const form = policyForm(held);
  if (!form || arnIn(form, held, bucket) === undefined) return undefined;
  if (resource.address !== own.address && !refersTo(instance, own, form)) return 'reference';
  const argument = vocabulary.bucket.attributes.name.terraform;
  const name = writtenValue(own, argument);
  if (!name || name.source.includes('\n') || evaluateAttribute(instance, own, argument).kind === 'absent')
    return undefined;
  const isInside = form.kind !== 'shared' && form.owner.block.labels.join('.') === own.address;
  return isInside || !differsByInstance(name.source) ? name : undefined;
}

/**
 * The source of the ARN of a bucket in its policy: of several, that of the one which the policy is for. Undefined where the policy is written
 * for all of them, and it is not known which is meant.
 */
export function arnInPolicy(held: Held, bucket: Declared): string | undefined {
  const form = policyForm(held);
  return form && arnIn(form, held, bucket);
}

function arnIn(
  { owner }: PolicyForm,
  { resource: policy }: Held,
  { instance, resource, member }: Declared,
): string | undefined {
  const { address } = resource;
  const isInside = owner.block === policy.block;
  const condition = creationCondition(resource);
  // What is made in any case, such as a document, may be so where the bucket is not.
  if (condition !== undefined)
    return isInside || creationCondition(owner) === condition ? `${address}[0].arn` : `join("", ${address}[*].arn)`;
  const index = indexIn(policy, vocabulary.bucketPolicy.attributes.bucket.terraform, address);
  if (index !== undefined && (isInside || !differsByInstance(index))) return `${address}[${index}].arn`;
  const kind = repetitionIn(resource);
  if (kind === undefined) return `${address}.arn`;
  const each = kind === 'count' ? 'count.index' : 'each.key';
  // A document that is made for each knows of the policies what it has in common with them.
  if (repetitionIn(owner))
    return repetitionIn(owner) === kind && (index ?? each) === each ? `${address}[${each}].arn` : undefined;
  const one = onlyMember(instance, resource) ?? (repetitionIn(policy) ? undefined : member);
  return one === undefined ? undefined : `${address}[${kind === 'count' ? one : `"${one}"`}].arn`;
}

function repetitionIn(owner: LocatedBlock): 'count' | 'for_each' | undefined {
  return (['count', 'for_each'] as const).find((name) => findAttribute(owner, name) !== 'absent');
}

function onlyMember(instance: Instance, resource: Resource): string | undefined {
  const repetition = repetitionOf(instance, resource);
  return 'each' in repetition && repetition.each.length === 1 ? repetition.each[0]?.key : undefined;
}

function refersTo({ module }: Instance, bucket: Resource, form: PolicyForm): boolean {
  return form.kind === 'document' && reachedByBlock(module, bucket).has(form.owner.address);
}
