import type { Bindings } from '../evaluation/evaluate';
import { levelsOf, type MadeBlocks, madeInLevels } from '../evaluation/made-blocks';
import { blockReadingIn } from '../evaluation/named-values';
import { noBindings } from '../instance';
import { attributeIn, type NestedBlock } from '../module';
import type { Declared } from './declared';
import type { Found } from './settings';

/** The blocks of a type in a resource. */
export function blocksDeclared(
  { instance, resource }: Declared,
  type: string,
  bindings: Bindings = noBindings,
): MadeBlocks {
  return madeInLevels(levelsOf(resource, bindings), type, blockReadingIn(instance));
}

/** An attribute of a block where it is written. */
export function writtenIn({ owner, block }: NestedBlock, name: string): Found {
  const found = attributeIn(block, name);
  return typeof found === 'string' ? found : { ...found, owner };
}
