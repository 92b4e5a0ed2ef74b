/** A text some parts of which only the deployment knows. */
export type Text = readonly (string | TextSymbol)[];

/**
 * A part of a text that is not known here. Two symbols of the same kind and name stand for the same text. `account`, `region`, `partition` and
 * `organization` are those of whoever deploys: their name tells by which provider, and is empty for the usual one. `attribute` is one of a resource,
 * named by address and attribute, such as `aws_s3_bucket.logs.arn`. `other` is anything else that has a name, such as an input without a
 * default; its name is empty for what has none, which is the same as nothing else.
 */
export interface TextSymbol {
  readonly kind: 'account' | 'region' | 'partition' | 'organization' | 'attribute' | 'other';
  readonly name: string;
}
