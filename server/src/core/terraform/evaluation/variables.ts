import type { TextSymbol } from '../../model/text';
import type { Value, WayStep } from '../../model/value';
import { isLiteral, unfinished, unknown } from '../../model/values';
import { addressOf, type Instance } from '../instance';
import { findAttribute, type LocatedBlock, placeOf } from '../module';
import { comeBy } from './arms';
import { attributeValue, type Context, scopeIn } from './context';
import { evaluate } from './evaluate';
import { named, withNames } from './texts';
import { convert, readType } from './type-constraint';

/** What `var.NAME` comes to. */
export function variable(name: string, context: Context): Value {
  const { instance } = context;
  const owner = instance.module.variables.get(name);
  if (!owner) return unfinished('variable {0} is not declared here', name);
  const given = givenValue(name, context);
  if (given && given.kind !== 'absent') return typed(given, owner, context);
  const isNullable = given ? attributeValue('nullable', owner, context) : undefined;
  if (isNullable?.kind === 'unknown') return isNullable;
  if (given && isNullable && !isLiteral(isNullable, false)) return typed(given, owner, context);
  const attribute = findAttribute(owner, 'default');
  if (typeof attribute === 'string') {
    const why = instance.call
      ? unknown('{0} does not pass {1}', addressOf(instance), name)
      : unknown('variable {0} has no default', name);
    const value = named(why, symbolOf(name, instance));
    return comeBy({ kind: 'open', name: `var.${name}`, place: placeOf(owner, owner.block.header), value }, value);
  }
  const value = typed(evaluate(attribute.value(), scopeIn(attribute.owner, context)), owner, context);
  const place = placeOf(attribute.owner, attribute.span);
  if (instance.call) return comeBy({ kind: 'default', name, of: addressOf(instance), place, value }, value);
  return comeBy({ kind: 'variable', name: `var.${name}`, place, value }, value);
}

function symbolOf(name: string, { prefix }: Instance): TextSymbol {
  return { kind: 'other', name: `${prefix}var.${name}` };
}

/** What the call passes, or a file of variables gives. */
function givenValue(name: string, context: Context): Value | undefined {
  const { instance } = context;
  const { call, module } = instance;
  const supposed = instance.supposed.get(name);
  if (supposed) return named(supposed, symbolOf(name, instance));
  const given = call ? findAttribute(call.owner, name) : (module.assignments.get(name) ?? 'absent');
  if (given === 'absent') return undefined;
  if (given === 'unsure') return unfinished('the text around it is not finished');
  const place = placeOf(given.owner, given.span);
  const outer = call ? { ...context, instance: call.caller } : context;
  const value = evaluate(given.value(), scopeIn(given.owner, outer, call?.bindings));
  const step: WayStep = call
    ? { kind: 'argument', name, of: addressOf(instance), place, value }
    : { kind: 'assignment', name: `var.${name}`, place, value };
  return comeBy(step, value);
}

/** As Terraform converts a value to the type of its variable. */
function typed(value: Value, owner: LocatedBlock, context: Context): Value {
  const attribute = findAttribute(owner, 'type');
  const type = typeof attribute === 'string' ? undefined : readType(attribute.value());
  if (!type || typeof attribute === 'string') return value;
  return convert(value, type, (expression) => evaluate(expression, scopeIn(attribute.owner, context)));
}

/** What `local.NAME` comes to. */
export function local(name: string, context: Context): Value {
  const attribute = context.instance.module.locals.get(name);
  if (!attribute) return unfinished('local value {0} is not declared here', name);
  const known = evaluate(attribute.value(), scopeIn(attribute.owner, context));
  // What of it is not known is the same wherever the name stands.
  const value = withNames(known, `${context.instance.prefix}local.${name}`);
  const place = placeOf(attribute.owner, attribute.span);
  return comeBy({ kind: 'local', name: `local.${name}`, place, value }, value);
}

/** The name of the variable that `var.name` is. */
export function variableIn(address: string): string {
  return address.replace(/^var\./, '');
}
