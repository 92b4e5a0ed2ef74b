import type { PolicyBlueprint, StatementBlueprint } from './policy';
import type { BlueprintPart, BlueprintText } from './text';

/** The statements as JSON, with placeholders such as `<ACCOUNT_ID>` for what is not known: for one who has to put them elsewhere. */
export function statementsAsJson(
  policy: PolicyBlueprint,
  known: (part: BlueprintPart) => string | undefined = () => undefined,
): string {
  const textOf = (text: BlueprintText) =>
    text.map((part) => (typeof part === 'string' ? part : (known(part) ?? placeholders[part.kind]))).join('');
  return JSON.stringify(
    policy.statements.map((statement) => statementOf(statement, textOf)),
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
  { id, principal, action, resource, conditions }: StatementBlueprint,
  textOf: (text: BlueprintText) => string,
): object {
  const tests: Record<string, Record<string, string>> = {};
  for (const { operator, key, value } of conditions) tests[operator] = { ...tests[operator], [key]: textOf(value) };
  // What is undefined is left out of the JSON.
  return {
    Sid: id,
    Effect: 'Allow',
    Principal: principal && { [principal.kind]: textOf(principal.value) },
    Action: action,
    Resource: resource && textOf(resource),
    Condition: conditions.length === 0 ? undefined : tests,
  };
}
