import { joined, textOf } from '../../model/policy/text';
import type { Text, TextSymbol } from '../../model/text';
import type { Value } from '../../model/value';
import { unknown } from '../../model/values';

/** The same value, of which this is known as a text. */
export function withText(value: Value, text: Text): Value {
  return value.kind === 'unknown' ? { ...value, text } : value;
}

/** A text that is made of these values, some of which are not known. */
export function partlyKnown(parts: readonly Value[]): Value {
  return withText(unknown('part of the text is not known'), joined(parts.flatMap(partOf)));
}

/** Who chooses among partitions chooses the one of the stack. */
function partOf(value: Value): Text {
  if (value.kind !== 'choice') return textOf(value);
  const written = value.arms.map((arm) => (arm.kind === 'literal' ? String(arm.value) : ''));
  const [start] = ['', 'arn:'].filter((before) => written.every((arm) => partition.test(arm.replace(before, ''))));
  const isAlike = start !== undefined && written.every((arm) => arm.startsWith(start));
  return isAlike ? [start, pseudoParameter('AWS::Partition')] : textOf(value);
}

/** docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const partition = /^aws(?:-[a-z]+){0,2}$/;

/** The symbol of what CloudFormation says of the stack: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export function pseudoParameter(name: string): TextSymbol {
  switch (name) {
    case 'AWS::AccountId':
      return { kind: 'account', name: '' };
    case 'AWS::Region':
      return { kind: 'region', name: '' };
    case 'AWS::Partition':
      return { kind: 'partition', name: '' };
    default:
      return { kind: 'other', name };
  }
}
