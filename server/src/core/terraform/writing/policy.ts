import type { ConditionBlueprint, PolicyBlueprint, StatementBlueprint } from '../../blueprints/policy';
import { attribute, blank, block, type Item, inline, parted, type Written } from './print';
import { type SourceOfPart, templateOf } from './template';

/** A policy as `jsonencode` of its document. */
export function policyExpression(policy: PolicyBlueprint, sourceOf: SourceOfPart): Written {
  const statements = statementObjects(policy, sourceOf);
  const document: Written = {
    kind: 'object',
    items: [attribute('Version', '"2012-10-17"'), attribute('Statement', { kind: 'list', values: statements })],
  };
  return { kind: 'call', name: 'jsonencode', argument: document };
}

export function statementObjects(policy: PolicyBlueprint, sourceOf: SourceOfPart): readonly Written[] {
  return policy.statements.map((statement) => statementObject(statement, sourceOf));
}

function statementObject(statement: StatementBlueprint, sourceOf: SourceOfPart): Written {
  return {
    kind: 'object',
    items: [
      ...commentOf(statement.why),
      attribute('Sid', `"${statement.id}"`),
      attribute('Effect', '"Allow"'),
      attribute('Principal', inline({ [statement.principal.kind]: templateOf(statement.principal.value, sourceOf) })),
      attribute('Action', `"${statement.action}"`),
      attribute('Resource', '"*"'),
      ...conditions(statement.conditions, sourceOf),
    ],
  };
}

function conditions(list: readonly ConditionBlueprint[], sourceOf: SourceOfPart): readonly Item[] {
  if (list.length === 0) return [];
  const operators = [...new Set(list.map(({ operator }) => operator))];
  const items = operators.map((operator) => {
    const tests = list.filter((condition) => condition.operator === operator);
    return attribute(operator, {
      kind: 'object',
      items: tests.map(({ key, value }) => attribute(`"${key}"`, templateOf(value, sourceOf))),
    });
  });
  return [attribute('Condition', { kind: 'object', items })];
}

/** The policy of a document of this name. */
export function documentReference(name: string): string {
  return `data.aws_iam_policy_document.${name}.json`;
}

/** A policy as a data source of a document. */
export function policyDocument(policy: PolicyBlueprint, name: string, sourceOf: SourceOfPart): Item {
  const statements = policy.statements.map((statement) => statementBlock(statement, sourceOf));
  return block('data', ['aws_iam_policy_document', name], parted(statements));
}

function statementBlock({ why, id, principal, action, conditions }: StatementBlueprint, sourceOf: SourceOfPart): Item {
  const list = (value: string): Written => ({ kind: 'list', values: [value] });
  const principals = block(
    'principals',
    [],
    [attribute('type', `"${principal.kind}"`), attribute('identifiers', list(templateOf(principal.value, sourceOf)))],
  );
  const conditionBlocks = conditions.map(({ operator, key, value }) =>
    block(
      'condition',
      [],
      [
        attribute('test', `"${operator}"`),
        attribute('variable', `"${key}"`),
        attribute('values', list(templateOf(value, sourceOf))),
      ],
    ),
  );
  return block(
    'statement',
    [],
    [
      ...commentOf(why),
      attribute('sid', `"${id}"`),
      attribute('effect', '"Allow"'),
      attribute('actions', list(`"${action}"`)),
      attribute('resources', list('"*"')),
      blank,
      ...parted([principals, ...conditionBlocks]),
    ],
  );
}

function commentOf(why: string | undefined): readonly Item[] {
  return why === undefined ? [] : [{ kind: 'comment', text: why }];
}
