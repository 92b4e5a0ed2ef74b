import { memoize } from '../../memory/lazy';
import { letsAccessLogsIn } from '../../model/policy/log-delivery';
import type { Value } from '../../model/value';
import { isLiteral, isUnfinished } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { mentions } from '../../text/mention';
import { evaluateProperty } from '../evaluation/evaluate';
import { memberOf } from '../intrinsic';
import { resourcesOfType, type Template, type TemplateResource } from '../template';
import { namesBucket } from './bucket-names';
import { firewall } from './firewall';
import { policyIn, policySettingOfBucket } from './permissions';

/**
 * Whether access logs are written to the bucket, which then has to encrypt with SSE-S3:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html and
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html. Undefined where that is not known.
 */
export function isLogTarget(template: Template, bucket: TemplateResource): boolean | undefined {
  const { acl, accessLog } = vocabulary.bucket.attributes;
  if (isLiteral(evaluateProperty(template, bucket, acl.cloudformation), 'LogDeliveryWrite')) return true;
  // Without a destination the logs of a bucket go into itself.
  const own = memberOf(memberOf(bucket.entry.value, 'Properties'), accessLog.cloudformation);
  const destination = evaluateProperty(template, bucket, accessLog.cloudformation, destinationName);
  const isOwn = own?.kind === 'mapping' && destination.kind === 'absent' && own.entries.length > 0;
  if (isOwn || namesBucket(template, destination, bucket) === true) return true;
  if (letsLogsIn(template, bucket)) return true;
  const answers = firewall(
    template,
    (now) => destinationAnswers(now, now.resources.get(bucket.name)),
    (found) => found,
  );
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

/** Of each that writes logs elsewhere, whether it does so to the bucket. */
function destinationAnswers(
  template: Template,
  bucket: TemplateResource | undefined,
): readonly (boolean | undefined)[] {
  if (!bucket) return [];
  return destinationsIn(template).flatMap(({ of, value }) => {
    // What is being typed may come to name any bucket: those that it does not name yet are left as they are.
    if (of === bucket || (isUnfinished(value) && !mentions(of.placed.member.text, bucket.name))) return [];
    return [namesBucket(template, value, bucket)];
  });
}

/** Whether its policy is written for those who deliver such logs. */
function letsLogsIn(template: Template, bucket: TemplateResource): boolean {
  const { value } = policySettingOfBucket(template, bucket, undefined);
  if (value.kind === 'absent' || value.kind === 'unknown') return false;
  return letsAccessLogsIn(policyIn(template, value));
}

const destinationName = 'DestinationBucketName';

interface Destination {
  /** The resource whose accesses are logged. */
  readonly of: TemplateResource;
  readonly value: Value;
}

/** Where the template says that access logs go. */
const destinationsIn = memoize((template: Template): readonly Destination[] => {
  const { accessLog } = vocabulary.bucket.attributes;
  const [current, classic] = vocabulary.loadBalancers.cloudformation;
  const ofBuckets = resourcesOfType(template, vocabulary.bucket.cloudformation).map((of) => ({
    of,
    value: evaluateProperty(template, of, accessLog.cloudformation, destinationName),
  }));
  const ofClassic = resourcesOfType(template, classic).map((of) => ({
    of,
    value: evaluateProperty(template, of, 'AccessLoggingPolicy', 'S3BucketName'),
  }));
  const ofCurrent = resourcesOfType(template, current).flatMap((of) =>
    attributesOf(evaluateProperty(template, of, 'LoadBalancerAttributes')).map((value) => ({ of, value })),
  );
  return [...ofBuckets, ...ofClassic, ...ofCurrent].filter(({ value }) => value.kind !== 'absent');
});

/** Load balancers log to a bucket by the attribute `access_logs.s3.bucket`, or `connection_logs.s3.bucket`. */
function attributesOf(attributes: Value): readonly Value[] {
  if (attributes.kind !== 'list') return [];
  return attributes.items.flatMap((item) => {
    if (item.kind !== 'map') return [];
    const [name, value] = [item.entries.get('Key'), item.entries.get('Value')];
    return name?.kind === 'literal' && String(name.value).endsWith('_logs.s3.bucket') && value ? [value] : [];
  });
}
