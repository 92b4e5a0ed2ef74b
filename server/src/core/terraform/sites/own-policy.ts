import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import type { Resource } from '../module';
import { reachedByBlock } from '../references';
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
export function nameInPolicy(held: Held, bucket: Resource): 'reference' | Expression | undefined {
  const { instance, resource } = held;
  const form = policyForm(held);
  if (!form) return undefined;
  if (resource.address !== bucket.address && !refersTo(instance, bucket, form)) return 'reference';
  const argument = vocabulary.bucket.attributes.name.terraform;
  const name = writtenValue(bucket, argument);
  if (!name || name.source.includes('\n') || evaluateAttribute(instance, bucket, argument).kind === 'absent')
    return undefined;
  const isInside = form.kind !== 'shared' && form.owner.block.labels.join('.') === bucket.address;
  return isInside || !differsByInstance(name.source) ? name : undefined;
}

function refersTo({ module }: Instance, bucket: Resource, form: PolicyForm): boolean {
  return form.kind === 'document' && reachedByBlock(module, bucket).has(form.owner.address);
}
