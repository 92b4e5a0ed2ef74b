import type { PolicyBlueprint, StatementBlueprint } from '../blueprints/policy';
import type { BlueprintText } from '../blueprints/text';
import { call, entry, mapping, sequence, text, type Written } from '../syntax/data/written';

/** What stands inside `Fn::Sub` for the trail's name. */
export type TrailName = string;

/** A blueprint's text: as it is, or with what only the deployment knows in `Fn::Sub`. */
export function textWith(content: BlueprintText, trailName: TrailName): Written {
  const sources = {
    partition: '${AWS::Partition}',
    account: '${AWS::AccountId}',
    region: '${AWS::Region}',
    'trail-name': trailName,
  };
  const source = content.map((part) => (typeof part === 'string' ? part : sources[part.kind]));
  const whole = source.join('');
  return whole.includes('${') ? call('Sub', whole) : text(whole);
}

export function policyDocument(policy: PolicyBlueprint, trailName: TrailName): Written {
  return mapping([entry('Version', '2012-10-17'), entry('Statement', sequence(statements(policy, trailName)))]);
}

export function statements(policy: PolicyBlueprint, trailName: TrailName): readonly Written[] {
  return policy.statements.map((statement) => statementOf(statement, trailName));
}

function statementOf({ why, id, principal, action, conditions }: StatementBlueprint, trailName: TrailName): Written {
  const operators = [...new Set(conditions.map(({ operator }) => operator))];
  const tests = operators.map((operator) =>
    entry(
      operator,
      mapping(
        conditions
          .filter((condition) => condition.operator === operator)
          .map((condition) => entry(condition.key, textWith(condition.value, trailName))),
      ),
    ),
  );
  return mapping([
    entry('Sid', text(id), why),
    entry('Effect', 'Allow'),
    entry('Principal', mapping([entry(principal.kind, textWith(principal.value, trailName))])),
    entry('Action', action),
    entry('Resource', '*'),
    ...(tests.length === 0 ? [] : [entry('Condition', mapping(tests))]),
  ]);
}
