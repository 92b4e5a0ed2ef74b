import type { Origin, Value } from '../../model/value';
import { mapArms, unknown } from '../../model/values';
import { noBindings } from '../instance';
import { findAttribute, type LocatedAttribute, placeOf, type Resource } from '../module';
import { comeBy } from './arms';
import { type Context, scopeIn, within } from './context';
import { dataValue, isLikeResource } from './data';
import { type Bindings, evaluate } from './evaluate';
import { eachOf, repeat } from './repetition';
import { named } from './texts';

/** All that there is of a resource: one, a list or a map of them. */
export function resourceValue(address: string, origin: Origin, context: Context): Value {
  const resource = context.instance.module.resources.get(address);
  if (!resource) return oneOf(address, undefined, origin, noBindings, '', context);
  const repetition = repeat(resource, context);
  return eachOf(repetition, context.instance.prefix + address, origin, (bindings, key) =>
    oneOf(address, resource, origin, bindings, key, context),
  );
}

/** One of a resource: what is written in it, and what is there once it is. */
function oneOf(
  address: string,
  resource: Resource | undefined,
  origin: Origin,
  bindings: Bindings,
  key: string,
  context: Context,
): Value {
  const full = context.instance.prefix + address;
  const member = (name: string): Value => {
    const written = resource ? findAttribute(resource, name) : 'absent';
    if (typeof written !== 'string' && resource?.block.type === 'resource')
      return writtenValue(`${address}.${name}`, written, bindings, key, context);
    const data = { address, resource, bindings, key };
    if (address.startsWith('data.') && !isLikeResource(data, name)) return dataValue(data, name, context);
    return { kind: 'reference', resource: full, attribute: name, origin };
  };
  return { kind: 'reference', resource: full, attribute: '', member, origin };
}

function writtenValue(
  name: string,
  attribute: LocatedAttribute,
  bindings: Bindings,
  key: string,
  context: Context,
): Value {
  return within(key === '' ? name : `${name} of ${key}`, context, (inner) => {
    const written = evaluate(attribute.value(), scopeIn(attribute.owner, inner, bindings));
    const value = mapArms(written, (arm) => (arm.kind === 'absent' ? whereNothingIsWritten(name, arm, context) : arm));
    const place = placeOf(attribute.owner, attribute.span);
    return comeBy({ kind: 'resource', name: context.instance.prefix + name, place, value }, value);
  });
}

/** Of most attributes the provider makes a value where none is written; a key is only there where one is given. */
function whereNothingIsWritten(name: string, nothing: Value, { instance: { prefix } }: Context): Value {
  if (/kms_key/.test(name.slice(name.lastIndexOf('.')))) return nothing;
  return named(unknown('{0} may be made by the provider', name), { kind: 'attribute', name: prefix + name });
}
