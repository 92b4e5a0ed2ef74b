import { memoize } from '../lazy';
import { message } from '../model/message';
import type { Origin, Value, WayStep } from '../model/value';
import { along, choice, emptyIsAbsent, joinWays, literal, missing, truth, unknown } from '../model/values';
import type { Expression, Step } from '../syntax/hcl/tree';
import { access } from './access';
import { callFunction } from './functions';
import { findAttribute, type LocatedBlock, type Module, placeOf, type Resource } from './module';
import { binaryOperation, unaryOperation } from './operations';

/** References that lead to references are followed this far: the call stack is finite. */
const longestWay = 200;

/** Texts put together from others are not followed any longer than this. */
const longestText = 100_000;

/** No list of instances is made longer than this, whatever `count` says. */
const mostInstances = 1000;

/** Where an expression stands: what its names mean and whose place it has. */
export interface Scope {
  readonly module: Module;
  readonly owner: LocatedBlock;
  /** What is being evaluated, to end cycles. */
  readonly underWay: readonly string[];
}

/** The value of an attribute of a top-level block under the declared defaults: `absent` where it is not written, `null` or `""`. */
export function evaluateAttribute(module: Module, owner: LocatedBlock, name: string): Value {
  return emptyIsAbsent(attributeValue(name, { module, owner, underWay: [] }));
}

/** Like `evaluateAttribute`, but `""` stays a string. */
function attributeValue(name: string, scope: Scope): Value {
  const attribute = findAttribute(scope.owner.block, name);
  if (attribute === 'absent') return { kind: 'absent', origin: { place: undefined, way: [] } };
  if (attribute === 'unsure') return unknown('the text around it is not finished');
  return evaluate(attribute.value(), scope);
}

/** The value of an expression under the declared defaults. Only as sure as what goes into it; never throws. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const origin: Origin = { place: placeOf(scope.owner, expression.span), way: [] };
  switch (expression.kind) {
    case 'literal':
      return expression.value === null ? { kind: 'absent', origin } : literal(expression.value, origin);
    case 'parentheses':
      return evaluate(expression.inner, scope);
    case 'template':
      return evaluateTemplate(expression.parts, origin, scope);
    case 'tuple':
      return { kind: 'list', items: expression.items.map((item) => evaluate(item, scope)), origin };
    case 'object':
      return evaluateObject(expression, origin, scope);
    case 'name':
      return evaluatePath(expression.name, [], origin, scope);
    case 'access':
      if (expression.of.kind === 'name') return evaluatePath(expression.of.name, expression.steps, origin, scope);
      return access(evaluate(expression.of, scope), expression.steps, keyIn(scope));
    case 'conditional':
      return evaluateConditional(expression, origin, scope);
    case 'call':
      if (expression.expandsLast)
        return unknown('{0} with an expanded argument is not evaluated', `${expression.name}()`);
      return callFunction(
        expression.name,
        expression.arguments.map((argument) => evaluate(argument, scope)),
        origin,
      );
    case 'unary':
      return unaryOperation(expression.operator, evaluate(expression.operand, scope));
    case 'binary':
      return binaryOperation(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'for':
      return unknown('`for` expressions are not evaluated');
    case 'directive':
      return unknown('template directives are not evaluated');
    case 'unreadable':
      return unknown('the expression is not finished');
  }
}

function evaluateTemplate(parts: readonly (string | Expression)[], origin: Origin, scope: Scope): Value {
  const values = parts.map((part) => (typeof part === 'string' ? literal(part) : evaluate(part, scope)));
  const [only] = values;
  // A template that is one interpolation is that value, whatever its type.
  if (only && values.length === 1) return only;
  const way = joinWays(...values.map((value) => value.origin.way));
  const texts = values.map((value) => (value.kind === 'literal' ? String(value.value) : undefined));
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (texts.includes(undefined) || length > longestText) {
    return { kind: 'unknown', reason: message('part of the text is not known'), origin: { ...origin, way } };
  }
  return literal(texts.join(''), { ...origin, way });
}

function evaluateObject(expression: Extract<Expression, { kind: 'object' }>, origin: Origin, scope: Scope): Value {
  const entries = new Map<string, Value>();
  const ways: (readonly WayStep[])[] = [];
  for (const entry of expression.entries) {
    const key = entry.key.kind === 'name' ? literal(entry.key.name) : evaluate(entry.key, scope);
    if (key.kind !== 'literal') return unknown('a key of the map is not known');
    entries.set(String(key.value), evaluate(entry.value, scope));
    ways.push(key.origin.way);
  }
  return { kind: 'map', entries, origin: { ...origin, way: joinWays(...ways) } };
}

function evaluateConditional(
  expression: Extract<Expression, { kind: 'conditional' }>,
  origin: Origin,
  scope: Scope,
): Value {
  const test = evaluate(expression.test, scope);
  const holds = truth(test);
  if (holds !== undefined)
    return along(test.origin.way, evaluate(holds ? expression.whenTrue : expression.whenFalse, scope));
  const arms = [evaluate(expression.whenTrue, scope), evaluate(expression.whenFalse, scope)];
  return choice(arms, { ...origin, way: test.origin.way });
}

function keyIn(scope: Scope): (key: Expression) => Value {
  return (key) => evaluate(key, scope);
}

/** What a reference comes to: `var.x`, `local.x`, `aws_kms_key.k.arn`, and what is accessed on it. */
function evaluatePath(root: string, steps: readonly Step[], origin: Origin, scope: Scope): Value {
  const [first, ...rest] = steps;
  if (first?.kind !== 'attribute') return unknown('{0} is not known here', root);
  const name = `${root}.${first.name}`;
  if (root === 'var' || root === 'local') {
    const evaluateIt = root === 'var' ? evaluateVariable : evaluateLocal;
    const value = within(name, scope, () => evaluateIt(first.name, scope));
    return access(value, rest, keyIn(scope));
  }
  if (root === 'module') return unknown('{0} is another module', name);
  if (['each', 'count', 'self', 'path', 'terraform'].includes(root))
    return unknown('{0} is known to Terraform only', name);
  if (root !== 'data') return evaluateResource(name, rest, origin, scope);
  const [second, ...last] = rest;
  if (second?.kind !== 'attribute') return unknown('{0} is not known here', name);
  return evaluateResource(`${name}.${second.name}`, last, origin, scope);
}

/** What a name stands for is worked out once in a module. Ends cycles: what is asked for meanwhile is unknown. */
function within(name: string, scope: Scope, evaluateIt: () => Value): Value {
  const values = valuesOf(scope.module);
  const known = values.get(name);
  if (known) return known;
  if (scope.underWay.includes(name)) return unknown('{0} refers to itself', name);
  if (scope.underWay.length > longestWay) return unknown('the way to {0} is too long', name);
  const value = evaluateIt();
  values.set(name, value);
  return value;
}

const valuesOf = memoize((_module: Module) => new Map<string, Value>());

function evaluateVariable(name: string, scope: Scope): Value {
  const owner = scope.module.variables.get(name);
  if (!owner) return unknown('variable {0} is not declared here', name);
  const inner = { ...scope, owner, underWay: [...scope.underWay, `var.${name}`] };
  const attribute = findAttribute(owner.block, 'default');
  if (typeof attribute === 'string') return unknown('variable {0} has no default', name);
  const step: WayStep = { kind: 'variable', name: `var.${name}`, place: placeOf(owner, attribute.span) };
  return along([step], evaluate(attribute.value(), inner));
}

function evaluateLocal(name: string, scope: Scope): Value {
  const local = scope.module.locals.get(name);
  if (!local) return unknown('local value {0} is not declared here', name);
  const inner = { ...scope, owner: local.owner, underWay: [...scope.underWay, `local.${name}`] };
  const step: WayStep = { kind: 'local', name: `local.${name}`, place: placeOf(local.owner, local.attribute.span) };
  return along([step], evaluate(local.attribute.value(), inner));
}

function evaluateResource(address: string, steps: readonly Step[], origin: Origin, scope: Scope): Value {
  const resource = scope.module.resources.get(address);
  const instances: Instances = resource ? countInstances(resource, scope) : { kind: 'unknown' };
  const [first, ...rest] = steps;
  if (first?.kind === 'splat') {
    const { kind } = instances;
    if (kind === 'unknown' || kind === 'keyed') return unknown('how many {0} there are is not known', address);
    const size = kind === 'counted' ? instances.size : 1;
    const each = () => evaluateInstance(address, first.steps, origin, scope);
    const way = kind === 'counted' ? instances.way : [];
    const items = Array.from({ length: Math.min(size, mostInstances) }, each);
    return access({ kind: 'list', items, origin: { ...origin, way } }, rest, keyIn(scope));
  }
  if (first?.kind !== 'index') return evaluateInstance(address, steps, origin, scope);
  if (instances.kind === 'counted' && instances.size === 0) return missing({ ...origin, way: instances.way });
  return evaluateInstance(address, rest, origin, scope);
}

/** An attribute of one instance: what is written there, or a value that is there once the resource is. */
function evaluateInstance(address: string, steps: readonly Step[], origin: Origin, scope: Scope): Value {
  const path = steps.map((step) => (step.kind === 'attribute' ? step.name : '*'));
  const resource = scope.module.resources.get(address);
  const [first, ...rest] = steps;
  const written = resource && first?.kind === 'attribute' ? findAttribute(resource.block, first.name) : 'absent';
  if (!resource || first?.kind !== 'attribute' || typeof written === 'string') {
    if (address.startsWith('data.') && !/^(arn|id|key_id)$/.test(path.join('.'))) {
      return unknown('{0} is read when Terraform runs', address);
    }
    return { kind: 'reference', resource: address, attribute: path.join('.'), origin };
  }
  const name = `${address}.${first.name}`;
  const inner = { ...scope, owner: resource, underWay: [...scope.underWay, name] };
  const step: WayStep = { kind: 'resource', name, place: placeOf(resource, written.span) };
  const value = within(name, scope, () => evaluate(written.value(), inner));
  return access(along([step], value), rest, keyIn(scope));
}

export type Instances =
  | { readonly kind: 'single' }
  | { readonly kind: 'counted'; readonly size: number; readonly way: readonly WayStep[] }
  | { readonly kind: 'keyed' }
  | { readonly kind: 'unknown' };

/** How many of a resource there are, by its `count` and `for_each`. */
export function countInstances(resource: Resource, scope: Omit<Scope, 'owner'>): Instances {
  const name = `count of ${resource.address}`;
  if (scope.underWay.includes(name)) return { kind: 'unknown' };
  const inner: Scope = { ...scope, owner: resource, underWay: [...scope.underWay, name] };
  if (findAttribute(resource.block, 'for_each') !== 'absent') return { kind: 'keyed' };
  if (findAttribute(resource.block, 'count') === 'absent') return { kind: 'single' };
  const count = attributeValue('count', inner);
  const size = count.kind === 'literal' ? Number(count.value) : Number.NaN;
  return Number.isInteger(size) && size >= 0 ? { kind: 'counted', size, way: count.origin.way } : { kind: 'unknown' };
}
