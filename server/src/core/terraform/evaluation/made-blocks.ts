import type { Place } from '../../model/place';
import { nowhere, type Value, type WayStep } from '../../model/value';
import { along, joinWays, unfinished } from '../../model/values';
import { type Block, blockSources, contentsOf, type Expression, mayHoldBlocks } from '../../syntax/hcl/tree';
import { attributeIn, type LocatedBlock, type NestedBlock, placeOf } from '../module';
import { oneOf } from './arms';
import { type Context, scopeIn } from './context';
import { type Bindings, elementsOf, evaluate } from './evaluate';
import type { Budget } from './inside';

/** A block inside of another one as Terraform sees it, where a `dynamic` one has made all of its blocks. */
export interface MadeBlock extends NestedBlock {
  /** Where it is declared: by itself, or by the `dynamic` block. */
  readonly place: Place;
  /** Variables of the `dynamic` blocks that made it among them. */
  readonly bindings: Bindings;
  /** How often its arguments are evaluated for the `dynamic` blocks around it. */
  readonly iterations: number;
  /** What led to there being such a block. */
  readonly way: readonly WayStep[];
}

export interface MadeBlocks {
  readonly blocks: readonly MadeBlock[];
  /** Whether there are no others. */
  readonly isComplete: boolean;
  /** What led to there being these and no others. */
  readonly way: readonly WayStep[];
}

/** What blocks are read with. */
export interface BlockReading {
  readonly context: Context;
  /** How many more blocks are made. */
  readonly budget: Budget;
}

/** No more blocks are made of one resource or document, principals and conditions counted. */
const mostBlocks = 5000;

export function blockReading(context: Context): BlockReading {
  return { context, budget: { left: mostBlocks } };
}

/** A top-level block and those of override files that are merged into it, the last of which wins. */
export function levelsOf(owner: LocatedBlock, bindings: Bindings): readonly MadeBlock[] {
  return [owner, ...owner.overrides].map((level) => ({
    owner: level,
    block: level.block,
    place: placeOf(level, level.block.header),
    bindings,
    iterations: 1,
    way: [],
  }));
}

/** The blocks of a type in levels. Those of an override file stand for all that it overrides. */
export function madeInLevels(levels: readonly MadeBlock[], type: string, reading: BlockReading): MadeBlocks {
  const last = levels.findLast(({ block }) => {
    const body = block.body();
    return blockSources(body, type).length > 0 || mayHoldBlocks(body, type);
  });
  return last ? madeBlocks(last, type, reading) : { blocks: [], isComplete: true, way: [] };
}

/** The blocks of a type in a block. */
export function madeBlocks(outer: MadeBlock, type: string, reading: BlockReading): MadeBlocks {
  const body = outer.block.body();
  const found = blockSources(body, type).map(({ kind, block }) => {
    const inner = { ...outer, block, place: placeIn(outer, block) };
    return kind === 'dynamic' ? makeEach(inner, type, reading) : take([inner], reading.budget);
  });
  return {
    blocks: found.flatMap(({ blocks }) => blocks),
    isComplete: !mayHoldBlocks(body, type) && found.every(({ isComplete }) => isComplete),
    way: joinWays(...found.map(({ way }) => way)),
  };
}

/** An argument of a block, by way of what led to the block: absent where it is not written, and being typed where it may be. */
export function argumentOf(
  { owner, block, bindings, iterations, way }: MadeBlock,
  name: string,
  { context }: BlockReading,
): Value {
  const attribute = attributeIn(block, name);
  if (attribute === 'absent') return { kind: 'absent', origin: { ...nowhere, way } };
  if (attribute === 'unsure') return unfinished('the text around it is not finished');
  return along(way, evaluate(attribute.value(), { ...scopeIn(owner, context, bindings), iterations }));
}

/** The header of a block. In JSON those of one type share theirs. */
function placeIn({ owner }: NestedBlock, block: Block): Place {
  return placeOf(owner, owner.file.language === 'terraform-json' ? block.body().span : block.header);
}

function makeEach(dynamic: MadeBlock, type: string, reading: BlockReading): MadeBlocks {
  const collection = argumentOf(dynamic, 'for_each', reading);
  const iterator = iteratorOf(dynamic.block, type);
  const elements = elementsOf(collection);
  const contents = contentsOf(dynamic.block);
  const { way } = collection.origin;
  if (!elements || iterator === undefined || contents.length === 0) return { blocks: [], isComplete: false, way };
  const written = attributeIn(dynamic.block, 'for_each');
  const keyOf = collection.kind === 'list' && typeof written !== 'string' ? keysOf(written.value()) : ofMap;
  const iterations = dynamic.iterations * Math.max(1, elements.length);
  const blocks = elements.slice(0, Math.max(reading.budget.left, 0)).flatMap(([key, value]) => {
    const members = new Map([
      ['key', along(way, keyOf(key, value))],
      ['value', along(way, value)],
    ]);
    const bindings = new Map(dynamic.bindings).set(iterator, { kind: 'map', entries: members, origin: nowhere });
    return contents.map((block) => ({ ...dynamic, block, bindings, iterations, way }));
  });
  const taken = take(blocks, reading.budget);
  return { ...taken, isComplete: taken.blocks.length === elements.length * contents.length, way };
}

function take(blocks: readonly MadeBlock[], budget: Budget): MadeBlocks {
  const taken = blocks.slice(0, Math.max(budget.left, 0));
  budget.left -= taken.length;
  return { blocks: taken, isComplete: taken.length === blocks.length, way: [] };
}

/** Undefined while it is being typed. */
function iteratorOf(block: Block, type: string): string | undefined {
  const written = attributeIn(block, 'iterator');
  if (typeof written === 'string') return written === 'absent' ? type : undefined;
  const value = written.value();
  if (value.kind === 'name') return value.name;
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

type KeyOf = (index: Value, item: Value) => Value;

const ofMap: KeyOf = (key) => key;

/** The key of an item of a list is its index, that of one of a set is the item; which of them it is does not always show. */
function keysOf(collection: Expression): KeyOf {
  if (collection.kind === 'tuple' || collection.kind === 'for') return (index) => index;
  if (collection.kind === 'call' && collection.name === 'toset') return (_, item) => item;
  return (index, item) => oneOf([index, item], nowhere);
}
