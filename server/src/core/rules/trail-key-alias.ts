import type { Fix, IsWanted } from '../model/finding';
import { type Message, message } from '../model/message';
import type { Alias, Project, Trail } from '../model/project';
import type { Rule } from '../model/rule';
import { stepsTo } from '../model/values';
import { causeOf, relatedTo, withCause } from './cause';
import { keyFixes, wantingTrail } from './key-fixes';

/** registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail#kms_key_id */
export const trailKeyAlias: Rule = {
  id: 'trail-key-alias',
  control: '',
  title: 'A trail names an alias where its key should be',
  severity: 'warning',
  *check(project) {
    for (const trail of project.trails) {
      const alias = trail.alias();
      if (!alias || !isSaidHere(trail)) continue;
      yield {
        place: trail.kmsKey.place ?? trail.header,
        resource: trail.address,
        trails: [trail.address],
        message: withCause(what(trail, alias), causeOf(trail, trail.kmsKey)),
        related: relatedTo(trail, trail.kmsKey),
        fixes: (isWanted) => (trail.isRedeclared ? [] : fixes(project, trail, alias, isWanted)),
      };
    }
  },
};

/** What a called module writes itself is said there, unless it has been fetched. */
function isSaidHere({ call, kmsKey }: Trail): boolean {
  if (!call || call.isInstalled) return true;
  return stepsTo(kmsKey.value).some(({ kind, of }) => kind === 'argument' && of === call.address);
}

function what({ address, kmsKey: { name } }: Trail, alias: Alias): Message {
  switch (alias.kind) {
    case 'arn':
      return message(
        '{0} names the alias {1} in place of its key: Terraform shows a difference on every plan.',
        address,
        alias.name,
      );
    case 'name':
      return message('{0} of {1} has to be the ARN of a key: {2} is refused.', name, address, alias.name);
    case 'managed':
      return message(
        '{0} cannot be encrypted with {1}: that is a key of AWS, whose policy does not let CloudTrail use it.',
        address,
        alias.name,
      );
  }
}

function fixes(project: Project, trail: Trail, { kind, key }: Alias, isWanted: IsWanted): readonly Fix[] {
  if (key === undefined) {
    const cause = causeOf(trail, trail.kmsKey);
    // An input stays, for the values that it has elsewhere.
    if (cause.kind !== 'written' || !trail.takesKey()) return [];
    const all = keyFixes(project, wantingTrail(trail, isWanted, true), cause);
    // What an alias of one's own stands for is a key that is in use, and nobody gives that up without saying so.
    return kind === 'managed' ? all : all.map((fix) => ({ ...fix, preferred: false }));
  }
  return [
    {
      title: message('Use {0}', key),
      safety: 'safe',
      preferred: true,
      changes: [{ kind: 'encrypt-trail-with-key-of-alias', trail: trail.address }],
    },
  ];
}
