import type { Data, Entry, Mapping, Member, Sequence } from '../../syntax/data/tree';
import { findEntry } from '../../syntax/data/tree';
import type { Span } from '../../text/span';
import { intrinsicOf } from '../intrinsic';
import type { TemplateResource } from '../template';

/** What is written in one place and meant for no other: an edit there changes nothing else. `shared` is what is not, or may not be, like that. */
export type Own<T> = T | 'absent' | 'shared';

/** The properties of a resource, where they are a mapping of its own. */
export function ownProperties({ entry }: TemplateResource): Own<Mapping> {
  return ownMapping(isOwn(entry) ? entry.value : undefined, 'Properties');
}

/** An entry that a mapping does not get by a merge key, with a value that is no alias and has no anchor. */
export function ownEntry(data: Data | undefined, name: string): Own<Entry> {
  if (data?.kind !== 'mapping' || data.tag !== undefined) return 'shared';
  const found = findEntry(data, name);
  if (found === 'absent') return 'absent';
  if (found === 'unsure' || found.owner !== data.owner) return 'shared';
  const isInside = found.span.start >= data.span.start && found.span.end <= data.span.end;
  return isInside && isOwn(found) ? found : 'shared';
}

export function ownMapping(data: Data | undefined, name: string): Own<Mapping> {
  const found = ownEntry(data, name);
  if (typeof found === 'string') return found;
  const { value } = found;
  // A function in its long form is a mapping, too.
  return value.kind === 'mapping' && !intrinsicOf(value) && value.tag === undefined ? value : 'shared';
}

export function ownSequence(data: Data | undefined, name: string): Own<Sequence> {
  const found = ownEntry(data, name);
  if (typeof found === 'string') return found;
  const { value } = found;
  return value.kind === 'sequence' && value.tag === undefined && !value.broken ? value : 'shared';
}

/** The items that no other place has, nor gets by an alias. */
export function ownItems({ owner, span, items }: Sequence): readonly Data[] {
  return items.filter((item) => isWithin(owner, span, item));
}

function isOwn({ owner, valueSpan, value }: Entry): boolean {
  return isWithin(owner, valueSpan, value);
}

function isWithin(owner: Member, whole: Span, data: Data): boolean {
  const { span, contentSpan } = data;
  return (
    data.owner === owner &&
    span.start >= whole.start &&
    span.end <= whole.end &&
    !owner.text.slice(span.start, contentSpan.start).includes('&')
  );
}
