import type { TextSymbol } from '../../model/text';
import type { Value } from '../../model/value';
import { literal, unknown } from '../../model/values';
import type { Resource } from '../module';
import { attributeValue, type Context, within } from './context';
import type { Bindings } from './evaluate';
import { policyDocument } from './policy-document';
import { providerOf, regionOf } from './providers';
import { named } from './texts';

/** One of what a data source reads. */
export interface Data {
  /** Without that of the module. */
  readonly address: string;
  /** Undefined where it is not declared. */
  readonly resource: Resource | undefined;
  readonly bindings: Bindings;
  /** Of `count` or `for_each`; empty where there is one, `*` where it is not known which. */
  readonly key: string;
}

/** What a data source gives by a name: all of it is read when Terraform runs, but of some it is known what it is. */
export function dataValue(data: Data, name: string, context: Context): Value {
  const { address, resource, key } = data;
  const value = unknown('{0} is read when Terraform runs', address);
  if (!resource) return named(value, nameOf(data, name, context));
  if (resource.type === 'aws_iam_policy_document' && /^(?:minified_)?json$/.test(name))
    return within(key === '' ? `${address}.json` : `${address}.json of ${key}`, context, (inner) => ({
      ...value,
      json: policyDocument(resource, inner, data.bindings),
    }));
  const kind = kindOf(resource.type, name);
  if (kind === undefined) return named(value, nameOf(data, name, context));
  const written = kind === 'region' ? writtenRegion(data, context) : undefined;
  if (written) return written;
  const provider = providerOf(resource, context.instance);
  if (provider === undefined) return value;
  const symbol = kind === 'region' ? regionOf(provider, context.instance) : { kind, name: provider };
  return typeof symbol === 'string' ? literal(symbol) : named(value, symbol);
}

/** What tells where and by whom Terraform is run: registry.terraform.io/providers/hashicorp/aws/latest/docs */
const deployment: ReadonlyMap<string, Readonly<Record<string, TextSymbol['kind']>>> = new Map(
  Object.entries<Readonly<Record<string, TextSymbol['kind']>>>({
    aws_caller_identity: { account_id: 'account', id: 'account' },
    aws_region: { region: 'region', name: 'region', id: 'region' },
    aws_partition: { partition: 'partition', id: 'partition' },
    aws_organizations_organization: { id: 'organization' },
  }),
);

function kindOf(type: string, name: string): TextSymbol['kind'] | undefined {
  const kinds = deployment.get(type);
  return kinds && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** Whether what a data source gives by a name has no other kind than that of an attribute of a resource. */
export function isLikeResource({ resource }: Data, name: string): boolean {
  return /^(arn|id|key_id)$/.test(name) && kindOf(resource?.type ?? '', name) === undefined;
}

/** The Region that a data source names itself. */
function writtenRegion({ resource, bindings }: Data, context: Context): Value | undefined {
  if (!resource) return undefined;
  for (const name of ['region', 'name']) {
    const value = attributeValue(name, resource, context, bindings);
    if (value.kind !== 'absent') return value;
  }
  return undefined;
}

function nameOf({ address, key }: Data, name: string, { instance }: Context): TextSymbol {
  // Which one it is decides what it is.
  if (key === '*') return { kind: 'other', name: '' };
  const index = key === '' ? '' : `[${key}]`;
  return { kind: 'other', name: `${instance.prefix}${address}${index}.${name}` };
}
