import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { evaluateAttribute } from '../evaluation/named-values';
import { chainOf, type Instance } from '../instance';
import { type Declared, declarationSeen, declaredBy, rootOf } from './declared';
import { asideOf, isKey, namedBy, passedOnWay } from './joining';

/** The key that a value names, also by way of an alias, as it is seen in an instance. */
export function keyNamed(instance: Instance, value: Value, depth = 0): Declared | undefined {
  if (depth > longestDetour) return undefined;
  const referred = value.kind === 'reference' ? [value.resource] : asideOf(value, rootOf(instance));
  for (const address of [...referred, ...passedOnWay(value)]) {
    const found = declarationSeen(instance, address);
    if (found && isKey(found)) return found;
    const named = found && namedBy(found);
    const key = found && named && keyNamed(found.instance, named, depth + 1);
    if (key) return key;
  }
  const alias = aliasWithName(instance, value);
  const target = alias && namedBy(alias);
  return alias && target && keyNamed(alias.instance, target, depth + 1);
}

/** What names what names a key is not followed any longer than this. */
const longestDetour = 5;

/** The alias of the module, or of one that calls it, that a value names by its name, which may stand in an ARN. */
function aliasWithName(instance: Instance, value: Value): Declared | undefined {
  const name = aliasNameIn(value);
  if (name === undefined) return undefined;
  const { terraform, attributes } = vocabulary.alias;
  for (const each of chainOf(instance)) {
    const found = declaredBy(each, terraform).find(({ resource }) => {
      const own = evaluateAttribute(each, resource, attributes.name.terraform);
      return own.kind === 'literal' && own.value === name;
    });
    if (found) return found;
  }
  return undefined;
}

/** The name of the alias that a text is, or whose ARN it is. */
export function aliasNameIn(value: Value): string | undefined {
  const text = value.kind === 'literal' ? [String(value.value)] : value.kind === 'unknown' ? (value.text ?? []) : [];
  // Only the end of an ARN says which alias it is.
  const [start, end] = [text[0], text.at(-1)];
  if (typeof start !== 'string' || typeof end !== 'string') return undefined;
  if (text.length === 1) return /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?(alias\/.+)$/.exec(start)?.[1];
  return start.startsWith('arn:') ? /:(alias\/.+)$/.exec(end)?.[1] : undefined;
}
