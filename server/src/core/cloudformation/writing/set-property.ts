import { isAbsent } from '../../model/value';
import { emptyIsAbsent, truth } from '../../model/values';
import { type Data, type Entry, findEntry, type Mapping } from '../../syntax/data/tree';
import { call, entry, mapping, sequence, text, type Written } from '../../syntax/data/written';
import { evaluate, evaluateNamedCondition, type Scope, scopeOf } from '../evaluation/evaluate';
import { type Intrinsic, intrinsicOf, isNothing, itemsOf, textOf } from '../intrinsic';
import { ownEntry, ownProperties } from '../reading/own';
import type { Template, TemplateResource } from '../template';
import { type Draft, nameFor } from './draft';
import { isWritten } from './meant';
import type { Operation } from './operation';
import { replaceValue, replaceWithin } from './replace';
import { toWritten } from './rewrite';

/** Whether a property that comes to nothing can be set by `setProperty`. */
export function takesValue(template: Template, resource: TemplateResource, property: string): boolean {
  return planFor(template, resource, property) !== undefined;
}

/** Gives a property a value where it has none. What gives it one under other conditions stays. */
export function setProperty(
  draft: Draft,
  resource: TemplateResource,
  property: string,
  value: Written,
  after: readonly string[],
): readonly Operation[] {
  const plan = planFor(draft.template, resource, property);
  if (!plan) return [];
  if (plan.kind === 'add') return addProperties(plan.to, [entry(property, value)], after);
  return plan.steps.flatMap((step) => takeStep(draft, plan.property, step, value));
}

/** Whether a property that has a value can be given another one by `replaceProperty`. */
export function takesAnotherValue(resource: TemplateResource, property: string): boolean {
  const properties = propertiesOf(resource)?.properties;
  return properties !== undefined && typeof ownEntry(properties, property) !== 'string';
}

/** Gives a property a value in place of any that it has. */
export function replaceProperty(
  draft: Draft,
  resource: TemplateResource,
  property: string,
  value: Written,
  after: readonly string[],
): readonly Operation[] {
  const target = propertiesOf(resource);
  const found = target?.properties ? ownEntry(target.properties, property) : 'absent';
  if (!target || found === 'shared') return [];
  if (found === 'absent') return addProperties(target, [entry(property, value)], after);
  return [replaceValue(draft.document, found, value)];
}

/** Where properties go: those of the resource, or a resource that has none yet. */
export interface Target {
  readonly resource: Mapping;
  readonly properties: Mapping | undefined;
}

/** Undefined where an edit would change others, too. */
export function propertiesOf(resource: TemplateResource): Target | undefined {
  const properties = ownProperties(resource);
  const { value } = resource.entry;
  if (properties === 'shared' || value.kind !== 'mapping') return undefined;
  return { resource: value, properties: properties === 'absent' ? undefined : properties };
}

export function addProperties(
  { resource, properties }: Target,
  entries: readonly ReturnType<typeof entry>[],
  after: readonly string[],
): readonly Operation[] {
  if (properties) return [{ kind: 'add-entries', to: properties, entries, after }];
  return [{ kind: 'add-entries', to: resource, entries: [entry('Properties', mapping(entries))], after: ['Type'] }];
}

/** How a property comes to have a value. */
type Plan =
  | { readonly kind: 'add'; readonly to: Target }
  | { readonly kind: 'change'; readonly property: Entry; readonly steps: readonly Step[] };

/** A part of the value that is nothing by itself, or one that is nothing by the default of an input, which stays. */
interface Step {
  readonly data: Data;
  readonly given: Written | undefined;
}

function planFor(template: Template, resource: TemplateResource, name: string): Plan | undefined {
  const to = propertiesOf(resource);
  if (!to) return undefined;
  const { properties } = to;
  if (!properties) return { kind: 'add', to };
  const written = findEntry(properties, name);
  if (written === 'unsure') return undefined;
  // One that is merged in is overruled by one that is written.
  if (written === 'absent' || written.owner !== properties.owner) return { kind: 'add', to };
  const property = ownEntry(properties, name);
  if (typeof property === 'string') return undefined;
  const steps = stepsFor(property.value, scopeOf(template, resource), true);
  return steps && steps.length > 0 ? { kind: 'change', property, steps } : undefined;
}

/** Of an `Fn::If`, the arm that the defaults choose must come to have a value; the other one gets it where it is nothing by itself. */
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

function takeStep(draft: Draft, property: Entry, { data, given }: Step, value: Written): readonly Operation[] {
  const put = (by: Written) => replaceWithin(draft.document, property, data, by);
  if (!given) return [put(value)];
  const condition = conditionFor(draft, data, given, property.keyText);
  return [...condition.operations, put(call('If', sequence([text(condition.name), given, value])))];
}

/** A condition that says whether a value is given: one that is there, or a new one that is named after the parameter, where there is one. */
export function conditionFor(
  draft: Draft,
  value: Data,
  given: Written,
  property: string,
): { readonly name: string; readonly operations: readonly Operation[] } {
  const test = call('Not', sequence([call('Equals', sequence([given, text('')]))]));
  const { conditions } = draft.template;
  const there = [...conditions].find(([, { member }]) => isWritten(member.value(), test));
  if (there) return { name: there[0], operations: [] };
  const intrinsic = intrinsicOf(value);
  const parameter = intrinsic?.name === 'Ref' ? textOf(intrinsic.argument) : undefined;
  const fallback = /^kms/i.test(property) ? 'TrailKey' : property;
  const wanted = `Has${(parameter ?? fallback).replace(/[^0-9A-Za-z]/g, '')}`;
  const name = nameFor(draft, 'condition', JSON.stringify(given), [wanted], '', (each) => conditions.has(each));
  return { name, operations: [{ kind: 'add-to-section', name: 'Conditions', members: [entry(name, test)] }] };
}
