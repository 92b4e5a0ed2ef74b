import { always, type Value } from '../../model/value';
import { isLiteral } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import type { Declared } from './declared';
import { valuesOf } from './joining';

const { keySpec, usage, keyStore } = vocabulary.key.attributes;

/** Whether it is a symmetric key for encryption, which is what CloudTrail takes; undefined where that is not known. */
export function isSymmetric(key: Declared): boolean | undefined {
  if (key.resource.type !== vocabulary.key.terraform) return undefined;
  return every([
    all(key, keySpec.terraform, (value) => value.kind === 'absent' || isLiteral(value, 'SYMMETRIC_DEFAULT')),
    all(key, usage.terraform, (value) => value.kind === 'absent' || isLiteral(value, 'ENCRYPT_DECRYPT')),
  ]);
}

/** docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
export function isRotatable(key: Declared): boolean | undefined {
  return every([isSymmetric(key), all(key, keyStore.terraform, (value) => value.kind === 'absent')]);
}

function every(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Whether it holds of what an attribute comes to; undefined where that is not known. */
function all(declared: Declared, name: string, holds: (value: Value) => boolean): boolean | undefined {
  const values = valuesOf(declared, name);
  if (values.every((value) => always(value, holds))) return true;
  return values.some((value) => always(value, (arm) => arm.kind !== 'unknown' && !holds(arm))) ? false : undefined;
}
