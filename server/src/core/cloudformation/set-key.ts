import { freeName } from '../blueprints/free-name';
import { isAbsent } from '../model/value';
import { vocabulary } from '../model/vocabulary';
import { type Document, insertEntry, insertMembers, insertSection } from '../syntax/data/insert';
import { type Data, type Entry, findEntry, sectionNamed } from '../syntax/data/tree';
import {
  call,
  entry,
  mapping,
  printLine,
  sequence,
  text,
  type Written,
  type WrittenEntry,
} from '../syntax/data/written';
import type { TextEdit } from '../text/edit';
import { span } from '../text/span';
import { evaluate, scopeOf } from './evaluate';
import { intrinsicOf, itemsOf, textOf } from './intrinsic';
import { toWritten } from './rewrite';
import type { Template, TemplateResource } from './template';

const { key, name, bucket, prefix } = vocabulary.trail.attributes;

/** Whether the trail's key can be set by `setKey`. */
export function takesKey(template: Template, trail: TemplateResource): boolean {
  const properties = findEntry(trail.entry.value, 'Properties');
  if (properties === 'unsure' || trail.entry.value.kind !== 'mapping') return false;
  if (properties === 'absent') return true;
  const written = findEntry(properties.value, key.cloudformation);
  if (written === 'absent') return properties.value.kind === 'mapping';
  if (written === 'unsure' || written.value.owner !== written.owner) return false;
  return absentArms(written.value, template, trail).length > 0 || toWritten(written.value) !== undefined;
}

/** The edits that give the trail a key where it has none. What gives it one under other conditions stays. */
export function setKey(
  document: Document,
  template: Template,
  trail: TemplateResource,
  value: Written,
): readonly TextEdit[] {
  const neighbours = [name, bucket, prefix].map(({ cloudformation }) => cloudformation);
  const properties = findEntry(trail.entry.value, 'Properties');
  const added = entry(key.cloudformation, value);
  if (typeof properties === 'string') {
    if (trail.entry.value.kind !== 'mapping') return [];
    return insertEntry(document, trail.entry.value, entry('Properties', mapping([added])), ['Type']);
  }
  const written = findEntry(properties.value, key.cloudformation);
  if (typeof written === 'string') {
    return properties.value.kind === 'mapping' ? insertEntry(document, properties.value, added, neighbours) : [];
  }
  if (isNothing(written.value)) return [replaceValue(document, written, value)];
  const arms = absentArms(written.value, template, trail);
  if (arms.length > 0) {
    const line = printLine(value, document.style);
    return arms.map((arm) => ({ span: document.inFile(arm), text: line }));
  }
  const given = toWritten(written.value);
  if (!given) return [];
  const condition = conditionFor(written.value, template);
  const test = call('Not', sequence([call('Equals', sequence([given, text('')]))]));
  return [
    ...addCondition(document, template, entry(condition, test)),
    replaceValue(document, written, call('If', sequence([text(condition), given, value]))),
  ];
}

/** The arms of `Fn::If` that come to nothing, however deep. */
function absentArms(data: Data, template: Template, trail: TemplateResource): readonly Data[] {
  const intrinsic = intrinsicOf(data);
  if (intrinsic?.name !== 'If') return [];
  const [, ...arms] = itemsOf(intrinsic.argument) ?? [];
  return arms.flatMap((arm) => {
    if (intrinsicOf(arm)?.name === 'If') return absentArms(arm, template, trail);
    const value = evaluate(arm, scopeOf(template, trail));
    const isEmpty = isAbsent(value) || (value.kind === 'literal' && value.value === '');
    return isEmpty && arm.owner === data.owner ? [arm] : [];
  });
}

/** What is nothing by itself: no condition or parameter could make it a key. */
function isNothing(data: Data): boolean {
  const intrinsic = intrinsicOf(data);
  if (!intrinsic) return textOf(data) === '';
  return intrinsic.name === 'Ref' && textOf(intrinsic.argument) === 'AWS::NoValue';
}

/** A value that stands on the lines after its key comes to stand beside it. */
function replaceValue(document: Document, { owner, key: name, valueSpan }: Entry, by: Written): TextEdit {
  const value = document.inFile({ owner, span: valueSpan });
  const afterKey = document.inFile({ owner, span: span(name.span.end, valueSpan.start) });
  const line = printLine(by, document.style);
  const between = document.text.slice(afterKey.start, afterKey.end);
  if (!/^:\s*\n\s*$/.test(between)) return { span: value, text: line };
  return { span: span(afterKey.start, value.end), text: `: ${line}` };
}

/** The name of a condition that says whether a value is given: after the parameter that it comes from, where it is one. */
function conditionFor(value: Data, template: Template): string {
  const intrinsic = intrinsicOf(value);
  const parameter = intrinsic?.name === 'Ref' ? textOf(intrinsic.argument) : undefined;
  return freeName([`Has${parameter ?? 'TrailKey'}`], '', (candidate) => template.conditions.has(candidate));
}

function addCondition(document: Document, template: Template, condition: WrittenEntry): readonly TextEdit[] {
  const { content } = template.file;
  const section = sectionNamed(content, 'Conditions');
  const last = section?.members.at(-1);
  if (section && last) return insertMembers(document, section, last.start, [condition]);
  const resources = sectionNamed(content, 'Resources');
  return resources ? [insertSection(document, resources, entry('Conditions', mapping([condition])))] : [];
}
