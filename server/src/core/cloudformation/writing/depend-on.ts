import { vocabulary } from '../../model/vocabulary';
import { spanOf } from '../../syntax/data/insert';
import type { Entry, Mapping } from '../../syntax/data/tree';
import { entry, printEntry, printLine, sequence, text } from '../../syntax/data/written';
import { indent, indentationAt } from '../../text/layout';
import { span } from '../../text/span';
import { evaluateProperty } from '../evaluation/evaluate';
import { holdsFor } from '../evaluation/given';
import { textOf } from '../intrinsic';
import { bucketNamed } from '../reading/bucket-names';
import { ownEntry } from '../reading/own';
import { policiesOfBucket } from '../reading/policies';
import { reaches } from '../references';
import { conditionOf, type TemplateResource } from '../template';
import type { Draft } from './draft';
import type { Operation } from './operation';

/** A resource is made after another one, unless it is so already, that one needs it, or may not be there by its condition. */
export function dependOn(
  draft: Draft,
  resource: TemplateResource,
  on: string,
  condition: string,
): readonly Operation[] {
  const { template } = draft;
  const { name } = resource.placed.member;
  const to = resource.entry.value;
  if (to.kind !== 'mapping' || !holdsFor(template, resource, condition)) return [];
  if (reaches(template, name, on) || reaches(template, on, resource.name)) return [];
  const written = ownEntry(to, 'DependsOn');
  if (written === 'shared') return [];
  if (written === 'absent') return [{ kind: 'add-entries', to, entries: [entry('DependsOn', on)], after: ['Type'] }];
  const { value } = written;
  if (value.kind === 'sequence') return [{ kind: 'add-items', to: value, items: [text(on)] }];
  const before = textOf(value);
  return before === undefined ? [] : [asList(draft, to, written, [before, on])];
}

/**
 * CloudTrail tests the policies of the bucket and of the key when the trail is made: one that is given a key is made after that of its bucket, as
 * it is after the key.
 */
export function dependOnBucketPolicy(draft: Draft, trail: TemplateResource): readonly Operation[] {
  const { template } = draft;
  if (trail.type !== vocabulary.trail.cloudformation) return [];
  const { bucket: named } = vocabulary.trail.attributes;
  const bucket = bucketNamed(template, evaluateProperty(template, trail, named.cloudformation));
  if (!bucket) return [];
  const [policy] = policiesOfBucket(template, bucket).sure.filter((each) =>
    holdsFor(template, trail, conditionOf(each)),
  );
  return policy ? dependOn(draft, trail, policy.name, conditionOf(policy)) : [];
}

function asList({ document }: Draft, to: Mapping, written: Entry, ids: readonly string[]): Operation {
  const { style, text: content, inFile } = document;
  const list = sequence(ids.map(text));
  const whole = inFile(to);
  const value = spanOf(document, written.value);
  const isLine =
    !content.slice(whole.start, whole.end).includes('\n') || (to.style === 'flow' && style.format === 'yaml');
  if (isLine)
    return { kind: 'replace', edit: { span: value, text: printLine(list, style) }, what: written.value, by: list };
  const { start } = inFile(written);
  const lines = indent(printEntry(entry('DependsOn', list), style), indentationAt(content, start));
  const edit = { span: span(start, value.end), text: lines.join(style.eol).trimStart() };
  return { kind: 'replace', edit, what: written.value, by: list };
}
