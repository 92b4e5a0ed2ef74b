import type { Rule } from '../model/rule';

/** Every rule, in the order in which lists show them. */
export const rules: readonly Rule[] = [];
