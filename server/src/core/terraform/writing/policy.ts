import type { ConditionBlueprint, PolicyBlueprint, StatementBlueprint } from '../../blueprints/policy';
import { attribute, blank, block, type Item, inline, parted, type Written } from './print';
import { type SourceOfPart, templateOf, templatesOf } from './template';

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
      ...given(statement.principal, ({ kind, value }) => [
        attribute('Principal', inline({ [kind]: templateOf(value, sourceOf) })),
      ]),
      attribute('Action', `"${statement.action}"`),
      ...(statement.resources.length === 0 ? [] : [attribute('Resource', templatesOf(statement.resources, sourceOf))]),
      ...conditions(statement.conditions, sourceOf),
    ],
  };
}

function given<T>(value: T | undefined, itemsOf: (value: T) => readonly Item[]): readonly Item[] {
  return value === undefined ? [] : itemsOf(value);
}

function conditions(list: readonly ConditionBlueprint[], sourceOf: SourceOfPart): readonly Item[] {
  if (list.length === 0) return [];
  const operators = [...new Set(list.map(({ operator }) => operator))];
  const items = operators.map((operator) => {
    const tests = list.filter((condition) => condition.operator === operator);
    return attribute(operator, {
      kind: 'object',
      items: tests.map(({ key, values }) => attribute(`"${key}"`, templatesOf(values, sourceOf))),
    });
  });
  return [attribute('Condition', { kind: 'object', items })];
}

/** The policy of a document of this name, or of one of them. */
export function documentReference(name: string, index = ''): string {
  return `data.aws_iam_policy_document.${name}${index}.json`;
}

/** A policy as a data source of a document. `lead` is what stands before its statements. */
export function policyDocument(
  policy: PolicyBlueprint,
  name: string,
  sourceOf: SourceOfPart,
  lead: readonly Item[] = [],
): Item {
  const statements = parted(statementBlocks(policy, sourceOf));
  return block(
    'data',
    ['aws_iam_policy_document', name],
    lead.length === 0 ? statements : [...lead, blank, ...statements],
  );
}

export function statementBlocks(policy: PolicyBlueprint, sourceOf: SourceOfPart): readonly Item[] {
  return policy.statements.map((statement) => statementBlock(statement, sourceOf));
}

/** A condition as a block of a statement of a document. */
export function conditionBlock({ operator, key, values }: ConditionBlueprint, sourceOf: SourceOfPart): Item {
  return block(
    'condition',
    [],
    [
      attribute('test', `"${operator}"`),
      attribute('variable', `"${key}"`),
      attribute('values', listOf(templatesOf(values, sourceOf))),
    ],
  );
}

function statementBlock(
  { why, id, principal, action, resources, conditions }: StatementBlueprint,
  sourceOf: SourceOfPart,
): Item {
  const principals = given(principal, ({ kind, value }) => [
    block(
      'principals',
      [],
      [attribute('type', `"${kind}"`), attribute('identifiers', listOf(templateOf(value, sourceOf)))],
    ),
  ]);
  const nested = [...principals, ...conditions.map((condition) => conditionBlock(condition, sourceOf))];
  return block(
    'statement',
    [],
    [
      ...commentOf(why),
      attribute('sid', `"${id}"`),
      attribute('effect', '"Allow"'),
      attribute('actions', listOf(`"${action}"`)),
      ...(resources.length === 0 ? [] : [attribute('resources', listOf(templatesOf(resources, sourceOf)))]),
      ...(nested.length === 0 ? [] : [blank]),
      ...parted(nested),
    ],
  );
}

function listOf(value: Written): Written {
  return typeof value === 'string' ? { kind: 'list', values: [value] } : value;
}

function commentOf(why: string | undefined): readonly Item[] {
  return why === undefined ? [] : [{ kind: 'comment', text: why }];
}
