import { spanOf } from '../../syntax/data/insert';
import type { Entry, Mapping } from '../../syntax/data/tree';
import { entry, printEntry, printLine, sequence, text } from '../../syntax/data/written';
import { indent, indentationAt } from '../../text/layout';
import { span } from '../../text/span';
import { textOf } from '../intrinsic';
import { ownEntry } from '../reading/own';
import { reaches } from '../references';
import type { TemplateResource } from '../template';
import type { Draft } from './draft';
import type { Operation } from './operation';

/** A resource is made after another one, unless it is so already, or that one needs it. */
export function dependOn(draft: Draft, resource: TemplateResource, on: string): readonly Operation[] {
  const { template } = draft;
  const { name } = resource.placed.member;
  const to = resource.entry.value;
  if (to.kind !== 'mapping' || reaches(template, name, on) || reaches(template, on, resource.name)) return [];
  const written = ownEntry(to, 'DependsOn');
  if (written === 'shared') return [];
  if (written === 'absent') return [{ kind: 'add-entries', to, entries: [entry('DependsOn', on)], after: ['Type'] }];
  const { value } = written;
  if (value.kind === 'sequence') return [{ kind: 'add-items', to: value, items: [text(on)] }];
  const before = textOf(value);
  return before === undefined ? [] : [asList(draft, to, written, [before, on])];
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
