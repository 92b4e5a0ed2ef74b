import type { Rule } from '../model/rule';
import { eventDataStoreWithoutKmsKey } from './event-data-store-without-kms-key';
import { trailBucketPolicyBlocksCloudtrail } from './trail-bucket-policy-blocks-cloudtrail';
import { trailBucketPublic } from './trail-bucket-public';
import { trailBucketWithoutAccessLogging } from './trail-bucket-without-access-logging';
import { trailBucketWithoutKms } from './trail-bucket-without-kms';
import { trailKeyAlias } from './trail-key-alias';
import { trailKeyOpenToOtherAccounts } from './trail-key-open-to-other-accounts';
import { trailKeyPolicyBlocksCloudtrail } from './trail-key-policy-blocks-cloudtrail';
import { trailKeyWithoutRotation } from './trail-key-without-rotation';
import { trailLoggingDisabled } from './trail-logging-disabled';
import { trailSingleRegion } from './trail-single-region';
import { trailWithoutCloudwatchLogs } from './trail-without-cloudwatch-logs';
import { trailWithoutGlobalEvents } from './trail-without-global-events';
import { trailWithoutKmsKey } from './trail-without-kms-key';
import { trailWithoutLogValidation } from './trail-without-log-validation';

/** Every rule, in the order in which lists show them and in which one would mend what they find. */
export const rules: readonly Rule[] = [
  trailWithoutKmsKey,
  eventDataStoreWithoutKmsKey,
  trailKeyPolicyBlocksCloudtrail,
  trailBucketPolicyBlocksCloudtrail,
  trailKeyAlias,
  trailBucketWithoutKms,
  trailKeyWithoutRotation,
  trailKeyOpenToOtherAccounts,
  trailWithoutLogValidation,
  trailSingleRegion,
  trailWithoutGlobalEvents,
  trailLoggingDisabled,
  trailWithoutCloudwatchLogs,
  trailBucketPublic,
  trailBucketWithoutAccessLogging,
];
