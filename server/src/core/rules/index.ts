import type { Rule } from '../model/rule';
import { trailWithoutKmsKey } from './trail-without-kms-key';

/** Every rule, in the order in which lists show them. */
export const rules: readonly Rule[] = [trailWithoutKmsKey];
