import type { Finding, Fix, IsWanted } from '../model/finding';
import { type Message, message } from '../model/message';
import type { EventDataStore, Misspelling, Project } from '../model/project';
import type { Rule } from '../model/rule';
import { isAbsent } from '../model/value';
import { type Cause, causeOf, isWrongHere, relatedTo } from './cause';
import { explainSetting } from './explain';
import { missingKeyFixes, misspelledKeyFix, wantingStore } from './key-fixes';

/** Security Hub CloudTrail.10: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-10 */
export const eventDataStoreWithoutKmsKey: Rule = {
  id: 'event-data-store-without-kms-key',
  control: 'CloudTrail.10',
  title: 'An event data store is not encrypted with a KMS key',
  severity: 'warning',
  about: 'stores',
  *check(project) {
    for (const store of project.stores()) {
      const { kmsKey, misspelledKey } = store;
      if (misspelledKey && isAbsent(kmsKey.value)) {
        yield misspelled(project, store, misspelledKey);
        continue;
      }
      if (!isWrongHere(store, (each) => each.kmsKey, isAbsent)) continue;
      const cause = causeOf(store, kmsKey);
      yield {
        place: kmsKey.place ?? store.header,
        resource: store.address,
        trails: [],
        message: what(store, cause),
        related: relatedTo(store, kmsKey),
        fixes: (isWanted) => (store.isRedeclared ? [] : fixes(project, store, cause, isWanted)),
      };
    }
  },
  *explain(project) {
    for (const { address, kmsKey } of project.stores()) yield* explainSetting(address, kmsKey);
  },
};

function misspelled(project: Project, store: EventDataStore, misspelling: Misspelling): Finding {
  const { written, meant, place } = misspelling;
  return {
    place,
    resource: store.address,
    trails: [],
    message: message(
      '{0} is not encrypted with a KMS key of yours, and cannot be deployed: an event data store has no property {1}. It is spelt {2}.',
      store.address,
      written,
      meant,
    ),
    related: [],
    fixes: (isWanted) => [misspelledKeyFix(project, wantingStore(store, isWanted), misspelling)],
  };
}

function what({ address }: EventDataStore, cause: Cause): Message {
  switch (cause.kind) {
    case 'written':
      return message(
        '{0} is not encrypted with a KMS key of yours: whoever may query it can read its events.',
        address,
      );
    case 'unset':
      return message(
        '{0} is not encrypted with a KMS key of yours unless {1} is set: whoever may query it can read its events.',
        address,
        cause.input,
      );
    case 'not-passed':
      return message(
        '{0} is not encrypted with a KMS key of yours unless {1} is passed to {2}: whoever may query it can read its events.',
        address,
        cause.input,
        cause.call,
      );
    case 'decided':
      return message(
        cause.byDefault
          ? '{0} is not encrypted with a KMS key of yours by default (see {1}): whoever may query it can read its events.'
          : '{0} is not encrypted with a KMS key of yours (see {1}): whoever may query it can read its events.',
        address,
        cause.inputs,
      );
  }
}

function fixes(project: Project, store: EventDataStore, cause: Cause, isWanted: IsWanted): readonly Fix[] {
  const found = missingKeyFixes(project, wantingStore(store, isWanted), cause);
  if (!store.isReplacedForKey) return found;
  // Whether there is one already, with events that would be lost, only a person knows.
  return found.map((fix) => ({
    ...fix,
    preferred: false,
    title: message('{0}; replaces an existing store', fix.title),
  }));
}
