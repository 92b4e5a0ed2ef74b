import type { Finding, Fix } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Key, Misspelling, Project, Setting, Switch, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { isAbsent } from '../model/value';
import { type Cause, causeOf, isForHere, relatedTo } from './cause';
import { explain } from './explain';

/** Security Hub CloudTrail.2: docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-2 */
export const trailWithoutKmsKey: Rule = {
  id: 'trail-without-kms-key',
  control: 'CloudTrail.2',
  title: 'A trail is not encrypted with a KMS key',
  severity: 'warning',
  *check(project) {
    for (const trail of project.trails) {
      const { value, place } = trail.kmsKey;
      if (!isAbsent(value)) continue;
      if (trail.misspelledKey) {
        yield misspelled(project, trail, trail.misspelledKey);
        continue;
      }
      if (!isForHere(trail, keyOf, isAbsent)) continue;
      const cause = causeOf(trail, trail.kmsKey);
      yield {
        place: place ?? trail.header,
        resource: trail.address,
        message: what(trail, cause),
        related: relatedTo(trail, trail.kmsKey),
        fixes: () => (trail.isRedeclared ? [] : fixes(project, trail, cause)),
      };
    }
  },
  *explain({ trails }) {
    for (const trail of trails) yield explain(trail, trail.kmsKey, verdict(trail));
  },
};

function keyOf({ kmsKey }: Trail): Setting {
  return kmsKey;
}

function misspelled(project: Project, trail: Trail, misspelling: Misspelling): Finding {
  const { written, meant, place } = misspelling;
  return {
    place,
    resource: trail.address,
    message: message(
      '{0} is not encrypted with a KMS key, and cannot be deployed: a trail has no property {1}. It is spelt {2}.',
      trail.address,
      written,
      meant,
    ),
    related: [],
    fixes: () => [rename(project, trail, misspelling)],
  };
}

/** Once the property is read, its key must let CloudTrail in. */
function rename(project: Project, trail: Trail, { written, meant, value }: Misspelling): Fix {
  const change = { kind: 'rename-property', trail: trail.address, written, meant } as const;
  const key = value.kind === 'reference' ? project.keys().find(({ address }) => address === value.resource) : undefined;
  if (!key?.fits(trail) || (key.policy !== 'none' && key.policy !== 'lacks-statements')) {
    const title = message('Rename {0} to {1}', written, meant);
    return { title, safety: 'safe', preferred: true, changes: [change] };
  }
  return {
    title: message('Rename {0} to {1} and let CloudTrail use {2}', written, meant, key.address),
    safety: 'suggestion',
    preferred: true,
    changes: [{ kind: 'let-trail-use-key', key: key.address, trail: trail.address }, change],
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
    if (misspelledKey || isForHere(trail, keyOf, isAbsent)) return what(trail, causeOf(trail, kmsKey));
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
  return message('{0} is encrypted with a KMS key.', address);
}

function fixes(project: Project, trail: Trail, cause: Cause): readonly Fix[] {
  // What a call does not pass is no input yet of what is judged.
  const ofKey = trail.call && !trail.call.passesKey() ? ({ kind: 'written' } as const) : cause;
  const withKey = trail.takesKey() ? fixesWithKey(project, trail, ofKey) : [];
  const switches = trail.call?.switches() ?? [];
  const isPreferred = (index: number) => index === 0 && !withKey.some(({ preferred }) => preferred);
  return [...withKey, ...switches.map((each, index) => bySwitch(trail, each, isPreferred(index)))];
}

function fixesWithKey(project: Project, trail: Trail, cause: Cause): readonly Fix[] {
  // What comes from an input is one already.
  const input = cause.kind === 'written' ? [withInput(trail)] : [];
  if (trail.keyDeployment === undefined) return input;
  const keys = project.keys().filter((key) => key.fits(trail));
  const ready = keys.find((key) => key.policy !== 'unclear');
  const withNewKey: Fix = {
    title: newKeyTitle(cause),
    safety: 'suggestion',
    preferred: ready === undefined,
    changes: [{ kind: 'encrypt-trail-with-new-key', trail: trail.address }],
  };
  const existing = keys.map((key) => withExistingKey(trail, key, key === ready));
  return [withNewKey, ...existing, ...input];
}

function bySwitch(trail: Trail, { input, value }: Switch, preferred: boolean): Fix {
  return {
    title: message('Set {0} to {1}', input, String(value)),
    safety: 'suggestion',
    preferred,
    changes: [{ kind: 'set-input', trail: trail.address, input, value }],
  };
}

function newKeyTitle(cause: Cause): Message {
  switch (cause.kind) {
    case 'written':
      return message('Encrypt with a new KMS key (about 1 USD a month)');
    case 'unset':
    case 'not-passed':
      return message('Encrypt with a new KMS key (about 1 USD a month), used unless {0} is set', cause.input);
    case 'decided':
      return message('Encrypt with a new KMS key (about 1 USD a month), used where it has none');
  }
}

function withInput(trail: Trail): Fix {
  return {
    title: message('Encrypt with a key that is passed in (adds an input)'),
    safety: 'suggestion',
    preferred: false,
    changes: [{ kind: 'encrypt-trail-with-input', trail: trail.address }],
  };
}

function withExistingKey(trail: Trail, key: Key, preferred: boolean): Fix {
  const encrypt = { kind: 'encrypt-trail', trail: trail.address, key: key.address } as const;
  const fix = { safety: 'suggestion', preferred } as const;
  switch (key.policy) {
    case 'lets-cloudtrail-in':
      return { ...fix, title: message('Encrypt with {0}', key.address), changes: [encrypt] };
    case 'none':
    case 'lacks-statements':
      return {
        ...fix,
        title: message('Encrypt with {0} and let CloudTrail use it', key.address),
        changes: [{ kind: 'let-trail-use-key', key: key.address, trail: trail.address }, encrypt],
      };
    case 'unclear':
      return {
        ...fix,
        title: message('Encrypt with {0} (check that its key policy lets CloudTrail use it)', key.address),
        changes: [encrypt],
      };
  }
}
