import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { lackingStatements, withFreeIds } from '../../blueprints/policy';
import { vocabulary } from '../../model/vocabulary';
import type { Instance } from '../instance';
import type { Module, Resource } from '../module';
import { policiesOfBucket, policyHolderOfBucket } from '../reading/policies';
import { policyOf } from '../reading/policy-in-force';
import { readProject } from '../reading/project';
import { expressionsIn, reachedFrom } from '../references';
import { idsIn, idsOf, policyForm } from '../sites/policy-form';
import type { Site } from '../sites/site';
import { besideBucket } from './bucket';
import { type Deployment, deploymentOfTrail, type KnownParts, sayableIn } from './deployment';
import { documentName } from './new-key';
import { addBlocks, addDependencies, type Part, resourceNamed, writerFor } from './parts';
import { attribute, blank, block } from './print';
import { inStepWith } from './repetition';
import { appendStatements } from './statements';

/** The bucket's policy lets CloudTrail write the trail's logs. */
export function letTrailWrite(root: Instance, site: Site, address: string, trailAddress: string): readonly Part[] {
  const bucket = resourceNamed(root.module, address);
  const prefix = site.prefix();
  const known: KnownParts = prefix ? { prefix: sayableIn(root.module, prefix).text } : {};
  const arn = (each: string) => ({ ...known, 'bucket-arn': `\${${each}.arn}` });
  const holder = policyHolderOfBucket(root, { instance: root, resource: bucket });
  const form = typeof holder === 'string' ? undefined : policyForm(holder);
  // What is made for a bucket alone, such as a document, does not know the others that its block makes.
  const deployment = deploymentOfTrail(site, arn(form ? plainBucket(bucket) : inStepWith(bucket).each));
  if (!deployment || holder === 'unclear') return [];
  const blueprint = trailBucketPolicy({
    namesPattern: deployment.namesPattern,
    organization: site.isForOrganization(),
    prefix: prefix !== undefined,
  });
  if (holder === 'none') {
    const made = newPolicy(root, bucket, blueprint, deployment);
    return [
      ...made.parts,
      ...addDependencies(site.block, [made.address]),
      ...addBlocks(site.block, deployment.dataSources(blueprint)),
    ];
  }
  if (!form) return [];
  const trail = readProject(root).trails.find((each) => each.address === trailAddress);
  const lacking = trail?.bucket()?.letsWrite(trail).lacking ?? [];
  const declared = { instance: root, resource: bucket };
  const ids = [...idsIn(form), ...idsOf(policyOf(policiesOfBucket(root, declared), declared, new Map()))];
  const added = withFreeIds(lackingStatements(blueprint, lacking), ids);
  return [
    ...appendStatements(form, added, deployment.sourceOf),
    ...(isBeside(root.module, holder.resource, site.block)
      ? addDependencies(site.block, [holder.resource.address])
      : []),
    ...addBlocks(site.block, deployment.dataSources(added)),
  ];
}

/** Whether neither of the two is made after the other yet, as Terraform would see it. */
function isBeside(module: Module, policy: Resource, trail: Site['block']): boolean {
  const [ofTrail, ofPolicy] = [trail, policy].map(({ block: written }) => reachedFrom(module, expressionsIn(written)));
  const own = trail.block.labels;
  const address = trail.block.type === 'module' ? `module.${own[0]}` : own.join('.');
  return policy.address !== address && !ofTrail?.has(policy.address) && !ofPolicy?.has(address);
}

function plainBucket(bucket: Resource): string {
  const { document, each } = inStepWith(bucket);
  return document && document.index !== '[0]' ? `${bucket.address}${document.index}` : each;
}

function newPolicy(
  root: Instance,
  bucket: Resource,
  blueprint: ReturnType<typeof trailBucketPolicy>,
  { sourceOf }: Deployment,
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
