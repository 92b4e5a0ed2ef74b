import type { Policy, Statement } from '../../model/policy/statement';
import type { Setting } from '../../model/project';
import { always, type Value } from '../../model/value';
import { literal, truth, unknown } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import type { Template, TemplateResource } from '../template';
import { policyIn, policySettingOfBucket } from './permissions';
import { readSetting } from './settings';

/** docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const publicAcls = ['PublicRead', 'PublicReadWrite', 'AuthenticatedRead'];

/** Whether the bucket is open to anybody, by its ACL or its policy: docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export function readPublicity(template: Template, bucket: TemplateResource): Setting {
  const acl = readAcl(template, bucket);
  if (truth(acl.value) === true) return acl;
  const byPolicy = readOpenPolicy(template, bucket);
  if (truth(byPolicy.value) === true) return byPolicy;
  return acl.value.kind === 'unknown' ? acl : byPolicy;
}

function readAcl(template: Template, bucket: TemplateResource): Setting {
  const setting = readSetting(template, bucket, vocabulary.bucket.attributes.acl.cloudformation);
  const { value } = setting;
  return afterBlock(template, bucket, setting, isOpenAcl(value), ['BlockPublicAcls', 'IgnorePublicAcls']);
}

function isOpenAcl(acl: Value): boolean | undefined {
  const isOpen = (arm: Value) => arm.kind === 'literal' && publicAcls.includes(String(arm.value));
  if (always(acl, isOpen)) return true;
  const isClosed = (arm: Value) => arm.kind === 'absent' || (arm.kind === 'literal' && !isOpen(arm));
  return always(acl, isClosed) ? false : undefined;
}

/** Whether its policy opens it to anybody, were that not blocked. */
export function hasOpenPolicy(template: Template, bucket: TemplateResource): boolean {
  const { value } = policySettingOfBucket(template, bucket, undefined);
  return value.kind !== 'absent' && value.kind !== 'unknown' && opens(policyIn(template, value)) === true;
}

function readOpenPolicy(template: Template, bucket: TemplateResource): Setting {
  const setting = policySettingOfBucket(template, bucket, undefined);
  const names = ['BlockPublicPolicy', 'RestrictPublicBuckets'];
  if (setting.value.kind === 'absent') return { ...setting, value: literal(false) };
  if (setting.value.kind === 'unknown') return afterBlock(template, bucket, setting, undefined, names);
  return afterBlock(template, bucket, setting, opens(policyIn(template, setting.value)), names);
}

/** Some settings that block public access make no difference between what is public and what is not. */
function afterBlock(
  template: Template,
  bucket: TemplateResource,
  setting: Setting,
  isPublic: boolean | undefined,
  blocks: readonly string[],
): Setting {
  const { origin } = setting.value;
  if (isPublic === false) return { ...setting, value: literal(false, origin) };
  const property = vocabulary.bucket.attributes.publicAccess.cloudformation;
  const values = blocks.map((name) => evaluateProperty(template, bucket, property, name));
  if (values.some((value) => truth(value) === true)) return { ...setting, value: literal(false, origin) };
  const isBlockKnown = values.every((value) => value.kind === 'absent' || truth(value) === false);
  if (isPublic === true && isBlockKnown) return { ...setting, value: literal(true, origin) };
  return { ...setting, value: unknown('it is not known whether public access is blocked') };
}

/** Whether a statement lets anybody in without a condition; one that denies may take that back. */
function opens({ statements, isComplete }: Policy): boolean | undefined {
  const open = statements.filter(isForAnybody);
  const mayDeny = !isComplete || statements.some(({ effect }) => effect !== 'Allow');
  if (open.length > 0) return mayDeny ? undefined : true;
  return isComplete ? false : undefined;
}

function isForAnybody({ effect, principals, conditions, mayHaveMoreConditions }: Statement): boolean {
  return (
    effect === 'Allow' &&
    conditions.length === 0 &&
    !mayHaveMoreConditions &&
    !principals.isNegated &&
    principals.principals.some(
      ({ type, text }) => (type === '*' || type === 'AWS') && text.length === 1 && text[0] === '*',
    )
  );
}
