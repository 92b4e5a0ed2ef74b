import { makeResults, memoize } from '../../memory/lazy';
import { letsAccessLogsIn } from '../../model/policy/log-delivery';
import type { Setting } from '../../model/project';
import { always, nowhere, type Value } from '../../model/value';
import { emptyIsAbsent, isLiteral, joinWays, truth, unknown } from '../../model/values';
import { vocabulary } from '../../model/vocabulary';
import { argumentOf, type MadeBlock } from '../evaluation/made-blocks';
import { blockReadingIn, evaluateAttribute } from '../evaluation/named-values';
import type { Instance } from '../instance';
import { findAttribute } from '../module';
import { blocksDeclared, writtenIn } from './blocks';
import { isThereByDefault, notMadeFor, wayOfNumber } from './by-default';
import { type Declared, declarationNamed, declaredOfType, fullAddressOf } from './declared';
import { firewall } from './firewall';
import { isImported } from './imported';
import { bindingsOf, isAt, isFor, isGivenToUnread, joinable, joinedTo } from './joining';
import { ignoresChangesOf } from './lifecycle';
import { policiesOfBucket } from './policies';
import { policyOf } from './policy-in-force';
import { aclOf } from './publicity';
import { ignored, settingAt } from './settings';

const { bucketLogging, bucket: ofBucket, loadBalancers } = vocabulary;
const { bucket: bucketName, target: targetName } = bucketLogging.attributes;
const legacyName = ofBucket.attributes.accessLog.terraform;

/** Where the accesses to a bucket are logged: absent where they are not. */
export function accessLogOf(root: Instance, bucket: Declared): Setting {
  const name = targetName.terraform;
  const separate = joinedTo(root, bucket, bucketLogging.terraform, bucketName.terraform);
  const inline = blocksDeclared(bucket, legacyName);
  // Of several, those that are there by default go before those that are not.
  const written = separate.found.find(isThereByDefault) ?? separate.found[0];
  if (written && (isThereByDefault(written) || !isThereByDefault(bucket))) {
    const [bindings] = bindingsOf(written, bucket);
    const value = evaluateAttribute(written.instance, written.resource, name, bindings);
    return settingAt(written.instance, name, value, findAttribute(written.resource, name));
  }
  if (ignoresChangesOf(bucket.resource, legacyName)) return settingAt(bucket.instance, name, ignored, 'absent');
  const [block] = inline.blocks;
  if (block) {
    const value = argumentOf(block, name, blockReadingIn(bucket.instance));
    return settingAt(bucket.instance, name, emptyIsAbsent(value), writtenIn(block, name));
  }
  // What decides that there is none led to it as well.
  const notMade = notMadeFor(bucket, bucketLogging.terraform, bucketName.terraform);
  const ways = [inline.way, ...(written ? [written] : notMade).map(wayOfNumber)];
  const value: Value =
    separate.mayBeMore || !inline.isComplete || isImported(root, bucket)
      ? unknown('whether accesses to {0} are logged may be written elsewhere', bucket.resource.address)
      : { kind: 'absent', origin: { ...nowhere, way: joinWays(...ways) } };
  return settingAt(bucket.instance, name, value, 'absent');
}

/**
 * Whether access logs of buckets or load balancers are written to a bucket, which takes SSE-S3; undefined where that is not known:
 * docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export function isLogTarget(root: Instance, bucket: Declared): boolean | undefined {
  if (always(aclOf(root, bucket).value, (acl) => isLiteral(acl, 'log-delivery-write'))) return true;
  if (letsAccessLogsIn(policyOf(policiesOfBucket(root, bucket), bucket, new Map()))) return true;
  const answers = [
    ...separateTargets(root, bucket),
    ...targetsInBlocks(root, bucket, ofBucket.terraform, legacyName, targetName.terraform),
    ...loadBalancers.terraform.flatMap((type) => targetsInBlocks(root, bucket, type, 'access_logs', 'bucket')),
  ];
  if (answers.includes(true)) return true;
  return answers.includes(undefined) || isGivenToUnread(root, bucket) ? undefined : false;
}

function separateTargets(root: Instance, bucket: Declared): readonly (boolean | undefined)[] {
  const { terraform: type } = bucketLogging;
  const { plain, others, mayBeMore } = joinable(root, bucket, type, targetName.terraform, ofBucket.terraform);
  if (plain.length > 0) return [true];
  const answers = others.map((declared) => {
    const isTarget = isFor(declared, targetName.terraform, bucket);
    // Nobody logs the accesses to a bucket in itself.
    return isTarget === undefined && isFor(declared, bucketName.terraform, bucket) === true ? false : isTarget;
  });
  return mayBeMore ? [...answers, undefined] : answers;
}

function targetsInBlocks(
  root: Instance,
  bucket: Declared,
  type: string,
  blockName: string,
  name: string,
): readonly (boolean | undefined)[] {
  const full = fullAddressOf(bucket);
  const answersIn = (now: Instance) => {
    const target = declarationNamed(now, full);
    return target ? blocksIn(now, type, blockName).flatMap((inner) => isTargetOf(inner, name, target)) : [];
  };
  return firewall(root, answersIn, (answers) => answers);
}

function isTargetOf({ block, declared }: InnerBlock, name: string, bucket: Declared): readonly (boolean | undefined)[] {
  const reading = blockReadingIn(declared.instance);
  if (truth(argumentOf(block, 'enabled', reading)) === false) return [];
  const isTarget = isAt(argumentOf(block, name, reading), bucket);
  const isItself = fullAddressOf(declared) === fullAddressOf(bucket);
  return [isTarget === undefined && isItself ? false : isTarget];
}

/** A block and the resource that it is in. */
interface InnerBlock {
  readonly block: MadeBlock;
  readonly declared: Declared;
}

/** The blocks of a type in all resources of a type. */
function blocksIn(root: Instance, type: string, blockName: string): readonly InnerBlock[] {
  return blocksInRoot(root)(`${type} ${blockName}`, () =>
    declaredOfType(root, type).found.flatMap((declared) =>
      blocksDeclared(declared, blockName).blocks.map((block) => ({ block, declared })),
    ),
  );
}

const blocksInRoot = memoize((_root: Instance) => makeResults<string, readonly InnerBlock[]>());
