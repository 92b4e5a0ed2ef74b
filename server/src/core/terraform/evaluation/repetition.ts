import { nowhere, type Origin, type Value } from '../../model/value';
import { along, isUnfinished, literal } from '../../model/values';
import { noBindings, type Repetition } from '../instance';
import { findAttribute, type LocatedBlock } from '../module';
import { repeated } from './access';
import { attributeValue, type Context } from './context';
import { type Bindings, elementsOf } from './evaluate';

/** No block is repeated more often than this, whatever `count` says. */
const mostRepetitions = 1000;

/** How often there is what a block declares, by its `count` and `for_each`. */
export function repeat(owner: LocatedBlock, context: Context): Repetition {
  const { instance, underWay } = context;
  const name = `${instance.prefix}count of ${owner.block.type} ${owner.block.labels.join(' ')}`;
  if (underWay.includes(name)) return { kind: 'unknown', isUnfinished: false };
  const inner = { ...context, underWay: [...underWay, name] };
  if (findAttribute(owner, 'for_each') !== 'absent') return repeatForEach(owner, inner);
  if (findAttribute(owner, 'count') === 'absent') return { kind: 'single' };
  const count = attributeValue('count', owner, inner);
  const size = count.kind === 'literal' && count.value !== '' ? Number(count.value) : Number.NaN;
  if (!Number.isInteger(size) || size < 0 || size > mostRepetitions) return notKnown(count);
  const each = Array.from({ length: size }, (_, index) => ({
    key: String(index),
    bindings: bind('count', { index: literal(index, count.origin) }),
  }));
  return { kind: 'counted', each, way: count.origin.way };
}

function repeatForEach(owner: LocatedBlock, context: Context): Repetition {
  const collection = attributeValue('for_each', owner, context);
  const elements = elementsOf(collection);
  if (!elements || elements.length > mostRepetitions) return notKnown(collection);
  const each: { key: string; bindings: Bindings }[] = [];
  for (const [name, value] of elements) {
    const key = collection.kind === 'map' ? name : value;
    if (key.kind !== 'literal') return notKnown(key);
    // What they come from decides what they are.
    const [own, its] = [key, value].map((one) => along(collection.origin.way, one));
    if (own && its) each.push({ key: String(key.value), bindings: bind('each', { key: own, value: its }) });
  }
  return { kind: 'keyed', each, way: collection.origin.way };
}

function notKnown(decided: Value): Repetition {
  return { kind: 'unknown', isUnfinished: isUnfinished(decided) };
}

function bind(name: string, members: Readonly<Record<string, Value>>): Bindings {
  return new Map([[name, { kind: 'map', entries: new Map(Object.entries(members)), origin: nowhere }]]);
}

/** Whether it is one, or may be one or more: not known, or none only because an input is not set. */
export function mayBeMore(repetition: Repetition): boolean {
  if (repetition.kind === 'single' || repetition.kind === 'unknown') return true;
  return repetition.each.length === 0 && repetition.way.some(({ kind }) => kind === 'variable');
}

/** All that there is of what a block declares: one, a list or a map of them. */
export function eachOf(
  repetition: Repetition,
  address: string,
  origin: Origin,
  make: (bindings: Bindings, key: string) => Value,
): Value {
  switch (repetition.kind) {
    case 'single':
      return make(noBindings, '');
    case 'unknown':
      return { kind: 'reference', resource: address, attribute: repeated, member: () => make(noBindings, '*'), origin };
    case 'counted':
      return {
        kind: 'list',
        items: repetition.each.map(({ key, bindings }) => make(bindings, key)),
        origin: { ...origin, way: repetition.way },
      };
    case 'keyed':
      return {
        kind: 'map',
        entries: new Map(repetition.each.map(({ key, bindings }) => [key, make(bindings, key)])),
        origin: { ...origin, way: repetition.way },
      };
  }
}
