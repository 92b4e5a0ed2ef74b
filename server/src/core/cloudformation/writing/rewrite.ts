import type { Data } from '../../syntax/data/tree';
import { bare, call, entry, mapping, sequence, text, type Written } from '../../syntax/data/written';
import { intrinsicOf, textOf } from '../intrinsic';

/** What stands in a template, to be written again in another place of it. Undefined where part of it does not read. */
export function toWritten(data: Data): Written | undefined {
  const intrinsic = intrinsicOf(data);
  if (intrinsic) {
    const { name, argument } = intrinsic;
    const written = toWritten(argument === data ? { ...data, tag: undefined } : argument);
    return written && call(name, written);
  }
  switch (data.kind) {
    case 'scalar':
      if (data.value === null) return undefined;
      return typeof data.value === 'string' ? text(textOf(data) ?? '') : bare(data.source);
    case 'sequence': {
      const items = data.items.map(toWritten);
      return items.every((item) => item !== undefined) ? sequence(items) : undefined;
    }
    case 'mapping': {
      const entries = data.entries.map(({ keyText, value }) => ({ key: keyText, value: toWritten(value) }));
      return entries.every((member) => member.value !== undefined)
        ? mapping(entries.flatMap(({ key, value }) => (value ? [entry(key, value)] : [])))
        : undefined;
    }
    case 'unreadable':
      return undefined;
  }
}
