import { freeName } from '../../blueprints/free-name';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { resourcesOfType } from '../module';
import type { Site } from '../sites/site';
import type { Deployment } from './deployment';

/** The label of a new key and alias for a trail, and the source of the alias's name. None of them is in use in the module. */
export function keyNames(
  { instance, label: name }: Site,
  { trailName, trailNameSource }: Pick<Deployment, 'trailName' | 'trailNameSource'>,
): { readonly label: string; readonly alias: string } {
  const label = freeName(['cloudtrail', `cloudtrail_${name}`], '_', (taken) =>
    ['aws_kms_key', 'aws_kms_alias'].some((type) => instance.module.resources.has(`${type}.${taken}`)),
  );
  return { label, alias: aliasName(instance, label, trailName, trailNameSource) };
}

/** An alias holds letters, digits, `/`, `_` and `-` only; a trail's name may hold dots as well. */
function aliasName(instance: Instance, label: string, trailName: string, source: string): string {
  const inUse = resourcesOfType(instance.module, 'aws_kms_alias').map((alias) =>
    evaluateAttribute(instance, alias, 'name'),
  );
  const isTaken = (name: string) => inUse.some((value) => value.kind === 'literal' && value.value === `alias/${name}`);
  if (trailName.includes('*')) return `"alias/${freeName([label], '_', isTaken)}"`;
  if (!trailName.includes('${'))
    return `"alias/${freeName([trailName.replace(/[^0-9A-Za-z/_-]/g, '-')], '_', isTaken)}"`;
  return `"alias/\${replace(${source}, ".", "-")}"`;
}
