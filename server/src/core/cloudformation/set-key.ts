import { freeName } from '../blueprints/free-name';
import { isAbsent } from '../model/value';
import { emptyIsAbsent, truth } from '../model/values';
import { vocabulary } from '../model/vocabulary';
import { type Document, insertEntry, spanOf } from '../syntax/data/insert';
import { insertIntoSection } from '../syntax/data/insert-section';
import { type Data, type Entry, findEntry, type Mapping } from '../syntax/data/tree';
import { call, entry, mapping, printLine, sequence, text, type Written } from '../syntax/data/written';
import type { TextEdit } from '../text/edit';
import { span } from '../text/span';
import { evaluate, evaluateNamedCondition, type Scope, scopeOf } from './evaluate';
import { type Intrinsic, intrinsicOf, itemsOf, textOf } from './intrinsic';
import { toWritten } from './rewrite';
import type { Template, TemplateResource } from './template';

const { key, name, bucket, prefix } = vocabulary.trail.attributes;

/** Whether the trail's key can be set by `setKey`. */
export function takesKey(template: Template, trail: TemplateResource): boolean {
  return planFor(template, trail) !== undefined;
}

/** The edits that give the trail a key where it has none. What gives it one under other conditions stays. */
export function setKey(
  document: Document,
  template: Template,
  trail: TemplateResource,
  value: Written,
): readonly TextEdit[] {
  const plan = planFor(template, trail);
  const added = entry(key.cloudformation, value);
  switch (plan?.kind) {
    case undefined:
      return [];
    case 'add-properties':
      return insertEntry(document, plan.to, entry('Properties', mapping([added])), ['Type']);
    case 'add':
      return insertEntry(
        document,
        plan.to,
        added,
        [name, bucket, prefix].map(({ cloudformation }) => cloudformation),
      );
    case 'change':
      return plan.steps.flatMap((step) => takeStep(document, template, plan.property, step, value));
  }
}

/** How a trail comes to have a key. */
type Plan =
  | { readonly kind: 'add-properties'; readonly to: Mapping }
  | { readonly kind: 'add'; readonly to: Mapping }
  | { readonly kind: 'change'; readonly property: Entry; readonly steps: readonly Step[] };

/** A part of the value that is nothing by itself, or one that is nothing by the default of an input, which stays. */
interface Step {
  readonly data: Data;
  readonly given: Written | undefined;
}

function planFor(template: Template, trail: TemplateResource): Plan | undefined {
  const resource = trail.entry.value;
  const properties = findEntry(resource, 'Properties');
  if (resource.kind !== 'mapping' || properties === 'unsure') return undefined;
  if (properties === 'absent') return { kind: 'add-properties', to: resource };
  const { value } = properties;
  // What is written at an anchor is meant for others, too.
  if (value.kind !== 'mapping' || value.owner !== properties.owner || isShared(value)) return undefined;
  const property = findEntry(value, key.cloudformation);
  if (property === 'unsure') return undefined;
  if (property === 'absent' || property.owner !== value.owner) return { kind: 'add', to: value };
  if (property.value.owner !== property.owner || isShared(property.value)) return undefined;
  const steps = stepsFor(property.value, scopeOf(template, trail), true);
  return steps && steps.length > 0 ? { kind: 'change', property, steps } : undefined;
}

function isShared({ span: { start }, contentSpan, owner }: Data): boolean {
  return owner.text.slice(start, contentSpan.start).includes('&');
}

/** Of an `Fn::If`, the arm that the defaults choose must come to have a key; the other one gets it where it is nothing by itself. */
function stepsFor(data: Data, scope: Scope, isChosen: boolean): readonly Step[] | undefined {
  if (isNothing(data)) return [{ data, given: undefined }];
  const intrinsic = intrinsicOf(data);
  if (intrinsic?.name === 'If') {
    const [condition, whenTrue, whenFalse] = itemsOf(intrinsic.argument) ?? [];
    if (!condition || !whenTrue || !whenFalse) return undefined;
    const holds = truth(evaluateNamedCondition(textOf(condition) ?? '', scope));
    const first = stepsFor(whenTrue, scope, isChosen && holds !== false);
    const second = stepsFor(whenFalse, scope, isChosen && holds !== true);
    return first && second && [...first, ...second];
  }
  const value = emptyIsAbsent(evaluate(data, scope));
  if (!isChosen || !isAbsent(value)) return [];
  const hasInput = value.origin.way.some(({ kind }) => kind === 'parameter');
  if (value.kind === 'absent' && !hasInput) return [{ data, given: undefined }];
  const given = mayStandInCondition(intrinsic) ? toWritten(data) : undefined;
  return given && [{ data, given }];
}

/** docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
function mayStandInCondition(intrinsic: Intrinsic | undefined): boolean {
  if (intrinsic?.name === 'FindInMap') return (itemsOf(intrinsic.argument) ?? []).length <= 3;
  return intrinsic?.name === 'Ref' || intrinsic?.name === 'Sub';
}

function takeStep(
  document: Document,
  template: Template,
  property: Entry,
  { data, given }: Step,
  value: Written,
): readonly TextEdit[] {
  const isWhole = data === property.value;
  const put = (by: Written) => (isWhole ? replaceValue(document, property, by) : replaceData(document, data, by));
  if (!given) return [put(value)];
  const condition = conditionFor(data, template);
  const test = call('Not', sequence([call('Equals', sequence([given, text('')]))]));
  return [
    ...insertIntoSection(document, template.file.content, 'Conditions', 'Resources', [entry(condition, test)]),
    put(call('If', sequence([text(condition), given, value]))),
  ];
}

/** What is nothing by itself: no condition or parameter could make it a key. */
function isNothing(data: Data): boolean {
  const intrinsic = intrinsicOf(data);
  if (!intrinsic) return textOf(data) === '';
  return intrinsic.name === 'Ref' && textOf(intrinsic.argument) === 'AWS::NoValue';
}

/** A value that stands on the lines after its key comes to stand beside it. */
function replaceValue(document: Document, { owner, key: keyData, value }: Entry, by: Written): TextEdit {
  const whole = spanOf(document, value);
  const afterKey = span(document.inFile({ owner, span: keyData.span }).end, whole.start);
  const line = printLine(by, document.style);
  if (!/^:\s*\n\s*$/.test(document.text.slice(afterKey.start, afterKey.end))) return { span: whole, text: line };
  return { span: span(afterKey.start, whole.end), text: `: ${line}` };
}

/** A function in the long form of a block needs no braces. */
function replaceData(document: Document, data: Data, by: Written): TextEdit {
  const isBlock = data.kind === 'mapping' && data.style === 'block';
  const line = printLine(by, document.style);
  return {
    span: spanOf(document, data),
    text: isBlock && !document.style.tags ? line.replace(/^\{\s*|\s*\}$/g, '') : line,
  };
}

/** The name of a condition that says whether a value is given: after the parameter that it comes from, where it is one. */
function conditionFor(value: Data, template: Template): string {
  const intrinsic = intrinsicOf(value);
  const parameter = intrinsic?.name === 'Ref' ? textOf(intrinsic.argument) : undefined;
  const wanted = `Has${(parameter ?? 'TrailKey').replace(/[^0-9A-Za-z]/g, '')}`;
  return freeName([wanted], '', (candidate) => template.conditions.has(candidate));
}
