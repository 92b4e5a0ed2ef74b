import type { Policy } from '../../model/policy/statement';
import { equals } from '../../model/policy/text';
import type { Text } from '../../model/text';
import { vocabulary } from '../../model/vocabulary';
import { type Declared, declarationNamed, fullAddressOf, rootOf } from './declared';
import { nameOfBucket } from './identity';
import { isWrittenAlike } from './joining';

/** The policy of a bucket, in which what a statement says of another bucket is about nothing: no two buckets are the same. */
export function withoutOthers(policy: Policy, bucket: Declared): Policy {
  const statements = policy.statements.map((statement) => {
    const { resources } = statement;
    const texts = resources.texts.map((text) => (isOfAnother(text, bucket) ? elsewhere : text));
    return texts.includes(elsewhere) ? { ...statement, resources: { ...resources, texts } } : statement;
  });
  return { ...policy, statements };
}

/** Whether a policy speaks of another bucket, for which S3 refuses it whatever else it says. */
export function speaksOfOthers({ statements }: Policy): boolean {
  return statements.some(({ resources }) => resources.texts.includes(elsewhere));
}

/** The ARN of nothing. */
const elsewhere: Text = ['-'];

/** Whether the ARN is that of another bucket, or of what is in it, by its `arn`, or by its name behind what every bucket's ARN begins with. */
function isOfAnother(text: Text, bucket: Declared): boolean {
  const at = text.findIndex((part) => typeof part === 'object' && part.kind === 'attribute');
  const [named, next = '/'] = text.slice(at);
  if (at < 0 || typeof named !== 'object' || typeof next !== 'string' || !next.startsWith('/')) return false;
  const [, address = '', attribute] = /^(.*)\.(arn|id|bucket)$/.exec(named.name) ?? [];
  const before = text[at - 1];
  const isWhole = attribute === 'arn' ? at === 0 : typeof before === 'string' && before.endsWith(':s3:::');
  const other = isWhole ? declarationNamed(rootOf(bucket.instance), address) : undefined;
  return other !== undefined && isAnother(other, bucket);
}

/** Of two that have one name, only one is there. */
function isAnother(other: Declared, bucket: Declared): boolean {
  const { terraform: type, attributes } = vocabulary.bucket;
  return (
    other.resource.address.startsWith(`${type}.`) &&
    fullAddressOf(other) !== fullAddressOf(bucket) &&
    equals(nameOfBucket(other), nameOfBucket(bucket)) !== true &&
    !isWrittenAlike(other, attributes.name.terraform, bucket)
  );
}
