import type { PolicyBlueprint, StatementBlueprint } from './policy';
import type { BlueprintPart, BlueprintText } from './text';

/** The statements as JSON, with placeholders such as `<ACCOUNT_ID>` for what is not known: for one who has to put them elsewhere. */
export function statementsAsJson(
  policy: PolicyBlueprint,
  known: (part: BlueprintPart) => string | undefined = () => undefined,
): string {
  const textOf = (text: BlueprintText) =>
    text.map((part) => (typeof part === 'string' ? part : (known(part) ?? placeholders[part.kind]))).join('');
  const oneOrList = (texts: readonly BlueprintText[]) => {
    const [first, ...others] = new Set(texts.map(textOf));
    return others.length === 0 ? first : [first, ...others];
  };
  return JSON.stringify(
    policy.statements.map((statement) => statementOf(statement, textOf, oneOrList)),
    undefined,
    2,
  );
}

const placeholders: Readonly<Record<BlueprintPart['kind'], string>> = {
  partition: '<PARTITION>',
  account: '<ACCOUNT_ID>',
  region: '<REGION>',
  'trail-name': '<TRAIL_NAME>',
  'bucket-arn': 'arn:<PARTITION>:s3:::<BUCKET_NAME>',
  'prefixed-logs': '<PREFIX>/AWSLogs',
  organization: '<ORGANIZATION_ID>',
  'log-group-arn': '<LOG_GROUP_ARN>',
};

function statementOf(
  { id, principal, action, resources, conditions }: StatementBlueprint,
  textOf: (text: BlueprintText) => string,
  oneOrList: (texts: readonly BlueprintText[]) => unknown,
): object {
  const tests: Record<string, Record<string, unknown>> = {};
  for (const { operator, key, values } of conditions)
    tests[operator] = { ...tests[operator], [key]: oneOrList(values) };
  // What is undefined is left out of the JSON.
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principal && { [principal.kind]: textOf(principal.value) },
    Action: action,
    Resource: oneOrList(resources),
    Condition: conditions.length === 0 ? undefined : tests,
  };
}
