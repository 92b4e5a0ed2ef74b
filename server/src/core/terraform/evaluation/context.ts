import { keep, use } from '../../memory/tracking';
import { nowhere, type Origin, type Value } from '../../model/value';
import { unfinished, unknown } from '../../model/values';
import type { Step } from '../../syntax/hcl/tree';
import { type Instance, noBindings } from '../instance';
import { findAttribute, type LocatedBlock, placeOf } from '../module';
import { textNamed } from '../module-source';
import { type Bindings, evaluate, type Resolved, type Scope } from './evaluate';
import { fileFunction } from './files';
import { evaluateTemplate } from './template-files';

/** Where evaluation is: in which instance, and what is being worked out, to end cycles. */
export interface Context {
  readonly instance: Instance;
  readonly underWay: readonly string[];
  /** What the first names of a reference stand for. */
  readonly resolve: (root: string, steps: readonly Step[], origin: Origin, context: Context) => Resolved;
}

/** References that lead to references are followed this far: the call stack is finite. */
const longestWay = 200;

/** Where the expressions of a block stand. */
export function scopeIn(owner: LocatedBlock, context: Context, bindings: Bindings = noBindings): Scope {
  const { file } = owner;
  const readFile: Scope['readFile'] = (name, args, origin) =>
    fileFunction(name, args, origin, {
      textOf: (path) => textNamed(path, context.instance),
      evaluateTemplate: (text, values, at) =>
        'readExpression' in file ? evaluateTemplate(text, values, at, file.readExpression, readFile) : undefined,
    });
  return {
    placeOf: (span) => placeOf(owner, span),
    resolve: (root, steps, origin) => context.resolve(root, steps, origin, context),
    readFile,
    bindings,
    iterations: 1,
  };
}

/** The value of an attribute of a top-level block: `absent` where it is not written or `null`. */
export function attributeValue(
  name: string,
  owner: LocatedBlock,
  context: Context,
  bindings: Bindings = noBindings,
): Value {
  const attribute = findAttribute(owner, name);
  if (attribute === 'absent') return { kind: 'absent', origin: nowhere };
  if (attribute === 'unsure') return unfinished('the text around it is not finished');
  return evaluate(attribute.value(), scopeIn(attribute.owner, context, bindings));
}

/** What a name stands for is worked out once in an instance. Ends cycles: what is asked for meanwhile is unknown. */
export function within(name: string, context: Context, evaluateIt: (inner: Context) => Value): Value {
  const { instance, underWay } = context;
  const known = instance.values.get(name);
  if (known) return use(known);
  const id = instance.prefix + name;
  if (underWay.includes(id)) return unknown('{0} refers to itself', name);
  if (underWay.length > longestWay) return unknown('the way to {0} is too long', name);
  const value = keep(() => evaluateIt({ ...context, underWay: [...underWay, id] }));
  instance.values.set(name, value);
  return use(value);
}
