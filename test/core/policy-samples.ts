import { judge, openStatements } from '../../server/src/core/model/policy/judge';
import { readPolicy } from '../../server/src/core/model/policy/read';
import type { Request } from '../../server/src/core/model/policy/request';
import { keyRequests } from '../../server/src/core/model/policy/requests';
import type { Policy } from '../../server/src/core/model/policy/statement';
import type { Text, TextSymbol } from '../../server/src/core/model/text';
import { nowhere, type Value } from '../../server/src/core/model/value';
import { literal } from '../../server/src/core/model/values';

export const symbol = (kind: TextSymbol['kind'], name = ''): TextSymbol => ({ kind, name });
export const account = symbol('account');
export const region = symbol('region');
export const partition = symbol('partition');
export const organization = symbol('organization');
export const anything = symbol('other');
export const named = symbol('other', 'var.name');
export const bucketArn = symbol('attribute', 'aws_s3_bucket.logs.arn');

/** A text with symbols in it. */
export function text(strings: TemplateStringsArray, ...symbols: readonly TextSymbol[]): Text {
  return strings.flatMap((string, index) => [string, ...symbols.slice(index, index + 1)]).filter((part) => part !== '');
}

export const trailArn = text`arn:${partition}:cloudtrail:${region}:${account}:trail/main`;
export const anyTrail = text`arn:${partition}:cloudtrail:*:${account}:trail/*`;
export const trail = { arn: trailArn, account: [account], organization: false, isEncrypted: undefined };
export const store = {
  arn: text`arn:${partition}:cloudtrail:${region}:${account}:eventdatastore/${anything}`,
  account: [account],
};
export const service = { Service: 'cloudtrail.amazonaws.com' };
export const toEncrypt = keyRequests(trail, false);
export const toEncryptByBucketKey = keyRequests(trail, true);

/** Texts are lists with symbols in them; a statement is at a place with the name of its `Sid`. */
export function value(of: unknown): Value {
  if (isValue(of)) return of;
  if (Array.isArray(of) && of.some((item) => isSymbol(item))) return partly(of as Text);
  if (Array.isArray(of)) return { kind: 'list', items: of.map(value), origin: nowhere };
  if (typeof of === 'object' && of !== null) {
    const entries = new Map(Object.entries(of).map(([name, item]) => [name, value(item)]));
    const path = String((of as { Sid?: unknown }).Sid ?? '');
    return { kind: 'map', entries, origin: { place: { path, span: { start: 0, end: 1 } }, way: [] } };
  }
  return literal(of as string | number | boolean);
}

export function partly(known: Text): Value {
  return { kind: 'unknown', reason: { template: 'x', arguments: [] }, text: known, origin: nowhere };
}

function isValue(of: unknown): of is Value {
  return typeof of === 'object' && of !== null && 'origin' in of;
}

function isSymbol(of: unknown): boolean {
  return typeof of === 'object' && of !== null && 'kind' in of && 'name' in of;
}

export function policy(...statements: readonly unknown[]): Policy {
  return readPolicy(value({ Version: '2012-10-17', Statement: statements }));
}

/** A statement that lets CloudTrail do all that it asks of a key, but for what is given. */
export function allow(but: object = {}): object {
  return { Sid: 'allow', Effect: 'Allow', Principal: service, Action: 'kms:*', Resource: '*', ...but };
}

export function deny(but: object = {}): object {
  return { ...allow(), Sid: 'deny', Effect: 'Deny', Principal: '*', ...but };
}

export const said = (certainty: boolean | undefined) => (certainty === undefined ? 'maybe' : certainty ? 'yes' : 'no');

/** What is said to a trail, and why. */
export function verdict(of: Policy, requests: readonly Request[] = toEncrypt): string {
  const { allowed, because, lacking, isDenied } = judge(of, requests);
  const reasons = [...lacking, ...because.map(({ path }) => `by ${path}`), ...(isDenied ? ['denied'] : [])];
  return [said(allowed), ...reasons].join(' ');
}

export function open(of: Policy): string {
  return (
    openStatements(of, [region])
      ?.map(({ id }) => id)
      .join(' ') ?? 'maybe'
  );
}

export function show(shown: Text): string {
  return shown
    .map((part) => (typeof part === 'string' ? part : `<${part.kind}${part.name && ` ${part.name}`}>`))
    .join('');
}
