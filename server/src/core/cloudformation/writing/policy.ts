import type { PolicyBlueprint, StatementBlueprint } from '../../blueprints/policy';
import { type BlueprintText, trailOf } from '../../blueprints/text';
import { call, entry, mapping, sequence, text, type Written } from '../../syntax/data/written';

/** What a blueprint names of a trail, as it stands inside `Fn::Sub`. */
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

/** `names` are those of each trail. */
export function policyDocument(policy: PolicyBlueprint, names: NamesOfEach): Written {
  return mapping([entry('Version', '2012-10-17'), entry('Statement', sequence(statements(policy, names)))]);
}

export type NamesOfEach = readonly [Names, ...Names[]];

export function statements(policy: PolicyBlueprint, names: NamesOfEach): readonly Written[] {
  return policy.statements.map((statement) => statementOf(statement, names));
}

/** Several as a list, those that come to the same once. */
function textsWith(contents: readonly BlueprintText[], names: NamesOfEach): Written {
  const texts = contents.map((content) => textWith(content, names[trailOf(content)] ?? names[0]));
  const [only = text(''), ...others] = new Map(texts.map((each) => [JSON.stringify(each), each])).values();
  return others.length === 0 ? only : sequence([only, ...others]);
}

function statementOf(statement: StatementBlueprint, names: NamesOfEach): Written {
  const { why, id, principal, action, resources, conditions } = statement;
  const operators = [...new Set(conditions.map(({ operator }) => operator))];
  const tests = operators.map((operator) =>
    entry(
      operator,
      mapping(
        conditions
          .filter((condition) => condition.operator === operator)
          .map((condition) => entry(condition.key, textsWith(condition.values, names))),
      ),
    ),
  );
  return mapping([
    entry('Sid', text(id), why),
    entry('Effect', 'Allow'),
    ...(principal ? [entry('Principal', mapping([entry(principal.kind, textWith(principal.value, names[0]))]))] : []),
    entry('Action', action),
    ...(resources.length === 0 ? [] : [entry('Resource', textsWith(resources, names))]),
    ...(tests.length === 0 ? [] : [entry('Condition', mapping(tests))]),
  ]);
}
