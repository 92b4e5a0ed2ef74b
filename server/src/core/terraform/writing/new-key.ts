import { freeName } from '../../blueprints/free-name';
import { type KeyBlueprint, storeKey, trailKey } from '../../blueprints/key';
import { textsOf } from '../../blueprints/policy';
import { vocabulary } from '../../model/vocabulary';
import { isNothing } from '../../syntax/hcl/tree';
import { findAttribute, type LocatedBlock, type Module } from '../module';
import { creationCondition } from '../sites/creation';
import { argumentsOf, type Site } from '../sites/site';
import { deploymentOf } from './deployment';
import { keyNames } from './names';
import { addBlocks, type Part, replaceValue, setArgument, writerFor } from './parts';
import { attribute, blank, block, type Item } from './print';
import { templateOf } from './template';

/** A key with its policy and alias, for what a site makes. */
export interface NewKey {
  readonly arn: string;
  readonly parts: readonly Part[];
}

/** `isFor` is made under the same condition, or else the key is made under none. */
export function newKey(site: Site, isFor: LocatedBlock = site.block): NewKey {
  const { instance, block: maker } = site;
  const deployment = deploymentOf(site);
  const blueprint = blueprintFor(site, deployment.namesPattern);
  const { label, alias } = keyNames(site, deployment, isFor !== maker);
  const own = creationCondition(maker);
  const condition = creationCondition(isFor) === own ? own : undefined;
  const count = condition === undefined ? [] : [attribute('count', condition)];
  const placement = [...count, ...deployment.keyPlacement];
  const lead = placement.length === 0 ? [] : [...placement, blank];
  const key = `${vocabulary.key.terraform}.${label}${condition === undefined ? '' : '[0]'}`;
  const policy = writerFor(maker).policy(
    blueprint.policy,
    documentName(instance.module, `${label}_key`),
    deployment.sourceOf,
  );
  const { attributes } = vocabulary.key;
  const blocks: readonly Item[] = [
    ...deployment.dataSources(textsOf(blueprint.policy)),
    ...policy.blocks,
    block(
      'resource',
      [vocabulary.key.terraform, label],
      [
        ...lead,
        attribute(attributes.description.terraform, templateOf(blueprint.description, deployment.sourceOf)),
        attribute(attributes.rotation.terraform, String(blueprint.rotates)),
        attribute(attributes.deletionWindow.terraform, String(blueprint.deletionWindow)),
        blank,
        attribute(attributes.policy.terraform, policy.value),
        blank,
        block('lifecycle', [], [attribute('prevent_destroy', 'true')]),
      ],
    ),
    block(
      'resource',
      [vocabulary.alias.terraform, label],
      [...lead, alias, attribute('target_key_id', `${key}.key_id`)],
    ),
  ];
  return { arn: `${key}.arn`, parts: addBlocks(maker, blocks) };
}

function blueprintFor(site: Site, namesPattern: boolean): KeyBlueprint {
  return site.isOfStore ? storeKey(namesPattern) : trailKey(namesPattern);
}

/** The name of a policy document that the module has none of. */
export function documentName(module: Module, wanted: string): string {
  return freeName([wanted], '_', (name) => module.resources.has(`data.aws_iam_policy_document.${name}`));
}

/** What is made gets the key, and what is written there stays where it may give one, unless it is to go. */
export function setKey({ block: maker, argument: argumentOf }: Site, arn: string, instead = false): Part {
  const argument = argumentOf();
  if (!argument) throw new Error('a change gives a key to a trail that takes none');
  const written = findAttribute(maker, argument.name);
  if (typeof written === 'string') return setArgument(maker, argument.name, arn, argument.after);
  const value = written.value();
  return replaceValue(written, instead || isNothing(value) ? arn : `coalesce(${value.source}, ${arn})`);
}

/** The key is an input from now on. */
export function keyFromInput(site: Site, instead = false): readonly Part[] {
  const { module } = site.instance;
  const name = freeName(['kms_key_arn', 'cloudtrail_kms_key_arn'], '_', (taken) => module.variables.has(taken));
  const what = site.isOfStore ? 'event data store' : 'log files';
  const description = `ARN of the KMS key that encrypts the ${what}. Its key policy must let CloudTrail use it.`;
  return [setKey(site, `var.${name}`, instead), ...newVariable(site, name, description)];
}

/** A new variable goes where the module has its variables, else after what needs it. */
export function newVariable(
  { instance: { module }, block: maker }: Pick<Site, 'instance' | 'block'>,
  name: string,
  description: string,
): readonly Part[] {
  const declaration = block(
    'variable',
    [name],
    [attribute('description', `"${description}"`), attribute('type', 'string')],
  );
  return addBlocks([...module.variables.values()].at(-1) ?? maker, [declaration]);
}

/** The call of a module passes a value for an input, whatever it has passed for it before. */
export function setInput({ block: call }: Site, name: string, value: string): Part {
  return setArgument(call, name, value, argumentsOf(call));
}
