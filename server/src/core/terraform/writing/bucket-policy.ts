import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { additionsTo, type PolicyBlueprint, textsAdded, textsOf, userOf, withFreeIds } from '../../blueprints/policy';
import { partitionOf } from '../../blueprints/text';
import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
import type { Resource } from '../module';
import { wideningOfBucket } from '../reading/permissions';
import { policiesOfBucket, policyHolderOfBucket } from '../reading/policies';
import { policyOf } from '../reading/policy-in-force';
import { readProject } from '../reading/project';
import { arnInPolicy, nameInPolicy } from '../sites/own-policy';
import { idsIn, idsOf, policyForm } from '../sites/policy-form';
import type { Prefix, Site } from '../sites/site';
import { besideBucket } from './bucket';
import { type DeploymentOfSeveral, deploymentOfTrails, insideTemplate, type KnownParts, sayableIn } from './deployment';
import { documentName } from './new-key';
import { addBlocks, addDependencies, type Part, resourceNamed, usedBy, writerFor } from './parts';
import { attribute, blank, block } from './print';
import { inStepWith } from './repetition';
import { addTo } from './statements';
import type { SourceOfPart } from './template';
import { waitFor } from './wait';
import { lackingOfEach, trailsToName, widening } from './widening';

/** The bucket's policy lets CloudTrail write the logs of the trails. */
export function letTrailsWrite(
  root: Instance,
  sites: readonly [Site, ...Site[]],
  address: string,
  trailAddresses: readonly string[],
): readonly Part[] {
  const bucket = resourceNamed(root.module, address);
  const declared = usedBy(root, bucket, trailAddresses, vocabulary.trail.attributes.bucket.terraform);
  const holder = policyHolderOfBucket(root, declared);
  const form = typeof holder === 'string' ? undefined : policyForm(holder);
  const name = typeof holder === 'string' ? undefined : nameInPolicy(holder, declared);
  const arn = typeof holder === 'object' ? arnInPolicy(holder, declared) : `${inStepWith(bucket).each}.arn`;
  const deployment = deploymentOfTrails(sites, (site) => knownOf(root, site, arn ?? ''));
  if (!deployment || holder === 'unclear' || arn === undefined) return [];
  const [{ block: first }] = sites;
  const { namesPattern } = deployment;
  const blueprint = trailBucketPolicy(
    sites.map((site) => ({
      namesPattern,
      organization: site.isForOrganization(),
      prefix: site.prefix() !== undefined,
    })),
  );
  if (holder === 'none') {
    const made = newPolicy(root, bucket, blueprint, deployment);
    return [
      ...made.parts,
      ...sites.flatMap(({ block }) => addDependencies(block, [made.address])),
      ...addBlocks(first, deployment.dataSources(textsOf(blueprint))),
    ];
  }
  if (!form || !name) return [];
  const { trails } = readProject(root);
  const lacking = lackingOfEach(trails, trailAddresses, (trail) => trail.bucket()?.letsWrite(trail));
  const ids = [...idsIn(form), ...idsOf(policyOf(policiesOfBucket(root, declared), declared, new Map()))];
  const widenings = trailAddresses.map((trail) => widening(root, trail, (it) => wideningOfBucket(declared, it)));
  const find = trailsToName(root, form, widenings, namesPattern);
  const added = withFreeIds(additionsTo(blueprint, lacking, find), ids, userOf(sites.map(({ label }) => label)));
  const sourceOf = name === 'reference' ? deployment.sourceOf : sourceByName(deployment, name);
  return [
    ...addTo(form, added, sourceOf, documentName(root.module, `${bucket.name}_bucket`)),
    ...sites.flatMap(({ block }) => waitFor(root.module, block, holder.resource)),
    ...addBlocks(first, deployment.dataSources(textsAdded(added))),
  ];
}

function knownOf(root: Instance, site: Site, bucketArn: string): KnownParts {
  const prefix = site.prefix();
  return { 'bucket-arn': `\${${bucketArn}}`, ...(prefix ? { 'prefixed-logs': logsBelow(root, prefix) } : {}) };
}

/** A prefix that is null or empty takes its slash with it. */
function logsBelow({ module }: Instance, { parts, mayBeNothing }: Prefix): string {
  const { text, source } = sayableIn(module, parts);
  return mayBeNothing && text !== '*' ? `\${join("/", compact([${source}, "AWSLogs"]))}` : `${text}/AWSLogs`;
}

/** The bucket's ARN is put together from its name. */
function sourceByName({ sourceOf }: DeploymentOfSeveral, name: Expression): SourceOfPart {
  return (part) =>
    part.kind === 'bucket-arn'
      ? `arn:${sourceOf(partitionOf('trail'))}:s3:::${insideTemplate(name.kind === 'template' ? name.parts : [name])}`
      : sourceOf(part);
}

function newPolicy(
  root: Instance,
  bucket: Resource,
  blueprint: PolicyBlueprint,
  { sourceOf }: DeploymentOfSeveral,
): { readonly address: string; readonly parts: readonly Part[] } {
  const { terraform: type } = vocabulary.bucketPolicy;
  const { lead, each, label } = besideBucket(root, bucket, type);
  const { document } = inStepWith(bucket);
  const name = documentName(root.module, `${bucket.name}_bucket`);
  const { value, blocks } = writerFor(bucket).policy(blueprint, name, sourceOf, document);
  const policy = block(
    'resource',
    [type, label],
    [
      ...lead,
      attribute('bucket', `${each}.id`),
      ...(typeof value === 'string' ? [] : [blank]),
      attribute('policy', value),
    ],
  );
  return { address: `${type}.${label}`, parts: addBlocks(bucket, [...blocks, policy]) };
}
