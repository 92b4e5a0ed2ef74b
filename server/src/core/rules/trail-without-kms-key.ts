import type { Finding, Fix, Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Key, Misspelling, Project, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { isAbsent, type Value } from '../model/value';

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
        yield misspelled(trail, trail.misspelledKey);
        continue;
      }
      yield {
        place: place ?? trail.header,
        resource: trail.address,
        message: what(trail, inputsOf(value)),
        related: relatedTo(value),
        fixes: () => (trail.isRedeclared || !trail.takesKey() ? [] : fixes(project, trail, inputsOf(value))),
      };
    }
  },
};

function misspelled(trail: Trail, { written, meant, place }: Misspelling): Finding {
  const rename: Fix = {
    title: message('Rename {0} to {1}', written, meant),
    safety: 'safe',
    preferred: true,
    changes: [{ kind: 'rename-property', trail: trail.address, written, meant }],
  };
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
    fixes: () => [rename],
  };
}

/** The way to the value. */
function relatedTo(value: Value): readonly Related[] {
  return value.origin.way.map(({ kind, name, place }) => ({
    place,
    message:
      kind === 'variable' || kind === 'parameter'
        ? message('the default of {0}', name)
        : message('the value of {0}', name),
  }));
}

/** The inputs that would change the verdict, such as `var.kms_key_arn`. */
function inputsOf(value: Value): readonly string[] {
  return value.origin.way.flatMap((step) => (step.kind === 'variable' || step.kind === 'parameter' ? [step.name] : []));
}

function what(trail: Trail, inputs: readonly string[]): Message {
  if (inputs.length === 0) {
    return message(
      '{0} is not encrypted with a KMS key: whoever can read its bucket can read its log files.',
      trail.address,
    );
  }
  return message(
    '{0} is not encrypted with a KMS key unless {1} is set: whoever can read its bucket can read its log files.',
    trail.address,
    inputs.join(', '),
  );
}

function fixes(project: Project, trail: Trail, inputs: readonly string[]): readonly Fix[] {
  const keys = project.keys().filter((key) => key.fitsTrails && key.deployment === trail.keyDeployment);
  const ready = keys.find((key) => key.policy !== 'unclear');
  const unless = inputs.length === 0 ? undefined : inputs.join(', ');
  const withNewKey: Fix = {
    title: unless
      ? message('Encrypt with a new KMS key (about 1 USD a month) unless {0} is set', unless)
      : message('Encrypt with a new KMS key (about 1 USD a month)'),
    safety: 'suggestion',
    preferred: ready === undefined,
    changes: [{ kind: 'encrypt-trail-with-new-key', trail: trail.address }],
  };
  const existing = keys.map((key) => withExistingKey(trail, key, key === ready));
  // What comes from an input is one already.
  return [withNewKey, ...existing, ...(unless ? [] : [withInput(trail)])];
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
