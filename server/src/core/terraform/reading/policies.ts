import { makeResults, memoize } from '../../memory/lazy';
import { isAbsent, nowhere, type Origin } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type Resource } from '../module';
import { type Declared, idOfMeant } from './declared';
import { isGivenToForeign } from './foreign';
import { isImported } from './imported';
import { joinedTo, valuesOf } from './joining';
import { ignoresChangesOf } from './lifecycle';

/** The resource that a policy is written in, and the attribute that is the policy. */
export interface PolicyHolder {
  readonly instance: Instance;
  readonly resource: Resource;
  readonly attribute: LocatedAttribute;
}

/** All that hold a policy of a bucket or key. */
export interface PolicyHolders {
  readonly found: readonly PolicyHolder[];
  /** Whether there may be more, or another policy than the one that is written. */
  readonly mayBeMore: boolean;
  /** What led to there being none, where there could be one. */
  readonly none: Origin;
}

/** `unclear` where there may be another policy than the one in sight, or there are several. */
export function policyHolderOfKey(root: Instance, key: Declared): PolicyHolder | 'none' | 'unclear' {
  return onlyOne(policiesOfKey(root, key));
}

export function policyHolderOfBucket(root: Instance, bucket: Declared): PolicyHolder | 'none' | 'unclear' {
  return onlyOne(policiesOfBucket(root, bucket));
}

export function policiesOfKey(root: Instance, key: Declared): PolicyHolders {
  const { terraform, attributes } = vocabulary.keyPolicy;
  return policiesOf(root, key, terraform, attributes.key.terraform);
}

export function policiesOfBucket(root: Instance, bucket: Declared): PolicyHolders {
  const { terraform, attributes } = vocabulary.bucketPolicy;
  return policiesOf(root, bucket, terraform, attributes.bucket.terraform);
}

function policiesOf(root: Instance, target: Declared, type: string, attribute: string): PolicyHolders {
  return policiesIn(root)(idOfMeant(target), () => findPolicies(root, target, type, attribute));
}

const policiesIn = memoize((_root: Instance) => makeResults<string, PolicyHolders>());

function findPolicies(root: Instance, target: Declared, type: string, attribute: string): PolicyHolders {
  const separate = joinedTo(root, target, type, attribute);
  const holders = [target, ...separate.found].map(holderIn);
  const found = holders.flatMap((holder) => (typeof holder === 'string' ? [] : [holder]));
  const mayBeUnseen = () => isImported(root, target) || isGivenToForeign(root, target);
  return {
    found,
    mayBeMore: separate.mayBeMore || holders.includes('unclear') || (found.length === 0 && mayBeUnseen()),
    none: valuesOf(target, policyName).find(isAbsent)?.origin ?? nowhere,
  };
}

function holderIn(declared: Declared): PolicyHolder | 'none' | 'unclear' {
  const { instance, resource } = declared;
  const attribute = findAttribute(resource, policyName);
  if (attribute === 'unsure' || ignoresChangesOf(resource, policyName)) return 'unclear';
  if (attribute === 'absent' || valuesOf(declared, policyName).every(isAbsent)) return 'none';
  return { instance, resource, attribute };
}

/** In every resource that holds one. */
const policyName = 'policy';

function onlyOne({ found, mayBeMore }: PolicyHolders): PolicyHolder | 'none' | 'unclear' {
  const [only, ...others] = found;
  if (mayBeMore || others.length > 0) return 'unclear';
  return only ?? 'none';
}
