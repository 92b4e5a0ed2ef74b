import type { Value } from '../../model/value';
import { calledModule } from '../evaluation/named-values';
import { type Instance, makeInstance, noBindings } from '../instance';

/**
 * What the calls of these names, the first one in `root`, make of a module: what all have in common where they make several, as `each` and
 * `count` are not known in it. The first call may be supposed to pass something else than it does.
 */
export function standIn(
  root: Instance,
  [name, ...others]: readonly string[],
  supposed: ReadonlyMap<string, Value> = noBindings,
): Instance | undefined {
  if (name === undefined) return root;
  const [made] = calledModule(root, name).instances;
  if (!made?.call) return undefined;
  const call = { ...made.call, caller: root, bindings: noBindings };
  return standIn(makeInstance({ ...made, call, supposed }), others);
}
