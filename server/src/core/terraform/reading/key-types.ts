import { vocabulary } from '../../model/vocabulary';

/** The types of keys of KMS. All have a policy; what those of other types than the first are, what their material is from decides. */
export const keyTypes: readonly string[] = [
  vocabulary.key.terraform,
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
];
