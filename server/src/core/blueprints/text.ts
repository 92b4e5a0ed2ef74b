/** A text that names things of AWS whose values only the deployment knows. Dialects write them in their own way. */
export type BlueprintText = readonly (string | BlueprintPart)[];

export type BlueprintPart =
  /** `of` tells whose account, Region or partition: the key may live elsewhere than the trail. */
  { readonly kind: 'partition' | 'account' | 'region'; readonly of: 'key' | 'trail' } | { readonly kind: 'trail-name' };

export const partitionOf = (of: 'key' | 'trail'): BlueprintPart => ({ kind: 'partition', of });
export const accountOf = (of: 'key' | 'trail'): BlueprintPart => ({ kind: 'account', of });
export const regionOf = (of: 'key' | 'trail'): BlueprintPart => ({ kind: 'region', of });
export const trailName: BlueprintPart = { kind: 'trail-name' };
