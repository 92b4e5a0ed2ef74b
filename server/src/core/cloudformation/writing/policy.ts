import type { PolicyBlueprint, StatementBlueprint } from '../../blueprints/policy';
import type { BlueprintText } from '../../blueprints/text';
import { call, entry, mapping, sequence, text, type Written } from '../../syntax/data/written';

/** What a blueprint names, as it stands inside `Fn::Sub`. */
export interface Names {
  /** Of the trail or event data store. */
  readonly trail: string;
  /** The logical id of the bucket. */
  readonly bucket?: string;
  readonly prefix?: Insert | Either;
  /** The parameter that holds the id of the organization. */
  readonly organization?: string;
  /** The logical id of the log group. */
  readonly logGroup?: string;
}

/** A text inside `Fn::Sub`, or a value that gets a name of its own there. */
export type Insert = string | { readonly name: string; readonly value: Written };

/** One or the other, as a condition says; undefined is nothing. */
export interface Either {
  readonly condition: string;
  readonly whenTrue: Insert | Either | undefined;
  readonly whenFalse: Insert | Either | undefined;
}

/** A blueprint's text: as it is, or with what only the deployment knows in `Fn::Sub`. */
export function textWith(content: BlueprintText, names: Names): Written {
  const hasPrefix = content.some(isPrefix);
  const { prefix = '', ...others } = names;
  if (typeof prefix === 'object' && 'condition' in prefix) {
    const { condition, whenTrue, whenFalse } = prefix;
    const arm = (by: Insert | Either | undefined) =>
      by === undefined ? textWith(withoutPrefix(content), others) : textWith(content, { ...others, prefix: by });
    if (!hasPrefix) return textWith(content, others);
    return call('If', sequence([text(condition), arm(whenTrue), arm(whenFalse)]));
  }
  const sources = {
    partition: '${AWS::Partition}',
    account: '${AWS::AccountId}',
    region: '${AWS::Region}',
    'trail-name': names.trail,
    'bucket-arn': `\${${names.bucket}.Arn}`,
    'prefixed-logs': `${typeof prefix === 'string' ? prefix : `\${${prefix.name}}`}/AWSLogs`,
    organization: `\${${names.organization}}`,
    // Its attribute `Arn` ends with `:*`.
    'log-group-arn': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${names.logGroup}}`,
  };
  const whole = content.map((part) => (typeof part === 'string' ? part : sources[part.kind])).join('');
  const [, attribute] = /^\$\{([^!{}]+\.[^{}]+)\}$/.exec(whole) ?? [];
  if (attribute !== undefined) return call('GetAtt', attribute);
  if (hasPrefix && typeof prefix !== 'string')
    return call('Sub', sequence([text(whole), mapping([entry(prefix.name, prefix.value)])]));
  return whole.includes('${') ? call('Sub', whole) : text(whole);
}

function isPrefix(part: BlueprintText[number]): boolean {
  return typeof part !== 'string' && part.kind === 'prefixed-logs';
}

function withoutPrefix(content: BlueprintText): BlueprintText {
  return content.map((part) => (isPrefix(part) ? 'AWSLogs' : part));
}

export function policyDocument(policy: PolicyBlueprint, names: Names): Written {
  return mapping([entry('Version', '2012-10-17'), entry('Statement', sequence(statements(policy, names)))]);
}

export function statements(policy: PolicyBlueprint, names: Names): readonly Written[] {
  return policy.statements.map((statement) => statementOf(statement, names));
}

function statementOf(statement: StatementBlueprint, names: Names): Written {
  const { why, id, principal, action, resource, conditions } = statement;
  const operators = [...new Set(conditions.map(({ operator }) => operator))];
  const tests = operators.map((operator) =>
    entry(
      operator,
      mapping(
        conditions
          .filter((condition) => condition.operator === operator)
          .map((condition) => entry(condition.key, textWith(condition.value, names))),
      ),
    ),
  );
  return mapping([
    entry('Sid', text(id), why),
    entry('Effect', 'Allow'),
    ...(principal ? [entry('Principal', mapping([entry(principal.kind, textWith(principal.value, names))]))] : []),
    entry('Action', action),
    ...(resource ? [entry('Resource', textWith(resource, names))] : []),
    ...(tests.length === 0 ? [] : [entry('Condition', mapping(tests))]),
  ]);
}
