import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { findAttribute, type LocatedAttribute, type Module, resourcesOfType } from '../module';
import { differsByInstance } from './outside';
import { siteOf } from './site';

/** What a trail names in place of the key that it stands for. */
export interface AliasSite {
  /** Where the module that is judged says so. */
  readonly attribute: LocatedAttribute;
  /** The ARN of the key, as an expression. */
  readonly key: string;
}

/** Undefined where the trail names none, or nothing in the module tells the key that it stands for. */
export function aliasSite(root: Instance, trail: string): AliasSite | undefined {
  const site = siteOf(root, trail);
  const argument = site?.argument();
  const attribute = site && argument && findAttribute(site.block, argument.name);
  if (!attribute || typeof attribute === 'string') return undefined;
  const key = keyNamedBy(root, attribute.value());
  return key === undefined ? undefined : { attribute, key };
}

/** No name is followed any further than this. */
const longestWay = 20;

function keyNamedBy(root: Instance, value: Expression, depth = 0): string | undefined {
  if (value.kind === 'parentheses') return keyNamedBy(root, value.inner, depth);
  if (value.kind === 'literal') return keyOfName(root, String(value.value));
  if (value.kind === 'template') {
    const [only, ...others] = value.parts;
    return typeof only === 'object' && others.length === 0 ? keyNamedBy(root, only, depth) : undefined;
  }
  const [, name] = /^local\s*\.\s*([\w-]+)$/.exec(value.source) ?? [];
  const given = name === undefined ? undefined : root.module.locals.get(name);
  if (given) return depth < longestWay ? keyNamedBy(root, given.value(), depth + 1) : undefined;
  return keyOfReference(root.module, value.source);
}

function keyOfReference(module: Module, source: string): string | undefined {
  const [, data = '', type, label = '', index = '', attribute = ''] =
    /^(data\.)?aws_kms_(alias|(?:replica_)?(?:external_)?key)\.([\w-]+)(\[[^[\]]*\])?\.([a-z_]+)$/.exec(source) ?? [];
  if (type === undefined) return undefined;
  if (type !== 'alias')
    return ['key_id', 'id'].includes(attribute) ? `${data}aws_kms_${type}.${label}${index}.arn` : undefined;
  if (!['arn', 'name', 'id', 'target_key_id'].includes(attribute)) return undefined;
  if (data === '' && index === '') return keyOfAlias(module, label);
  return `${data}aws_kms_alias.${label}${index}.target_key_arn`;
}

/** The key that an alias of the module is for: by the key's own name where that says which one. */
function keyOfAlias(module: Module, label: string): string | undefined {
  const alias = module.resources.get(`${vocabulary.alias.terraform}.${label}`);
  if (!alias) return undefined;
  const target = findAttribute(alias, vocabulary.alias.attributes.key.terraform);
  const source = typeof target === 'string' ? '' : target.value().source;
  const [, key = '', name = ''] = /^((aws_kms_\w*key\.[\w-]+)(?:\[[^[\]]*\])?)\.(?:key_id|id|arn)$/.exec(source) ?? [];
  const isThere = module.resources.has(name) && !differsByInstance(key);
  return isThere ? `${key}.arn` : `${alias.address}.target_key_arn`;
}

/** The key of the alias that has a name. One in an ARN may be that of another account or Region. */
function keyOfName(root: Instance, name: string): string | undefined {
  const alias = resourcesOfType(root.module, vocabulary.alias.terraform).find((each) => {
    const value = evaluateAttribute(root, each, vocabulary.alias.attributes.name.terraform);
    const isRepeated = ['count', 'for_each'].some((repeat) => findAttribute(each, repeat) !== 'absent');
    return value.kind === 'literal' && value.value === name && !isRepeated;
  });
  return alias && keyOfAlias(root.module, alias.name);
}
