import { lazy, makeResults, memoize } from '../../memory/lazy';
import type { Bucket, Key, Permission } from '../../model/project';
import { placeOf } from '../module';
import { reachedByBlock } from '../references';
import { keyForBothAt, keyOfTrailAt } from '../sites/key-for-both';
import { blockSite } from '../sites/public-access';
import { accessLogOf, isLogTarget } from './access-logs';
import {
  type Declared,
  declarationNamed,
  headerOf,
  idOfMeant,
  outermostCallName,
  plainAddressOf,
  rootOf,
} from './declared';
import { type Encryption, readEncryption } from './encryption';
import { keyNamed } from './key-named';
import { readKey } from './keys';
import { notJudged, permissionToWrite } from './permissions';
import { publicityOf } from './publicity';
import { settingAt } from './settings';
import { statementsToWrite } from './statements';

/** A bucket that is declared here, or in a module that is called. */
export function readBucket(declared: Declared): Bucket {
  return bucketsIn(declared.instance)(idOfMeant(declared), () => makeBucket(declared));
}

const bucketsIn = memoize((_instance: Declared['instance']) => makeResults<string, Bucket>());

function makeBucket(declared: Declared): Bucket {
  const { instance, resource } = declared;
  const root = rootOf(instance);
  const isHere = !instance.call;
  // What is made for it is made for all that the resource makes.
  const isAlone = isHere && declared.member === undefined;
  const encryption = lazy(() => readEncryption(declared));
  const parts = {
    encryption: lazy(() => {
      const { instance: where, algorithm, found } = encryption();
      return settingAt(where, 'sse_algorithm', algorithm, found);
    }),
    isPublic: lazy(() => publicityOf(root, declared)),
    accessLog: lazy(() => accessLogOf(root, declared)),
  };
  const permissions = makeResults<string, Permission>();
  const letsWrite: Bucket['letsWrite'] = ({ address }, withKey) =>
    permissions(`${address} ${withKey === true}`, () => {
      const found = declarationNamed(root, address);
      return found ? permissionToWrite(declared, found, withKey) : notJudged(declared);
    });
  return {
    address: plainAddressOf(declared),
    header: headerOf(declared),
    declaration: placeOf(resource, resource.block.header),
    isHere,
    isMadeWith: ({ address }) => address === outermostCallName(instance),
    get encryption() {
      return parts.encryption();
    },
    key: lazy(() => {
      const key = keyNamed(encryption().instance, encryption().key);
      return key && readKey(key);
    }),
    takesKey: (key) => isAlone && takesKey(encryption()) && !(key && needsBucket(declared, key, encryption())),
    sharesName: ({ address }) => {
      const trail = isHere ? declarationNamed(root, address) : undefined;
      return trail !== undefined && keyForBothAt(trail, resource) !== undefined;
    },
    takesKeyOf: ({ address }) => {
      const trail = isHere ? declarationNamed(root, address) : undefined;
      return trail !== undefined && keyOfTrailAt(trail, resource) !== undefined;
    },
    get bucketKey() {
      return encryption().bucketKey;
    },
    isLogTarget: lazy(() => isLogTarget(root, declared)),
    get isPublic() {
      return parts.isPublic();
    },
    takesBlock: lazy(() => isAlone && blockSite(root, declared) !== undefined),
    get accessLog() {
      return parts.accessLog();
    },
    takesAccessLog: lazy(
      () =>
        isHere && [declared, { instance, resource }].every((each) => accessLogOf(root, each).value.kind === 'absent'),
    ),
    letsWrite,
    statementsFor: (trails) => {
      const users = trails.flatMap(({ address }) => declarationNamed(root, address) ?? []);
      return statementsToWrite(
        declared,
        users,
        trails.flatMap((trail) => letsWrite(trail).lacking),
      );
    },
  };
}

/** Whether Terraform would have to make the bucket before the key that is to be written in it. */
function needsBucket({ instance, resource }: Declared, { address }: Key, { written }: Encryption): boolean {
  const key = instance.module.resources.get(address);
  const isInline = typeof written === 'object' && written.kind === 'inline';
  return isInline && key !== undefined && reachedByBlock(instance.module, key).has(resource.address);
}

/** Where an algorithm is written, or none is, and not where a name stands for one. */
function takesKey({ written, algorithm, found }: Encryption): boolean {
  if (written === 'unclear') return false;
  if (written !== 'none' && written.instance.call) return false;
  if (typeof found === 'string') return found === 'absent' && algorithm.kind === 'absent';
  const value = found.value();
  return value.kind === 'literal';
}
