import type { Finding, Fix, Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Key, Misspelling, Project, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { isAbsent, type Value, type WayStep } from '../model/value';
import { joinWays } from '../model/values';

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
      yield {
        place: place ?? trail.header,
        resource: trail.address,
        message: what(trail, causeOf(value)),
        related: relatedTo(value),
        fixes: () => (trail.isRedeclared || !trail.takesKey() ? [] : fixes(project, trail, causeOf(value))),
      };
    }
  },
};

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

/** The steps to a value, and to each of its arms, once each. */
function stepsTo(value: Value): readonly WayStep[] {
  const arms = value.kind === 'choice' ? value.arms.map(stepsTo) : [];
  return joinWays(value.origin.way, ...arms);
}

function relatedTo(value: Value): readonly Related[] {
  return stepsTo(value).map((step) => ({
    place: step.place,
    message: isInput(step) ? message('the default of {0}', step.name) : message('the value of {0}', step.name),
  }));
}

function isInput({ kind }: WayStep): boolean {
  return kind === 'variable' || kind === 'parameter';
}

/** Whether inputs have a part in it: one that is nothing by default and would be the key, or others that decide. */
type Cause =
  | { readonly kind: 'written' }
  | { readonly kind: 'unset'; readonly input: string }
  | { readonly kind: 'decided'; readonly inputs: readonly string[] };

function causeOf(value: Value): Cause {
  const [input, ...others] = stepsTo(value).filter(isInput);
  if (!input) return { kind: 'written' };
  const { place } = value.origin;
  const isItsDefault =
    place?.path === input.place.path &&
    place.span.start >= input.place.span.start &&
    place.span.end <= input.place.span.end;
  if (others.length === 0 && isItsDefault) return { kind: 'unset', input: input.name };
  return { kind: 'decided', inputs: [input, ...others].map(({ name }) => name) };
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
    case 'decided':
      return message(
        '{0} is not encrypted with a KMS key by default (see {1}): whoever can read its bucket can read its log files.',
        address,
        cause.inputs.join(', '),
      );
  }
}

function fixes(project: Project, trail: Trail, cause: Cause): readonly Fix[] {
  const keys = project.keys().filter((key) => key.fits(trail));
  const ready = keys.find((key) => key.policy !== 'unclear');
  const withNewKey: Fix = {
    title: newKeyTitle(cause),
    safety: 'suggestion',
    preferred: ready === undefined,
    changes: [{ kind: 'encrypt-trail-with-new-key', trail: trail.address }],
  };
  const existing = keys.map((key) => withExistingKey(trail, key, key === ready));
  // What comes from an input is one already.
  return [withNewKey, ...existing, ...(cause.kind === 'written' ? [withInput(trail)] : [])];
}

function newKeyTitle(cause: Cause): Message {
  switch (cause.kind) {
    case 'written':
      return message('Encrypt with a new KMS key (about 1 USD a month)');
    case 'unset':
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
