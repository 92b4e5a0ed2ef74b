import type { TrailIdentity } from '../../model/policy/requests';
import { anything, joined, textOf } from '../../model/policy/text';
import type { Text, TextSymbol } from '../../model/text';
import { isThere, truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateAttribute } from '../evaluation/named-values';
import { providerOf, regionOf } from '../evaluation/providers';
import { type Declared, fullAddressOf, memoizeDeclared } from './declared';
import { valuesOf } from './joining';

/** What policies see of a trail: docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html */
export const identityOfTrail = memoizeDeclared((trail): TrailIdentity => {
  const { attributes } = vocabulary.trail;
  const organization = evaluateAttribute(trail.instance, trail.resource, attributes.organization.terraform);
  return {
    arn: arnOf(trail, ':trail/', nameOfTrail(trail)),
    account: [symbolOf('account', trail)],
    organization: organization.kind === 'absent' ? false : truth(organization),
    isEncrypted: isThere(evaluateAttribute(trail.instance, trail.resource, attributes.key.terraform)),
  };
});

export function nameOfTrail(trail: Declared): Text {
  return onlyText(trail, vocabulary.trail.attributes.name.terraform);
}

/** What a bucket is called. A name that is not known is that of its `id`. */
export const nameOfBucket = memoizeDeclared((bucket): Text => {
  const text = onlyText(bucket, vocabulary.bucket.attributes.name.terraform);
  const isKnown = text.length > 0 && text.every((part) => typeof part === 'string' || part.name !== '');
  return isKnown ? text : [{ kind: 'attribute', name: `${fullAddressOf(bucket)}.id` }];
});

export const arnOfBucket = memoizeDeclared(
  (bucket): Text => joined(['arn:', symbolOf('partition', bucket), ':s3:::', ...nameOfBucket(bucket)]),
);

/** What comes before the logs in the bucket. */
export function prefixOfTrail({ instance, resource }: Declared): Text | undefined {
  const value = evaluateAttribute(instance, resource, vocabulary.trail.attributes.prefix.terraform);
  return value.kind === 'absent' ? undefined : textOf(value);
}

function arnOf(declared: Declared, kind: string, name: Text): Text {
  const account = symbolOf('account', declared);
  return joined([
    'arn:',
    symbolOf('partition', declared),
    ':cloudtrail:',
    ...regionOfTrail(declared),
    ':',
    account,
    kind,
    ...name,
  ]);
}

/** From version 6 of the provider a resource may name its Region. */
export function regionOfTrail({ instance, resource }: Declared): Text {
  const own = evaluateAttribute(instance, resource, 'region');
  if (own.kind !== 'absent') return textOf(own);
  const provider = providerOf(resource, instance);
  return [provider === undefined ? anything : regionOf(provider, instance)];
}

function symbolOf(kind: TextSymbol['kind'], { instance, resource }: Declared): TextSymbol {
  const provider = providerOf(resource, instance);
  return provider === undefined ? anything : { kind, name: provider };
}

/** What all that a block makes have for an attribute; nothing is known where they differ. */
function onlyText(declared: Declared, attribute: string): Text {
  const texts = valuesOf(declared, attribute).map((value) => (value.kind === 'absent' ? [anything] : textOf(value)));
  const [first = [anything], ...others] = texts;
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : [anything];
}
