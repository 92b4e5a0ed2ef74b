import type { Value } from '../../model/value';
import { literal, truth } from '../../model/values';
import { memberOf, textOf } from '../intrinsic';
import type { Template, TemplateResource } from '../template';
import { evaluateNamedCondition, scopeOf } from './evaluate';

/** The condition that a resource is created under; what is created under another one may not be there. */
export function conditionOf(resource: TemplateResource): string {
  return textOf(memberOf(resource.entry.value, 'Condition')) ?? '';
}

/** Whether its condition is false whatever the parameters are. */
export function isNeverCreated(template: Template, resource: TemplateResource): boolean {
  const condition = evaluateCreation(template, resource);
  return truth(condition) === false && condition.origin.way.every(({ kind }) => kind === 'condition');
}

/** Whether its condition is false by the defaults of parameters. */
export function isNotCreatedByDefault(template: Template, resource: TemplateResource): boolean {
  return truth(evaluateCreation(template, resource)) === false;
}

function evaluateCreation(template: Template, resource: TemplateResource): Value {
  const name = conditionOf(resource);
  return name === '' ? literal(true) : evaluateNamedCondition(name, scopeOf(template, resource));
}
