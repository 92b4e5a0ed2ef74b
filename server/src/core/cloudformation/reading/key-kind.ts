import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import type { Template, TemplateResource } from '../template';

/** Whether it is a key: one of its own, or the replica of one in another Region, which has a policy of its own and is else what that is. */
export function isKey({ type }: TemplateResource): boolean {
  return type === vocabulary.key.cloudformation || isReplica({ type });
}

export function isReplica({ type }: Pick<TemplateResource, 'type'>): boolean {
  return type === vocabulary.replicaKey.cloudformation;
}

/** Whether it is a symmetric key for encryption, which is what CloudTrail takes; undefined where that is not known. */
export function isSymmetric(template: Template, key: TemplateResource): boolean | undefined {
  if (isReplica(key)) return undefined;
  const { keySpec, usage } = vocabulary.key.attributes;
  const answers = [
    isStandard(evaluateProperty(template, key, keySpec.cloudformation), 'SYMMETRIC_DEFAULT'),
    isStandard(evaluateProperty(template, key, usage.cloudformation), 'ENCRYPT_DECRYPT'),
  ];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Whether a property is what it is where nothing is written. */
export function isStandard(value: Value, standard: string): boolean | undefined {
  switch (value.kind) {
    case 'absent':
      return true;
    case 'literal':
      return String(value.value) === standard;
    case 'choice': {
      const [first, ...others] = value.arms.map((arm) => isStandard(arm, standard));
      return others.every((other) => other === first) ? first : undefined;
    }
    default:
      return undefined;
  }
}
