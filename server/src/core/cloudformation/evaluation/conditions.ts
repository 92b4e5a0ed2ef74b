import type { Value } from '../../model/value';
import { literal, truth } from '../../model/values';
import { conditionOf, type Template, type TemplateResource } from '../template';
import { evaluateNamedCondition, scopeByDefault } from './evaluate';

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
  return name === '' ? literal(true) : evaluateNamedCondition(name, scopeByDefault(template, resource));
}
