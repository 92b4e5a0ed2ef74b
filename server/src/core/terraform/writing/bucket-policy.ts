import { trailBucketPolicy } from '../../blueprints/bucket-policy';
import { lackingStatements, withFreeIds } from '../../blueprints/policy';
import { partitionOf } from '../../blueprints/text';
import { vocabulary } from '../../model/vocabulary';
import type { Expression } from '../../syntax/hcl/tree';
import type { Instance } from '../instance';
import type { Resource } from '../module';
import { policiesOfBucket, policyHolderOfBucket } from '../reading/policies';
import { policyOf } from '../reading/policy-in-force';
import { readProject } from '../reading/project';
import { nameInPolicy } from '../sites/own-policy';
import { idsIn, idsOf, policyForm } from '../sites/policy-form';
import type { Prefix, Site } from '../sites/site';
import { besideBucket } from './bucket';
import { type Deployment, deploymentOfTrail, insideTemplate, type KnownParts, sayableIn } from './deployment';
import { documentName } from './new-key';
import { addBlocks, addDependencies, type Part, resourceNamed, writerFor } from './parts';
import { attribute, blank, block } from './print';
import { inStepWith } from './repetition';
import { appendStatements } from './statements';
import type { SourceOfPart } from './template';
import { waitFor } from './wait';

/** The bucket's policy lets CloudTrail write the trail's logs. */
export function letTrailWrite(root: Instance, site: Site, address: string, trailAddress: string): readonly Part[] {
  const bucket = resourceNamed(root.module, address);
  const prefix = site.prefix();
  const known: KnownParts = prefix ? { 'prefixed-logs': logsBelow(root, prefix) } : {};
  const arn = (each: string) => ({ ...known, 'bucket-arn': `\${${each}.arn}` });
  const holder = policyHolderOfBucket(root, { instance: root, resource: bucket });
  const form = typeof holder === 'string' ? undefined : policyForm(holder);
  const name = typeof holder === 'string' ? undefined : nameInPolicy(holder, bucket);
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
  if (!form || !name) return [];
  const trail = readProject(root).trails.find((each) => each.address === trailAddress);
  const lacking = trail?.bucket()?.letsWrite(trail).lacking ?? [];
  const declared = { instance: root, resource: bucket };
  const ids = [...idsIn(form), ...idsOf(policyOf(policiesOfBucket(root, declared), declared, new Map()))];
  const added = withFreeIds(lackingStatements(blueprint, lacking), ids, site.label);
  return [
    ...appendStatements(form, added, name === 'reference' ? deployment.sourceOf : sourceByName(deployment, name)),
    ...waitFor(root.module, site.block, holder.resource),
    ...addBlocks(site.block, deployment.dataSources(added)),
  ];
}

/** A prefix that is null or empty takes its slash with it. */
function logsBelow({ module }: Instance, { parts, mayBeNothing }: Prefix): string {
  const { text, source } = sayableIn(module, parts);
  return mayBeNothing && text !== '*' ? `\${join("/", compact([${source}, "AWSLogs"]))}` : `${text}/AWSLogs`;
}

/** The bucket's ARN is put together from its name. */
function sourceByName({ sourceOf }: Deployment, name: Expression): SourceOfPart {
  return (part) =>
    part.kind === 'bucket-arn'
      ? `arn:${sourceOf(partitionOf('trail'))}:s3:::${insideTemplate(name.kind === 'template' ? name.parts : [name])}`
      : sourceOf(part);
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
