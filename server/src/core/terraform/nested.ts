import { nowhere, type Value, type WayStep } from '../model/value';
import { along, unfinished } from '../model/values';
import { type Block, blocksOfType } from '../syntax/hcl/tree';
import { type Bindings, elementsOf } from './evaluation/evaluate';
import { evaluateIn } from './evaluation/named-values';
import { noBindings } from './instance';
import { attributeIn, type LocatedBlock, type NestedBlock } from './module';
import type { Declared } from './reading/declared';
import type { Found } from './reading/settings';

/** A block inside of a resource as it is made: by itself, or for an element of a `dynamic` block. */
export interface MadeBlock extends NestedBlock {
  readonly declared: Declared;
  /** What the names of loops around it stand for. */
  readonly bindings: Bindings;
  /** Of what decides that it is there. */
  readonly way: readonly WayStep[];
}

export interface MadeBlocks {
  readonly found: readonly MadeBlock[];
  /** Whether there may be others. */
  readonly mayBeMore: boolean;
  /** Of what decides that there are no more. */
  readonly way: readonly WayStep[];
}

/** The blocks of a type in a resource. Those of an override stand for all that it overrides. */
export function madeBlocks(declared: Declared, type: string, bindings: Bindings = noBindings): MadeBlocks {
  const { resource } = declared;
  let isUnsure = false;
  for (const owner of [...resource.overrides.toReversed(), resource]) {
    const made = blocksMadeIn({ declared, owner, block: owner.block, bindings, way: [] }, type);
    if (made.found.length > 0 || made.way.length > 0) return made;
    isUnsure ||= made.mayBeMore;
  }
  return { found: [], mayBeMore: isUnsure, way: [] };
}

/** The same in one block. */
export function blocksMadeIn(outer: MadeBlock, type: string): MadeBlocks {
  const body = outer.block.body();
  const plain = blocksOfType(body, type).map((block) => ({ ...outer, block }));
  const dynamic = blocksOfType(body, 'dynamic').filter(({ labels }) => labels[0] === type);
  const made = dynamic.map((block) => blocksOf(outer, block, type));
  return {
    found: [...plain, ...made.flatMap(({ found }) => found)],
    mayBeMore: body.mayHold(type) || made.some(({ mayBeMore }) => mayBeMore),
    way: made.flatMap(({ way }) => way),
  };
}

/** developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
function blocksOf(outer: MadeBlock, dynamic: Block, type: string): MadeBlocks {
  const { owner, declared, bindings, way } = outer;
  const [content] = blocksOfType(dynamic.body(), 'content');
  const written = attributeIn(dynamic, 'for_each');
  const collection: Value =
    typeof written === 'string'
      ? unfinished('the text around it is not finished')
      : evaluateIn(declared.instance, owner, written.value(), bindings);
  const elements = collection.kind === 'absent' ? undefined : elementsOf(collection);
  if (!elements || !content) return { found: [], mayBeMore: true, way: [] };
  const steps = [...way, ...collection.origin.way];
  const iterator = attributeIn(dynamic, 'iterator');
  const name = typeof iterator === 'string' ? type : iterator.value().source;
  const found = elements.map(([key, value]) => {
    const entries = new Map([
      ['key', collection.kind === 'list' ? value : key],
      ['value', along(steps, value)],
    ]);
    const each: Value = { kind: 'map', entries, origin: nowhere };
    return { ...outer, block: content, bindings: new Map([...bindings, [name, each]]), way: steps };
  });
  return { found, mayBeMore: false, way: collection.origin.way };
}

/** What an attribute of the block comes to, and where it is written. */
export function attributeOf(made: MadeBlock, name: string): { readonly value: Value; readonly found: Found } {
  const { declared, owner, block, bindings, way } = made;
  const attribute = attributeIn(block, name);
  if (attribute === 'absent') return { value: { kind: 'absent', origin: { ...nowhere, way } }, found: attribute };
  if (attribute === 'unsure') return { value: unfinished('the text around it is not finished'), found: attribute };
  const value = evaluateIn(declared.instance, owner, attribute.value(), bindings);
  return { value: along(way, value), found: locatedIn(owner, attribute) };
}

function locatedIn(owner: LocatedBlock, attribute: Extract<ReturnType<typeof attributeIn>, object>): Found {
  return { ...attribute, owner };
}
