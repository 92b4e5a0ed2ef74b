import type { Finding, Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Misspelling, Project, Setting, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { isAbsent } from '../model/value';
import { type Cause, causeOf, isWrongHere, relatedTo } from './cause';
import { explain } from './explain';
import { missingKeyFixes, misspelledKeyFix, wantingTrail } from './key-fixes';
import { isRefused } from './permission';

/** Security Hub CloudTrail.2: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-2 */
export const trailWithoutKmsKey: Rule = {
  id: 'trail-without-kms-key',
  control: 'CloudTrail.2',
  title: 'A trail is not encrypted with a KMS key',
  severity: 'warning',
  *check(project) {
    for (const trail of project.trails) {
      const { value, place } = trail.kmsKey;
      if (trail.misspelledKey && isAbsent(value)) {
        yield misspelled(project, trail, trail.misspelledKey);
        continue;
      }
      if (!isWrongHere(trail, keyOf, isAbsent)) continue;
      const cause = causeOf(trail, trail.kmsKey);
      const denying = denyingOnceEncrypted(trail);
      yield {
        place: place ?? trail.header,
        resource: trail.address,
        trails: [trail.address],
        message: what(trail, cause),
        related: [...relatedTo(trail, trail.kmsKey), ...denying],
        fixes: (isWanted) =>
          trail.isRedeclared || denying.length > 0
            ? []
            : missingKeyFixes(project, wantingTrail(trail, isWanted), cause),
      };
    }
  },
  *explain({ trails }) {
    for (const trail of trails) yield explain(trail, trail.kmsKey, verdict(trail));
  },
};

/** The statements of the bucket's policy that would deny what the trail writes if it had a key, and nothing as it is. */
function denyingOnceEncrypted(trail: Trail): readonly Related[] {
  const bucket = trail.bucket();
  if (!bucket || isRefused(bucket.letsWrite(trail).value)) return [];
  const { because, value } = bucket.letsWrite(trail, true);
  if (!isRefused(value)) return [];
  return because.map((place) => ({
    place,
    message: message('this statement denies log files that are encrypted with a KMS key'),
  }));
}

function keyOf({ kmsKey }: Trail): Setting {
  return kmsKey;
}

function misspelled(project: Project, trail: Trail, misspelling: Misspelling): Finding {
  const { written, meant, place } = misspelling;
  return {
    place,
    resource: trail.address,
    trails: [trail.address],
    message: message(
      '{0} is not encrypted with a KMS key, and cannot be deployed: a trail has no property {1}. It is spelt {2}.',
      trail.address,
      written,
      meant,
    ),
    related: [],
    fixes: (isWanted) => [misspelledKeyFix(project, wantingTrail(trail, isWanted), misspelling)],
  };
}

function what({ address }: Trail, cause: Cause): Message {
  switch (cause.kind) {
    case 'written':
      return message(
        '{0} is not encrypted with a KMS key: whoever can read its bucket can read its log files.',
        address,
      );
    case 'unset':
      return message(
        '{0} is not encrypted with a KMS key unless {1} is set: whoever can read its bucket can read its log files.',
        address,
        cause.input,
      );
    case 'not-passed':
      return message(
        '{0} is not encrypted with a KMS key unless {1} is passed to {2}: whoever can read its bucket can read its log files.',
        address,
        cause.input,
        cause.call,
      );
    case 'decided':
      return message(
        cause.byDefault
          ? '{0} is not encrypted with a KMS key by default (see {1}): whoever can read its bucket can read its log files.'
          : '{0} is not encrypted with a KMS key (see {1}): whoever can read its bucket can read its log files.',
        address,
        cause.inputs,
      );
  }
}

/** What is to be said of a trail, whether or not it is a finding. */
function verdict(trail: Trail): Message {
  const { address, kmsKey, misspelledKey } = trail;
  const { value } = kmsKey;
  if (isAbsent(value)) {
    if (misspelledKey || isWrongHere(trail, keyOf, isAbsent)) return what(trail, causeOf(trail, kmsKey));
    return trail.call
      ? message('{0} is not encrypted with a KMS key. That is said where it is decided, not here.', address)
      : message('{0} has no KMS key by default. No call in the workspace leaves it without one.', address);
  }
  if (value.kind === 'unknown')
    return message('It is not known whether {0} is encrypted with a KMS key: {1}.', address, value.reason);
  if (value.kind === 'choice')
    return message(
      'It is not known whether {0} is encrypted with a KMS key: what decides that is not known here.',
      address,
    );
  const key = trail.key();
  return key && isRefused(key.letsUse(trail).value)
    ? message(
        '{0} is to be encrypted with {1}, whose policy does not let CloudTrail use it: AWS refuses it.',
        address,
        key.address,
      )
    : message('{0} is encrypted with a KMS key.', address);
}
