import type { Alias } from '../../model/project';
import type { Value } from '../../model/value';
import { vocabulary } from '../../model/vocabulary';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { aliasSite } from '../sites/alias';
import { type Declared, declarationSeen, rootOf } from './declared';
import { isKey, passedOnWay } from './joining';
import { aliasNameIn } from './key-named';
import { withoutSupposing } from './supposition';

/** What a trail names in place of a key, where that is sure. `trail` is its address. */
export function aliasOf(instance: Instance, trail: string, value: Value): Alias | undefined {
  const named = nameIn(instance, value);
  if (!named) return undefined;
  const key = named.kind === 'managed' ? undefined : aliasSite(withoutSupposing(rootOf(instance)), trail)?.key;
  return { ...named, key };
}

type Named = Omit<Alias, 'key'>;

function nameIn(instance: Instance, value: Value): Named | undefined {
  const reference = referenceIn(value);
  const declared = reference && declarationSeen(instance, reference.resource);
  if (reference && declared) return nameOfReference(reference, declared);
  if (value.kind === 'literal') return nameOfLiteral(String(value.value), instance, value);
  return value.kind === 'unknown' ? nameOfText(value) : undefined;
}

interface Reference {
  readonly resource: string;
  readonly attribute: string;
}

/** What is read of a resource when Terraform runs may have no more than its own name as a text. */
function referenceIn(value: Value): Reference | undefined {
  if (value.kind === 'reference') return value;
  const [only, ...others] = (value.kind === 'unknown' && value.text) || [];
  if (typeof only !== 'object' || others.length > 0) return undefined;
  const [, resource = '', attribute = ''] = /^(.*)\.([^.]+)$/.exec(only.name) ?? [];
  return { resource, attribute };
}

function nameOfReference({ resource, attribute }: Reference, declared: Declared): Named | undefined {
  const type = declared.resource.address.replace(/\.[^.]+$/, '');
  switch (type) {
    case vocabulary.alias.terraform:
      if (attribute === 'arn') return { name: resource, kind: 'arn' };
      return attribute === 'id' || attribute === 'name' ? { name: resource, kind: 'name' } : undefined;
    case 'data.aws_kms_alias':
      if (isManaged(declared)) return { name: resource, kind: 'managed' };
      // The id of the data source is the alias's ARN.
      if (attribute === 'arn' || attribute === 'id') return { name: resource, kind: 'arn' };
      return attribute === 'name' || attribute === 'target_key_id'
        ? { name: `${resource}.${attribute}`, kind: 'name' }
        : undefined;
    default:
      // The id of a key, where its ARN must be.
      return (isKey(declared) || type === 'data.aws_kms_key') && (attribute === 'id' || attribute === 'key_id')
        ? { name: `${resource}.${attribute}`, kind: 'name' }
        : undefined;
  }
}

function isManaged({ instance, resource }: Declared): boolean {
  const name = evaluateAttribute(instance, resource, vocabulary.alias.attributes.name.terraform);
  return name.kind === 'literal' && String(name.value).startsWith(managed);
}

const managed = 'alias/aws/';

function nameOfLiteral(text: string, instance: Instance, value: Value): Named | undefined {
  const name = aliasNameIn(value);
  if (name?.startsWith(managed)) return { name, kind: 'managed' };
  if (name !== undefined && text !== name) return { name, kind: 'arn' };
  if (text.startsWith('arn:')) return undefined;
  const passed = passedOnWay(value).find((address) =>
    declarationSeen(instance, address)?.resource.address.startsWith(`${vocabulary.alias.terraform}.`),
  );
  return { name: passed ?? text, kind: 'name' };
}

/** `arn:${data.aws_partition.current.partition}:kms:…:alias/logs`, for instance. */
function nameOfText(value: Extract<Value, { kind: 'unknown' }>): Named | undefined {
  const text = value.text ?? [];
  const whole = text.map((part) => (typeof part === 'string' ? part : '…')).join('');
  const isArn = /^arn:[^/]*:kms:[^/]*:alias\//.test(whole);
  const name = whole.slice(isArn ? whole.indexOf('alias/') : 0);
  // Where an ARN begins with what is not known, an alias is no more than likely.
  if (!isArn && !(typeof text[0] === 'string' && text[0].startsWith('alias/'))) return undefined;
  if (name.startsWith(managed)) return { name, kind: 'managed' };
  return { name, kind: isArn ? 'arn' : 'name' };
}
