import { lazy, makeResults, memoize } from '../../memory/lazy';
import type { Key, Permission } from '../../model/project';
import { truth } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { findAttribute, placeOf } from '../module';
import { expressionsIn, reachedFrom } from '../references';
import { creationCondition } from '../sites/creation';
import { locationOf, nameOfLocation } from '../sites/location';
import {
  type Declared,
  declarationNamed,
  headerOf,
  idOfMeant,
  outermostCallName,
  plainAddressOf,
  rootOf,
} from './declared';
import { isRotatable, isSymmetric } from './key-kind';
import { notJudged, openness, permissionToUse } from './permissions';
import { policiesOfKey } from './policies';
import { isNotOn, switchOf } from './settings';
import { statementsToUse } from './statements';

/** A key that is declared here, or in a module that is called. */
export function readKey(declared: Declared): Key {
  const { file, start } = declared.resource;
  return keysIn(declared.instance)(`${idOfMeant(declared)} ${file.path} ${start}`, () => makeKey(declared));
}

const keysIn = memoize((_instance: Instance) => makeResults<string, Key>());

const { attributes } = vocabulary.key;

function makeKey(declared: Declared): Key {
  const { instance, resource } = declared;
  const parts = {
    reached: lazy(() => {
      // A policy that is made after the trail is made too late.
      const policies = policiesOfKey(rootOf(instance), declared).found.filter((holder) => holder.instance === instance);
      const blocks = [resource, ...policies.map((holder) => holder.resource)];
      return new Set(blocks.flatMap(({ block }) => [...reachedFrom(instance.module, expressionsIn(block))]));
    }),
    location: lazy(() => {
      const own = locationOf(instance, resource);
      return typeof own === 'string' ? undefined : nameOfLocation(own);
    }),
    isOneSymmetricKey: lazy(() => isOneSymmetricKey(declared)),
    // Where it is not known which of several is meant, one that is not rotated says nothing of the others.
    rotation: lazy(() => switchOf([declared], attributes.rotation.terraform, declared.isEach ? isNotOn : () => false)),
    isRotatable: lazy(() => isRotatable(declared)),
  };
  const root = rootOf(instance);
  const permissions = makeResults<string, Permission>();
  const once = (id: string, address: string, judge: (user: Declared) => Permission): Permission =>
    permissions(`${id} ${address}`, () => {
      const found = declarationNamed(root, address);
      return found ? judge(found) : notJudged(declared);
    });
  const letsUse: Key['letsUse'] = ({ address }, forBucketKey) =>
    once(forBucketKey ? 'with a bucket key' : 'by itself', address, (user) =>
      permissionToUse(declared, user, forBucketKey === true),
    );
  return {
    address: plainAddressOf(declared),
    header: headerOf(declared),
    declaration: placeOf(resource, resource.block.header),
    isHere: !instance.call,
    isMadeWith: ({ address }) => address === outermostCallName(instance),
    fits: (user) =>
      parts.isOneSymmetricKey() &&
      isThereWith(declared, declarationNamed(root, user.address)) &&
      parts.location() !== undefined &&
      parts.location() === user.keyDeployment &&
      // A trail that uses a key that refers to the trail would be a circle.
      !parts.reached().has(user.call?.address ?? user.address),
    get rotation() {
      return parts.rotation();
    },
    get isRotatable() {
      return parts.isRotatable();
    },
    letsUse,
    statementsFor: (trails) => {
      const users = trails.flatMap(({ address }) => declarationNamed(root, address) ?? []);
      return statementsToUse(
        users,
        trails.flatMap((trail) => letsUse(trail).lacking),
      );
    },
    isOpen: ({ address }) => once('open', address, (trail) => openness(declared, trail)),
  };
}

/** Whether it is there whenever its user is: always, or under the same condition. */
function isThereWith({ instance, resource }: Declared, user: Declared | undefined): boolean {
  if (findAttribute(resource, 'count') === 'absent') return true;
  const condition = creationCondition(resource);
  return condition !== undefined && user?.instance === instance && creationCondition(user.resource) === condition;
}

function isOneSymmetricKey(declared: Declared): boolean {
  const { instance, resource } = declared;
  const enabled = evaluateAttribute(instance, resource, attributes.enabled.terraform);
  return (
    findAttribute(resource, 'for_each') === 'absent' &&
    isSymmetric(declared) === true &&
    (enabled.kind === 'absent' || truth(enabled) === true)
  );
}
