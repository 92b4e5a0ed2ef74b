import { allOf, anyOf, type Certainty, not } from './certainty';
import { holds } from './conditions';
import type { Request } from './request';
import type { Patterns, Principals, Statement } from './statement';
import { equals, matches } from './text';

/** Whether a statement is about a request, be it to allow or to deny it. */
export function applies(statement: Statement, request: Request): Certainty {
  const { principals, actions, resources, conditions, mayHaveMoreConditions } = statement;
  // The cheapest first, as any of them decides.
  return allOf<() => Certainty>(
    [
      () => hasEffect(statement, request),
      () => names(principals, request),
      () => fits(actions, [request.action], true),
      () => fits(resources, request.resource, false),
      () => allOf(conditions, (condition) => holds(condition, request)),
      () => (mayHaveMoreConditions ? undefined : true),
    ],
    (isSo) => isSo(),
  );
}

/** Whether a statement is sure to be about what a request is for and who makes it, whatever else it wants of it. */
export function namesWhatIsAsked(statement: Statement, request: Request): boolean {
  const { principals, actions } = statement;
  return (
    hasEffect(statement, request) &&
    names(principals, request) === true &&
    fits(actions, [request.action], true) === true
  );
}

/**
 * KMS takes statements without actions or resources, and they do nothing; S3 refuses such policies:
 * docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html#KMS-PutKeyPolicy-request-Policy
 */
function hasEffect({ actions, resources }: Statement, { action }: Request): boolean {
  return !action.startsWith('kms:') || !(actions.isMissing || resources.isMissing);
}

/** Case does not matter in actions: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function fits({ texts, isComplete, isNegated }: Patterns, subject: Request['resource'], ignoresCase: boolean) {
  const found = anyOf(isComplete ? texts : [...texts, undefined], (pattern) =>
    pattern === undefined ? undefined : matches(pattern, subject, { ignoresCase }),
  );
  return isNegated ? not(found) : found;
}

type Principal = Principals['principals'][number];

function names({ principals, isComplete, isNegated }: Principals, request: Request): Certainty {
  const found = anyOf(isComplete ? principals : [...principals, undefined], (principal) =>
    principal === undefined ? undefined : isService(principal, request),
  );
  return isNegated ? not(found) : found;
}

/** docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function isService({ type, text }: Principal, { service, action }: Request): Certainty {
  const literal = text.every((part) => typeof part === 'string') ? text.join('') : undefined;
  switch (type) {
    case '*':
      return literal === '*' ? true : undefined;
    case 'Service':
      return literal === service ? true : maybeService(text, service);
    case 'AWS':
      // AWS says that `*` and `{"AWS": "*"}` are the same for those who are anonymous; of services it does not speak.
      if (literal?.includes('*')) return undefined;
      return (action.startsWith('s3:') || equals(text, ['*']) !== false) && maybeAccountOfService(text, literal)
        ? undefined
        : false;
    case 'Federated':
    case 'CanonicalUser':
      return false;
    default:
      return undefined;
  }
}

/** AWS takes no wildcards within principals. Names by Region or partition, such as `NAME.us-east-1.amazonaws.com`, are documented for some services only. */
function maybeService(text: Principal['text'], service: string): Certainty {
  const name = service.split('.')[0] ?? service;
  const others = [`${name}.*amazonaws.com`, `${name}.*amazonaws.com.cn`];
  return matches(text, [service], { ignoresCase: true }) !== false ||
    others.some((other) => matches([other], text, { ignoresCase: true }) !== false)
    ? undefined
    : false;
}

/**
 * CloudTrail once wrote logs to buckets as an account of its own, one for each Region, and policies that name them still work:
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
function maybeAccountOfService(text: Principal['text'], literal: string | undefined): boolean {
  if (literal !== undefined) return accountsOfCloudTrail.some((id) => literal.includes(id));
  const named = text.filter((part) => typeof part !== 'string');
  if (named.every(({ kind }) => kind === 'account' || kind === 'region' || kind === 'partition')) return false;
  const [only] = text;
  // What a resource has is not an account of CloudTrail's; what is looked up may be.
  if (text.length === 1 && typeof only === 'object' && only.kind === 'attribute')
    return /(^|\.)data\./.test(only.name) && !/(^|\.)data\.aws_(iam_|caller_identity\.)/.test(only.name);
  return matches(['*:root'], text) !== false || matches(['????????????'], text) !== false;
}

const accountsOfCloudTrail = [
  '034638983726',
  '035351147821',
  '086441151436',
  '113285607260',
  '119688915426',
  '193415116832',
  '216624486486',
  '262312530599',
  '282025262664',
  '284668455005',
  '388731089494',
  '475085895292',
  '492519147666',
  '608710470296',
  '681348832753',
  '765225791966',
  '814480443879',
  '819402241893',
  '829690693026',
  '859597730677',
  '886388586500',
  '903692715234',
  '977081816279',
];
