import { publicAccessBlock } from '../../blueprints/bucket';
import { truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import type { Entry, Mapping } from '../../syntax/data/tree';
import { bare, entry, mapping, text } from '../../syntax/data/written';
import { evaluate, scopeOf } from '../evaluation/evaluate';
import { textOf } from '../intrinsic';
import { ownEntry, ownMapping } from '../reading/own';
import { hasOpenPolicy } from '../reading/public-buckets';
import type { Template, TemplateResource } from '../template';
import type { Draft } from './draft';
import type { Operation } from './operation';
import { replaceValue } from './replace';
import { addProperties, propertiesOf, type Target } from './set-property';

const { name, acl, publicAccess } = vocabulary.bucket.attributes;

/** Whether `blockPublicAccess` can do it. */
export function takesBlock(template: Template, bucket: TemplateResource): boolean {
  return planBlock(template, bucket) !== undefined;
}

/** All that makes the bucket public has no effect, and an ACL that would be refused then is private. */
export function blockPublicAccess({ document, template }: Draft, bucket: TemplateResource): readonly Operation[] {
  const plan = planBlock(template, bucket);
  if (!plan) return [];
  const { to, block, lacking, off, publicAcl } = plan;
  const entries = lacking.map((setting) => entry(setting, bare('true')));
  const added: readonly Operation[] = block
    ? [{ kind: 'add-entries', to: block, entries, after: publicAccessBlock.map((each) => each.cloudformation) }]
    : addProperties(to, [entry(publicAccess.cloudformation, mapping(entries))], [name.cloudformation]);
  return [
    ...(entries.length > 0 ? added : []),
    ...off.map((each) => replaceValue(document, each, bare('true'))),
    ...(publicAcl ? [replaceValue(document, publicAcl, text('Private'))] : []),
  ];
}

interface BlockPlan {
  readonly to: Target;
  /** The block that there is. */
  readonly block: Mapping | undefined;
  readonly lacking: readonly string[];
  /** The settings of it that are not on. */
  readonly off: readonly Entry[];
  readonly publicAcl: Entry | undefined;
}

function planBlock(template: Template, bucket: TemplateResource): BlockPlan | undefined {
  const to = propertiesOf(bucket);
  const publicAcl = to && publicAclOf(template, bucket, to);
  if (!to || publicAcl === 'unclear') return undefined;
  const settings = settingsFor(template, bucket);
  const block = to.properties ? ownMapping(to.properties, publicAccess.cloudformation) : 'absent';
  if (block === 'shared') return undefined;
  if (block === 'absent') return { to, block: undefined, lacking: settings, off: [], publicAcl };
  const written = settings.map((setting) => ownEntry(block, setting));
  if (written.includes('shared')) return undefined;
  const scope = scopeOf(template, bucket);
  return {
    to,
    block,
    lacking: settings.filter((_, index) => written[index] === 'absent'),
    off: written.flatMap((each) =>
      typeof each === 'string' || truth(evaluate(each.value, scope)) === true ? [] : [each],
    ),
    publicAcl,
  };
}

/** S3 refuses a public policy where those are blocked, so one that is written is restricted only. */
function settingsFor(template: Template, bucket: TemplateResource): readonly string[] {
  const settings = publicAccessBlock.map(({ cloudformation }) => cloudformation);
  return hasOpenPolicy(template, bucket) ? settings.filter((setting) => setting !== 'BlockPublicPolicy') : settings;
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const publicAcls: readonly string[] = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'];

/** The ACL, where it is written to be public; with public ones blocked, a bucket that is given one is not made. */
function publicAclOf(
  template: Template,
  bucket: TemplateResource,
  { properties }: Target,
): Entry | 'unclear' | undefined {
  const found = properties ? ownEntry(properties, acl.cloudformation) : 'absent';
  if (found === 'absent') return undefined;
  if (found === 'shared') return 'unclear';
  const content = found.value.tag === undefined ? textOf(found.value) : undefined;
  if (content !== undefined) return publicAcls.includes(content) ? found : undefined;
  const value = evaluate(found.value, scopeOf(template, bucket));
  return value.kind === 'literal' && !publicAcls.includes(String(value.value)) ? undefined : 'unclear';
}
