import { vocabulary } from '../../model/vocabulary';
import type { Data } from '../../syntax/data/tree';
import { intrinsicOf, textOf } from '../intrinsic';
import { type Prefix, prefixOf } from '../reading/prefix';
import type { TemplateResource } from '../template';
import type { Draft } from './draft';
import { escaped } from './names';
import type { Operation } from './operation';
import type { Either, Insert } from './policy';
import { toWritten } from './rewrite';
import { conditionFor } from './set-property';

/** The prefix of what a trail writes to its bucket, and the conditions that say whether there is one. */
export interface PrefixInText {
  /** Undefined where it has none. */
  readonly insert: Insert | Either | undefined;
  readonly operations: readonly Operation[];
}

/** Undefined where nothing could say it. */
export function prefixFor(draft: Draft, trail: TemplateResource): PrefixInText | undefined {
  const prefix = prefixOf(draft.template, trail);
  return prefix && insertFor(draft, prefix);
}

function insertFor(draft: Draft, prefix: Prefix): PrefixInText | undefined {
  switch (prefix.kind) {
    case 'none':
      return { insert: undefined, operations: [] };
    case 'given': {
      const insert = insertOf(prefix.data);
      return insert === undefined ? undefined : { insert, operations: [] };
    }
    case 'maybe': {
      const [insert, given] = [insertOf(prefix.data), toWritten(prefix.data)];
      if (insert === undefined || !given) return undefined;
      const property = vocabulary.trail.attributes.prefix.cloudformation;
      const { name, operations } = conditionFor(draft, prefix.data, given, property);
      return { insert: { condition: name, whenTrue: insert, whenFalse: undefined }, operations };
    }
    case 'if': {
      const [first, second] = [insertFor(draft, prefix.whenTrue), insertFor(draft, prefix.whenFalse)];
      if (!first || !second) return undefined;
      const operations = [...first.operations, ...second.operations];
      if (first.insert === undefined && second.insert === undefined) return { insert: undefined, operations };
      const insert = { condition: prefix.condition, whenTrue: first.insert, whenFalse: second.insert };
      return { insert, operations };
    }
  }
}

function insertOf(data: Data): Insert | undefined {
  const intrinsic = intrinsicOf(data);
  if (!intrinsic) return escaped(textOf(data) ?? '') || undefined;
  const source = textOf(intrinsic.argument);
  if (intrinsic.name === 'Ref' && source !== undefined) return `\${${source}}`;
  if (intrinsic.name === 'Sub' && source !== undefined) return source;
  const written = toWritten(data);
  return written && { name: 'Prefix', value: written };
}
