/** A text that names things of AWS whose values only the deployment knows. Dialects write them in their own way. */
export type BlueprintText = readonly (string | BlueprintPart)[];

export type BlueprintPart = AnyPart & {
  /** Which of several trails it is of; the first where that is not said. */
  readonly trail?: number;
};

type AnyPart =
  /** `of` tells whose account, Region or partition: the key may live elsewhere than the trail. */
  | { readonly kind: 'partition' | 'account' | 'region'; readonly of: 'key' | 'trail' }
  /** The name of the trail, or of the event data store. */
  | { readonly kind: 'trail-name' }
  | { readonly kind: 'bucket-arn' }
  /** Where a trail with a prefix has its logs in the bucket: `AWSLogs` below the prefix, without a slash at its end. */
  | { readonly kind: 'prefixed-logs' }
  /** The id of the organization whose accounts the trail is for. */
  | { readonly kind: 'organization' }
  | { readonly kind: 'log-group-arn' };

export const partitionOf = (of: 'key' | 'trail'): BlueprintPart => ({ kind: 'partition', of });
export const accountOf = (of: 'key' | 'trail'): BlueprintPart => ({ kind: 'account', of });
export const regionOf = (of: 'key' | 'trail'): BlueprintPart => ({ kind: 'region', of });
export const trailName: BlueprintPart = { kind: 'trail-name' };
export const bucketArn: BlueprintPart = { kind: 'bucket-arn' };
export const prefixedLogs: BlueprintPart = { kind: 'prefixed-logs' };
export const organizationId: BlueprintPart = { kind: 'organization' };
export const logGroupArn: BlueprintPart = { kind: 'log-group-arn' };

/** What is said of a trail, said of one of several. */
export function ofTrail(text: BlueprintText, trail: number): BlueprintText {
  return trail === 0 ? text : text.map((part) => (typeof part === 'string' ? part : { ...part, trail }));
}

/** What texts name. */
export function partsOf(texts: readonly BlueprintText[]): readonly BlueprintPart[] {
  return texts.flat().filter((part) => typeof part !== 'string');
}

/** Which trail a text is of: all of it is of one. */
export function trailOf(text: BlueprintText): number {
  return text.reduce((found, part) => (typeof part === 'string' ? found : Math.max(found, part.trail ?? 0)), 0);
}
