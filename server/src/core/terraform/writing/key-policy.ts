import { storeKeyPolicy, trailKeyPolicy } from '../../blueprints/key';
import {
  additionsTo,
  type ConditionBlueprint,
  type PolicyBlueprint,
  textsAdded,
  textsOf,
  userOf,
  withFreeIds,
} from '../../blueprints/policy';
import { fromTrails } from '../../blueprints/source';
import { openStatements } from '../../model/policy/judge';
import type { Statement } from '../../model/policy/statement';
import type { Trail } from '../../model/project';
import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
import { findAttribute, type Resource } from '../module';
import { type Declared, declarationNamed } from '../reading/declared';
import { regionOfTrail } from '../reading/identity';
import { wideningOfKey } from '../reading/permissions';
import { policiesOfKey, policyHolderOfKey } from '../reading/policies';
import { policyOf } from '../reading/policy-in-force';
import { readProject } from '../reading/project';
import { closablesIn } from '../sites/closing';
import { idsIn, idsOf, policyForm } from '../sites/policy-form';
import type { Site } from '../sites/site';
import { type DeploymentOfSeveral, deploymentWithKey, type KnownParts } from './deployment';
import { documentName } from './new-key';
import { addBlocks, type Part, replaceValue, resourceNamed, setArgument, usedBy, writerFor } from './parts';
import { documentReference, policyDocument } from './policy';
import { addTo, restrictStatements } from './statements';
import { waitFor } from './wait';
import { lackingOfEach, trailsToName, type Widenings, widening } from './widening';

/** The key's policy lets CloudTrail use the key for the trails. */
export function letTrailsUseKey(
  root: Instance,
  sites: Sites,
  address: string,
  trailAddresses: readonly string[],
  forBucketKey: true | undefined,
): readonly Part[] {
  const { keys, trails } = readProject(root);
  const key = keys().find((each) => each.address === address);
  const keyFor = (trail: Trail) => (trail.key()?.address === address ? trail.key() : key);
  const lacking = lackingOfEach(trails, trailAddresses, (trail) => keyFor(trail)?.letsUse(trail, forBucketKey));
  const attribute = vocabulary.trail.attributes.key.terraform;
  const declared = usedBy(root, resourceNamed(root.module, address), trailAddresses, attribute);
  const widenings = () => trailAddresses.map((trail) => widening(root, trail, (it) => wideningOfKey(declared, it)));
  return letUse(declared, sites, (namesPattern) => trailKeyPolicy(sites.length, namesPattern), lacking, widenings);
}

export function letStoreUseKey(root: Instance, site: Site, address: string, storeAddress: string): readonly Part[] {
  const { keys, stores } = readProject(root);
  const store = stores().find((each) => each.address === storeAddress);
  const key = keys().find((each) => each.address === address);
  const attribute = vocabulary.store.attributes.key.terraform;
  const declared = usedBy(root, resourceNamed(root.module, address), [storeAddress], attribute);
  return letUse(declared, [site], storeKeyPolicy, [(store && key?.letsUse(store).lacking) ?? []], () => []);
}

type Sites = readonly [Site, ...Site[]];

function letUse(
  declared: Declared,
  sites: Sites,
  policyFor: (namesPattern: boolean) => PolicyBlueprint,
  lacking: readonly (readonly string[])[],
  widenings: () => Widenings,
): readonly Part[] {
  const { instance: root, resource: key } = declared;
  const deployment = deploymentWithKey(sites, key);
  const [site] = sites;
  const holder = policyHolderOfKey(root, declared);
  if (!deployment || holder === 'unclear') return [];
  const blueprint = policyFor(deployment.namesPattern);
  if (holder === 'none') return givePolicy(root, site, key, blueprint, deployment);
  const form = policyForm(holder);
  if (!form) return [];
  const ids = [...idsIn(form), ...idsOf(policyOf(policiesOfKey(root, declared), declared, new Map()))];
  const find = trailsToName(root, form, widenings(), deployment.namesPattern);
  const added = withFreeIds(additionsTo(blueprint, lacking, find), ids, userOf(sites.map(({ label }) => label)));
  return [
    ...addTo(form, added, deployment.sourceOf, documentName(root.module, `${key.name}_key`)),
    // What needs the key waits for the key alone.
    ...(holder.resource.address === key.address
      ? []
      : sites.flatMap(({ block }) => waitFor(root.module, block, holder.resource))),
    ...addBlocks(site.block, deployment.dataSources(textsAdded(added))),
  ];
}

/** A key without a policy gets one. */
function givePolicy(
  root: Instance,
  site: Site,
  key: Resource,
  blueprint: PolicyBlueprint,
  { sourceOf, dataSources }: DeploymentOfSeveral,
): readonly Part[] {
  const needed = dataSources(textsOf(blueprint));
  const beside = key.file.path === site.block.file.path ? key : site.block;
  const name = documentName(root.module, `${key.name}_key`);
  const argument = vocabulary.key.attributes.policy.terraform;
  const written = findAttribute(key, argument);
  // A document has one line among the others, so that what is written around it stays as it is.
  if (typeof written === 'object')
    return [
      replaceValue(written, besideWritten(written.value(), documentReference(name))),
      ...addBlocks(key, [policyDocument(blueprint, name, sourceOf)]),
      ...addBlocks(beside, needed),
    ];
  const { value, blocks } = writerFor(key).policy(blueprint, name, sourceOf);
  if (typeof value === 'string')
    return [setArgument(key, argument, value), ...addBlocks(key, blocks), ...addBlocks(beside, needed)];
  return [
    { kind: 'members', owner: key, members: [{ kind: 'argument', name: argument, value, after: [] }] },
    ...addBlocks(site.block, needed),
  ];
}

/** What comes to nothing by default stays, for when it does not. */
function besideWritten(value: Expression, document: string): string {
  const isNothing = value.kind === 'literal' && (value.value === null || value.value === '');
  return isNothing ? document : `coalesce(${value.source}, ${document})`;
}

/**
 * The statements of the key's policy that let CloudTrail use it for any trail do so for those of the account only: others of these may use it
 * that are not in sight.
 */
export function closeKey(root: Instance, site: Site, address: string, trailAddress: string): readonly Part[] {
  const attribute = vocabulary.trail.attributes.key.terraform;
  const key = usedBy(root, resourceNamed(root.module, address), [trailAddress], attribute);
  const holder = policyHolderOfKey(root, key);
  const form = typeof holder === 'string' ? undefined : policyForm(holder);
  const known: KnownParts = { 'trail-name': '*', region: '*' };
  const deployment = deploymentWithKey([site], key.resource, known);
  const trail = declarationNamed(root, trailAddress);
  if (!form || !deployment || !trail) return [];
  const policy = policyOf(policiesOfKey(root, key), key, new Map());
  const open = openStatements(policy, regionOfTrail(trail)) ?? [];
  const condition = besideOthers(fromTrails([0], true), open);
  const pieces = closablesIn(root, form, open, policy.statements) ?? [];
  return [
    ...restrictStatements(pieces, condition, deployment.sourceOf),
    ...addBlocks(site.block, deployment.dataSources(condition.values)),
  ];
}

/** The condition with an operator that no statement has for its key. */
function besideOthers(condition: ConditionBlueprint, statements: readonly Statement[]): ConditionBlueprint {
  const isTaken = statements.some(({ conditions }) =>
    conditions.some(({ operator, key }) => operator === condition.operator && key.toLowerCase() === 'aws:sourcearn'),
  );
  if (!isTaken) return condition;
  return { ...condition, operator: condition.operator === 'StringLike' ? 'ArnLike' : 'ArnEquals' };
}
