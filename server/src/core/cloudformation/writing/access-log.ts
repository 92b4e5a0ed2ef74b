import { accessLogBucket } from '../../blueprints/bucket';
import { vocabulary } from '../../model/vocabulary';
import { call, entry, mapping, type Written } from '../../syntax/data/written';
import { ownEntry } from '../reading/own';
import type { TemplateResource } from '../template';
import { type Draft, plainName } from './draft';
import { newInput } from './inputs';
import type { Operation } from './operation';
import { addProperties, propertiesOf } from './set-property';

const { name, accessLog, encryption } = vocabulary.bucket.attributes;

/** Whether `logAccess` can do it: where no logging is written. */
export function takesAccessLog(bucket: TemplateResource): boolean {
  const to = propertiesOf(bucket);
  return to !== undefined && (!to.properties || ownEntry(to.properties, accessLog.cloudformation) === 'absent');
}

/** Accesses are logged in a bucket that a parameter names. */
export function logAccess(draft: Draft, bucket: TemplateResource): readonly Operation[] {
  const to = propertiesOf(bucket);
  if (!to || !takesAccessLog(bucket)) return [];
  const wanted = [accessLogBucket.cloudformation, 'ServerAccessLogBucket'];
  const input = newInput(draft, 'access logs', wanted, [
    entry('Description', accessLogBucket.description),
    // docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    entry('AllowedPattern', '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$'),
    entry('ConstraintDescription', 'Must be the name of a bucket.'),
  ]);
  const logging = accessLogging(call('Ref', input.name), plainName(bucket));
  const neighbours = [name, encryption].map(({ cloudformation }) => cloudformation);
  return [...input.operations, ...addProperties(to, [entry(accessLog.cloudformation, logging)], neighbours)];
}

/** Where the accesses of a bucket are logged. The prefix tells them from those of other buckets. */
export function accessLogging(target: Written, bucket: string): Written {
  return mapping([entry('DestinationBucketName', target), entry('LogFilePrefix', `${bucket}/`)]);
}
