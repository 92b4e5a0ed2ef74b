import type { Policy } from './statement';

/**
 * Whether a bucket's policy lets in those who write access logs, of buckets or of load balancers, and who need SSE-S3 for it:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html and
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function letsAccessLogsIn({ statements }: Policy): boolean {
  return statements.some(
    ({ effect, principals }) =>
      effect === 'Allow' &&
      !principals.isNegated &&
      principals.principals.some(({ text: [name] }) => typeof name === 'string' && deliverers.includes(name)),
  );
}

const deliverers = ['logging.s3.amazonaws.com', 'logdelivery.elasticloadbalancing.amazonaws.com'];
