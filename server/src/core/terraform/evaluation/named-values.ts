import { makeResults, memoize } from '../../memory/lazy';
import type { Origin, Value } from '../../model/value';
import { emptyIsAbsent, literal, unfinished, unknown } from '../../model/values';
import type { Block, Expression, Step } from '../../syntax/hcl/tree';
import { type CalledModule, type Instance, noBindings, type Repetition } from '../instance';
import type { LocatedBlock } from '../module';
import { callOf, moduleValue } from './called-modules';
import { attributeValue, type Context, scopeIn, within } from './context';
import { type Bindings, evaluate, type Resolved } from './evaluate';
import { type BlockReading, blockReading } from './made-blocks';
import { repeat } from './repetition';
import { resourceValue } from './resources';
import { named } from './texts';
import { local, variable } from './variables';

/** The value of an attribute of a top-level block: `absent` where it is not written, `null` or `""`. */
export function evaluateAttribute(
  instance: Instance,
  owner: LocatedBlock,
  name: string,
  bindings: Bindings = noBindings,
): Value {
  return emptyIsAbsent(attributeValue(name, owner, contextOf(instance), bindings));
}

/** The value of an expression that is written in a block. */
export function evaluateIn(
  instance: Instance,
  owner: LocatedBlock,
  expression: Expression,
  bindings: Bindings = noBindings,
): Value {
  return evaluate(expression, scopeIn(owner, contextOf(instance), bindings));
}

/** What the blocks of a resource of the instance are read with. */
export function blockReadingIn(instance: Instance): BlockReading {
  return blockReading(contextOf(instance));
}

/** How often there is what a block of the module declares, by its `count` and `for_each`. */
export function repetitionOf(instance: Instance, owner: LocatedBlock): Repetition {
  return repetitionsOf(instance)(owner.block, () => repeat(owner, contextOf(instance)));
}

const repetitionsOf = memoize((_instance: Instance) => makeResults<Block, Repetition>());

/** The instances that the call of that name makes. */
export function calledModule(instance: Instance, name: string): CalledModule {
  return callOf(name, contextOf(instance));
}

function contextOf(instance: Instance): Context {
  return { instance, underWay: [], resolve };
}

/** What the first names of a reference stand for: `var.x`, `local.x`, `module.x`, `aws_kms_key.k`, `data.aws_region.current`. */
function resolve(root: string, steps: readonly Step[], origin: Origin, context: Context): Resolved {
  const [first, second] = steps;
  if (root === 'each' || root === 'count' || root === 'self' || root === 'terraform') {
    const value = unknown('{0} is known to Terraform only', root);
    // There is one workspace, and one of each of the others wherever they stand.
    return { value: root === 'terraform' ? named(value, { kind: 'other', name: root }) : value, taken: 0 };
  }
  if (first?.kind !== 'attribute') return { value: unfinished('{0} is not known here', root), taken: 0 };
  const { name } = first;
  switch (root) {
    case 'var':
      return { value: within(`var.${name}`, context, (inner) => variable(name, inner)), taken: 1 };
    case 'local':
      return { value: within(`local.${name}`, context, (inner) => local(name, inner)), taken: 1 };
    case 'module':
      return { value: moduleValue(name, origin, context), taken: 1 };
    case 'path':
      return { value: pathValue(name, origin, context.instance), taken: 1 };
    case 'data': {
      if (second?.kind !== 'attribute') return { value: unknown('{0} is not known here', `data.${name}`), taken: 1 };
      return { value: resourceValue(`data.${name}.${second.name}`, origin, context), taken: 2 };
    }
    default:
      return { value: resourceValue(`${root}.${name}`, origin, context), taken: 1 };
  }
}

function pathValue(name: string, origin: Origin, { path }: Instance): Value {
  if (name === 'module') return literal(path, origin);
  return name === 'root' ? literal('.', origin) : unknown('{0} is known to Terraform only', `path.${name}`);
}
