import { lazy, makeResults, memoize } from '../../memory/lazy';
import type { Bucket, Permission } from '../../model/project';
import { vocabulary } from '../../model/vocabulary';
import { evaluateProperty } from '../evaluation/evaluate';
import { reaches } from '../references';
import { placeOf, type Template, type TemplateResource } from '../template';
import { takesAccessLog } from '../writing/access-log';
import { keyOfTrail } from '../writing/key-of-trail';
import { takesBlock } from '../writing/public-access';
import { encryptionOfBucket, encryptionPaths } from './encryption';
import { keyNamed, readKey } from './keys';
import { isLogTarget } from './log-targets';
import { letsWrite, statementsToWrite } from './permissions';
import { readPublicity } from './public-buckets';
import { readSetting } from './settings';

/** A bucket of the template. What it is like is read when somebody asks. */
export function readBucket(template: Template, resource: TemplateResource): Bucket {
  return bucketsOf(template)(resource);
}

const bucketsOf = memoize((template: Template) =>
  memoize((resource: TemplateResource) => makeBucket(template, resource)),
);

function makeBucket(template: Template, resource: TemplateResource): Bucket {
  const { accessLog } = vocabulary.bucket.attributes;
  const header = placeOf(template, resource.entry.key);
  const encryption = lazy(() => readSetting(template, resource, ...encryptionPaths.algorithm));
  const bucketKey = lazy(() => evaluateProperty(template, resource, ...encryptionPaths.bucketKey));
  const key = lazy(() => keyNamed(template, evaluateProperty(template, resource, ...encryptionPaths.key)));
  const isPublic = lazy(() => readPublicity(template, resource));
  const logging = lazy(() => readSetting(template, resource, accessLog.cloudformation));
  const isInLoop = resource.loopVariable !== undefined;
  const permissions = makeResults<string, Permission>();
  const permissionFor: Bucket['letsWrite'] = ({ address }, withKey) =>
    permissions(`${address} ${withKey === true}`, () =>
      letsWrite(template, resource, template.resources.get(address), withKey),
    );
  return {
    address: resource.name,
    header,
    declaration: header,
    isHere: true,
    isMadeWith: () => false,
    get encryption() {
      return encryption();
    },
    key: () => {
      const found = key();
      return found && readKey(template, found);
    },
    // What needs the bucket cannot be there before it.
    takesKey: (wanted) =>
      encryptionOfBucket(template, resource) !== 'unclear' &&
      !(wanted && reaches(template, wanted.address, resource.name)),
    sharesName: () => false,
    takesKeyOf: ({ address }) => {
      const trail = template.resources.get(address);
      return trail !== undefined && keyOfTrail(template, trail, resource) !== undefined;
    },
    get bucketKey() {
      return bucketKey();
    },
    isLogTarget: lazy(() => isLogTarget(template, resource)),
    get isPublic() {
      return isPublic();
    },
    takesBlock: () => !isInLoop && takesBlock(template, resource),
    get accessLog() {
      return logging();
    },
    takesAccessLog: () => !isInLoop && takesAccessLog(resource),
    letsWrite: permissionFor,
    statementsFor: (trails) =>
      statementsToWrite(
        template,
        trails.flatMap(({ address }) => template.resources.get(address) ?? []),
        trails.flatMap((trail) => permissionFor(trail).lacking),
      ),
  };
}
