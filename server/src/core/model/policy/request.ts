import type { Text } from '../text';

/** What CloudTrail asks of KMS and S3, as policies see it. */
export interface Request {
  /** Such as `cloudtrail.amazonaws.com`. */
  readonly service: string;
  /** Such as `kms:GenerateDataKey`. */
  readonly action: string;
  readonly resource: Text;
  /** The values of condition keys, by key in lower case; `absent` is a key that the request is known not to have. Of all others nothing is known. */
  readonly context: ReadonlyMap<string, Text | 'absent'>;
  /** What it is called where it is lacking; by its action, where there is no other of that. */
  readonly name?: string;
  /** Whether the service may do without what it asks for. */
  readonly mayBeSpared?: true;
}

export function nameOfRequest({ action, name }: Request): string {
  return name ?? action;
}
