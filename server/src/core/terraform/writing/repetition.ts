import type { Expression } from '../../syntax/hcl/tree';
import { findAttribute, type LocatedBlock, type Resource } from '../module';
import { writtenValue } from '../sites/location';
import type { DocumentRepetition } from './file-writer';
import { attribute } from './print';

/** What is made for each of what a block makes, in step with it. */
export interface InStep {
  /** The `count` or `for_each` of what is made. */
  readonly document: DocumentRepetition | undefined;
  /** The one that each is for, such as `aws_s3_bucket.logs[0]`. */
  readonly each: string;
}

export function inStepWith(resource: Resource): InStep {
  const condition = creationCondition(resource);
  if (condition !== undefined) return stepOf('count', condition, '[0]', `${resource.address}[0]`);
  if (writtenValue(resource, 'count'))
    return stepOf('count', `length(${resource.address})`, '[count.index]', `${resource.address}[count.index]`);
  if (writtenValue(resource, 'for_each')) return stepOf('for_each', resource.address, '[each.key]', 'each.value');
  return { document: undefined, each: resource.address };
}

function stepOf(name: string, source: string, index: string, each: string): InStep {
  return { document: { items: [attribute(name, source)], index }, each };
}

/** The source of a `count` that is one or none: what serves it only is made under the same condition. */
export function creationCondition(maker: LocatedBlock): string | undefined {
  const count = findAttribute(maker, 'count');
  if (typeof count === 'string') return undefined;
  const value = count.value();
  const isOneOrNone = value.kind === 'conditional' && [value.whenTrue, value.whenFalse].every(isOneOrZero);
  return isOneOrNone && !value.source.includes('\n') ? value.source : undefined;
}

function isOneOrZero(value: Expression): boolean {
  return value.kind === 'literal' && (value.value === 1 || value.value === 0);
}
