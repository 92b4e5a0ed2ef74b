import { freeName } from '../blueprints/free-name';
import type { Deployment } from './deployment';
import { evaluateAttribute } from './evaluate';
import { type Module, type Resource, resourcesOfType } from './module';

/** The label of a new key and alias for a trail, and the source of the alias's name. None of them is in use in the module. */
export function keyNames(
  module: Module,
  trail: Resource,
  { trailName, trailNameSource }: Pick<Deployment, 'trailName' | 'trailNameSource'>,
): { readonly label: string; readonly alias: string } {
  const label = freeName(['cloudtrail', `cloudtrail_${trail.name}`], '_', (name) =>
    ['aws_kms_key', 'aws_kms_alias'].some((type) => module.resources.has(`${type}.${name}`)),
  );
  return { label, alias: aliasName(module, label, trailName, trailNameSource) };
}

/** An alias holds letters, digits, `/`, `_` and `-` only; a trail's name may hold dots as well. */
function aliasName(module: Module, label: string, trailName: string, source: string): string {
  const inUse = resourcesOfType(module, 'aws_kms_alias').map((alias) => evaluateAttribute(module, alias, 'name'));
  const isTaken = (name: string) => inUse.some((value) => value.kind === 'literal' && value.value === `alias/${name}`);
  if (trailName.includes('*')) return `"alias/${freeName([label], '_', isTaken)}"`;
  if (!trailName.includes('${'))
    return `"alias/${freeName([trailName.replace(/[^0-9A-Za-z/_-]/g, '-')], '_', isTaken)}"`;
  return `"alias/\${replace(${source}, ".", "-")}"`;
}
