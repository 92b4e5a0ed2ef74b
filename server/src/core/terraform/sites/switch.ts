import { literal } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import { evaluateAttribute } from '../evaluation/named-values';
import { booleanOf, truthOf } from '../evaluation/primitives';
import { variableIn } from '../evaluation/variables';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type LocatedBlock, type Resource } from '../module';
import { argumentsOf } from './site';
import { standIn } from './stand-in';

/** Where the module that is judged decides a setting that is on or off. */
export interface SwitchSite {
  /** As one calls what an edit would set: the setting, the variable or local value that it is, or the input of a call. */
  readonly name: string;
  /** What it is set to: `true`, `"true"`, or the other of each where that is what an input takes. */
  readonly source: string;
  readonly at: /** The literal that is written. */
    | { readonly kind: 'written'; readonly attribute: LocatedAttribute }
    /** Nothing is written: it is added after the last of the `after` attributes that are there. */
    | { readonly kind: 'unwritten'; readonly owner: LocatedBlock; readonly after: readonly string[] };
}

/** Where a setting of a resource, whose address may go through calls, gets a value; undefined where no edit here could give it that. */
export function switchSite(root: Instance, address: string, setting: string, value: boolean): SwitchSite | undefined {
  const [, calls = '', own = ''] = /^((?:module\.[^.]+\.)*)(.*)$/.exec(address) ?? [];
  const names = [...calls.matchAll(/module\.([^.]+)\./g)].map(([, name = '']) => name);
  const made = standIn(root, names);
  const resource = made?.module.resources.get(own);
  if (!resource) return undefined;
  const [name] = names;
  if (name === undefined) return siteIn(root, resource, setting, setting, value, orderOf(resource.type));
  const call = root.module.calls.get(name);
  return call && siteOfCall({ root, names, resource, setting }, call, value);
}

/** Where a variable, such as `var.create`, of the module that is judged gets a value that is on or off. */
export function inputSite(root: Instance, name: string, value: boolean): SwitchSite | undefined {
  const given = givenTo(root, variableIn(name));
  return given && siteOfWritten(root, given, name, value);
}

/** No setting is passed on any further than this. */
const longestWay = 20;

/** Where an argument of a block in the module that is judged gets its value. */
function siteIn(
  root: Instance,
  owner: LocatedBlock,
  argument: string,
  name: string,
  value: boolean,
  after: readonly string[],
): SwitchSite | undefined {
  const written = findAttribute(owner, argument);
  if (written === 'unsure') return undefined;
  if (written === 'absent') return { name, source: String(value), at: { kind: 'unwritten', owner, after } };
  return siteOfWritten(root, written, name, value);
}

function siteOfWritten(
  root: Instance,
  attribute: LocatedAttribute,
  name: string,
  value: boolean,
  depth = 0,
): SwitchSite | undefined {
  const expression = attribute.value();
  if (isSwitch(expression)) {
    const source = typeof expression.value === 'string' ? `"${value}"` : String(value);
    return { name, source, at: { kind: 'written', attribute } };
  }
  const [kind, inner] = namesOf(expression);
  if (inner === undefined || depth > longestWay || root.call) return undefined;
  const { module } = root;
  const next = kind === 'local' ? module.locals.get(inner) : kind === 'var' ? givenTo(root, inner) : undefined;
  return next && siteOfWritten(root, next, `${kind}.${inner}`, value, depth + 1);
}

/** What gives a variable of the module that is judged its value. */
function givenTo({ module }: Instance, name: string): LocatedAttribute | undefined {
  const assigned = module.assignments.get(name);
  if (assigned) return assigned;
  const variable = module.variables.get(name);
  const found = variable && findAttribute(variable, 'default');
  return typeof found === 'object' ? found : undefined;
}

/** Something is true or false, or nothing, where it is written. */
function isSwitch(expression: Expression): expression is Extract<Expression, { kind: 'literal' }> {
  if (expression.kind !== 'literal') return false;
  const { value } = expression;
  return value === null || value === '' || booleanOf(value) !== undefined;
}

function namesOf(expression: Expression): readonly string[] {
  if (expression.kind === 'parentheses') return namesOf(expression.inner);
  if (expression.kind === 'template') {
    const [only, ...others] = expression.parts;
    return typeof only === 'object' && others.length === 0 ? namesOf(only) : [];
  }
  if (expression.kind !== 'access' || expression.of.kind !== 'name') return [];
  const [step, ...others] = expression.steps;
  return step?.kind === 'attribute' && others.length === 0 ? [expression.of.name, step.name] : [];
}

interface CalledSetting {
  readonly root: Instance;
  readonly names: readonly string[];
  readonly resource: Resource;
  readonly setting: string;
}

/** The input of the call by which alone the setting gets its value: one that is passed first. */
function siteOfCall(called: CalledSetting, call: LocatedBlock, value: boolean): SwitchSite | undefined {
  const outermost = standIn(called.root, called.names.slice(0, 1));
  const inputs = [...(outermost?.module.variables ?? [])];
  const isPassed = (input: string) => findAttribute(call, input) !== 'absent';
  const passedFirst = [...inputs.filter(([input]) => isPassed(input)), ...inputs.filter(([input]) => !isPassed(input))];
  for (const [input, variable] of passedFirst) {
    if (!isPassed(input) && !mayBeSwitch(variable)) continue;
    const site = siteIn(called.root, call, input, input, value, argumentsOf(call));
    const wanted = site && [value, !value].find((each) => valueIf(called, input, each) === value);
    if (site && wanted !== undefined) return siteIn(called.root, call, input, input, wanted, argumentsOf(call));
  }
  return undefined;
}

/** Whether a variable has a default that is true or false, or nothing. */
function mayBeSwitch(variable: LocatedBlock): boolean {
  const written = findAttribute(variable, 'default');
  return typeof written === 'object' && isSwitch(written.value());
}

/** What the setting would be if the call passed a value for an input. */
function valueIf(
  { root, names, resource, setting }: CalledSetting,
  input: string,
  value: boolean,
): boolean | undefined {
  const supposed = standIn(root, names, new Map([[input, literal(value)]]));
  return supposed && truthOf(evaluateAttribute(supposed, resource, setting));
}

/** The attributes after which a setting is looked for in a resource of a type. */
function orderOf(type: string): readonly string[] {
  const { trail, key } = vocabulary;
  const attributes = type === trail.terraform ? trail.attributes : type === key.terraform ? key.attributes : {};
  const names = Object.values<{ readonly terraform?: string }>(attributes).flatMap(({ terraform }) => terraform ?? []);
  return names.filter((name) => name !== key.attributes.policy.terraform);
}
