import { memoize } from '../../memory/lazy';
import type { TrailIdentity } from '../../model/policy/requests';
import type { Patterns, Policy, Statement } from '../../model/policy/statement';
import { joined, textOf } from '../../model/policy/text';
import type { Text, TextSymbol } from '../../model/text';
import { isThere, truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import type { Template, TemplateResource } from '../template';
import { bucketName } from './bucket-names';

const account: TextSymbol = { kind: 'account', name: '' };
const partition: TextSymbol = { kind: 'partition', name: '' };
export const region: TextSymbol = { kind: 'region', name: '' };

export function trailIdentity(template: Template, trail: TemplateResource): TrailIdentity {
  const { organization, key } = vocabulary.trail.attributes;
  const value = evaluateProperty(template, trail, organization.cloudformation);
  return {
    arn: arnOfTrail(template, trail),
    account: [account],
    organization: value.kind === 'absent' ? false : truth(value),
    isEncrypted: isThere(evaluateProperty(template, trail, key.cloudformation)),
  };
}

export function arnOfBucket(template: Template, bucket: TemplateResource): Text {
  return joined(['arn:', partition, ':s3:::', ...nameOfBucket(template, bucket)]);
}

const arnsIn = memoize((template: Template) => memoize((trail: TemplateResource) => makeArn(template, trail)));

function arnOfTrail(template: Template, trail: TemplateResource): Text {
  return arnsIn(template)(trail);
}

function makeArn(template: Template, trail: TemplateResource): Text {
  return joined(['arn:', partition, ':cloudtrail:', region, ':', account, ':trail/', ...nameOfTrail(template, trail)]);
}

/** CloudFormation makes a name of the stack's, and of what nobody knows before: docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
function nameOfTrail(template: Template, trail: TemplateResource): Text {
  const value = evaluateProperty(template, trail, vocabulary.trail.attributes.name.cloudformation);
  if (value.kind !== 'absent') return textOf(value);
  return [{ kind: 'other', name: 'AWS::StackName' }, '-', { kind: 'other', name: `the name of ${trail.name}` }];
}

function nameOfBucket(template: Template, bucket: TemplateResource): Text {
  const name = bucketName(template, bucket);
  return typeof name === 'string' ? [{ kind: 'attribute', name: `${bucket.name}.Ref` }] : name;
}

/** The same policy, in which names and ARNs of trails and buckets of the template say what those are. */
export function withNames(template: Template, policy: Policy): Policy {
  const written = (text: Text): Text =>
    // What stays the same value need not be looked at again.
    text.every((part) => typeof part === 'string')
      ? text
      : joined(text.flatMap((part) => (typeof part === 'string' ? [part] : (meaningOf(template, part) ?? [part]))));
  const patterns = (each: Patterns): Patterns => ({ ...each, texts: each.texts.map(written) });
  const statement = (each: Statement): Statement => ({
    ...each,
    principals: {
      ...each.principals,
      principals: each.principals.principals.map(({ type, text }) => ({ type, text: written(text) })),
    },
    actions: patterns(each.actions),
    resources: patterns(each.resources),
    conditions: each.conditions.map((condition) => ({ ...condition, values: condition.values.map(written) })),
  });
  return { ...policy, statements: policy.statements.map(statement) };
}

function meaningOf(template: Template, { kind, name }: TextSymbol): Text | undefined {
  if (kind !== 'attribute') return undefined;
  const [id = '', attribute] = name.split('.');
  const resource = template.resources.get(id);
  if (attribute !== 'Arn' && attribute !== 'Ref') return undefined;
  switch (resource?.type) {
    case vocabulary.bucket.cloudformation:
      return attribute === 'Arn' ? arnOfBucket(template, resource) : nameOfBucket(template, resource);
    case vocabulary.trail.cloudformation:
      return attribute === 'Arn' ? arnOfTrail(template, resource) : nameOfTrail(template, resource);
    default:
      return undefined;
  }
}
