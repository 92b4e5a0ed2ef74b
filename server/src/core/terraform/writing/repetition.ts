import type { LocatedBlock, Resource } from '../module';
import { creationCondition } from '../sites/creation';
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

/** The ARN of a key, for a block that may be made where the key is not. */
export function arnOfKey(key: Resource, user: LocatedBlock): string {
  const condition = creationCondition(key);
  if (condition === undefined) return `${key.address}.arn`;
  return creationCondition(user) === condition ? `${key.address}[0].arn` : `one(${key.address}[*].arn)`;
}
