import type { Fix, Related } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Key, Project, Trail } from '../model/project';
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
      yield {
        place: place ?? trail.header,
        resource: trail.address,
        message: what(trail, inputsOf(value)),
        related: relatedTo(value),
        fixes: () => (trail.isRedeclared ? [] : fixes(project, trail, inputsOf(value))),
      };
    }
  },
};

/** The way to the value. */
function relatedTo(value: Value): readonly Related[] {
  return value.origin.way.map(({ kind, name, place }) => ({
    place,
    message: kind === 'variable' ? message('the default of {0}', name) : message('the value of {0}', name),
  }));
}

/** The inputs that would change the verdict, such as `var.kms_key_arn`. */
function inputsOf(value: Value): readonly string[] {
  return value.origin.way.flatMap((step) => (step.kind === 'variable' ? [step.name] : []));
}

function what(trail: Trail, inputs: readonly string[]): Message {
  if (inputs.length === 0) {
    return message(
      'Trail {0} is not encrypted with a KMS key: whoever can read its bucket can read its log files.',
      trail.address,
    );
  }
  return message(
    'Trail {0} is not encrypted with a KMS key unless {1} is set: whoever can read its bucket can read its log files.',
    trail.address,
    inputs.join(', '),
  );
}

function fixes(project: Project, trail: Trail, inputs: readonly string[]): readonly Fix[] {
  const keys = project.keys.filter((key) => key.fitsTrails && key.deployment === trail.keyDeployment);
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
  return [withNewKey, ...keys.map((key) => withExistingKey(trail, key, key === ready))];
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
