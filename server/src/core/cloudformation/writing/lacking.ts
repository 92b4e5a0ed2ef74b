import type { Place } from '../../model/place';
import { isOpen, letsUse, letsWrite } from '../reading/permissions';
import type { Template, TemplateResource } from '../template';

/** The actions that a key's policy lacks for a trail; `forBucketKey` where the trail's bucket is to get an S3 Bucket Key. */
export function lackingForTrail(
  template: Template,
  key: TemplateResource,
  trail: TemplateResource,
  forBucketKey: boolean,
): readonly string[] {
  return letsUse(template, key, trail, forBucketKey).lacking;
}

export function lackingForStore(template: Template, key: TemplateResource, store: TemplateResource): readonly string[] {
  return letsUse(template, key, store).lacking;
}

export function lackingForBucket(
  template: Template,
  bucket: TemplateResource,
  trail: TemplateResource,
): readonly string[] {
  return letsWrite(template, bucket, trail).lacking;
}

/** Where the statements stand that let CloudTrail use a key for trails of any account. */
export function openStatementsOf(template: Template, key: TemplateResource): readonly Place[] {
  return isOpen(template, key).because;
}
