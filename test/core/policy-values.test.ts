import assert from 'node:assert/strict';
import type { Text } from '../../server/src/core/model/text';
import type { Value } from '../../server/src/core/model/value';
import { isTerraform } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { jsonOf } from '../../server/src/core/terraform/evaluation/json-text';
import { evaluateAttribute } from '../../server/src/core/terraform/evaluation/named-values';
import { knownText } from '../../server/src/core/terraform/evaluation/texts';
import { rootInstance } from '../../server/src/core/terraform/instance';
import { makeModule } from '../../server/src/core/terraform/module';
import { joinPath } from '../../server/src/core/text/path';
import { syntax as loading } from '../syntax';
import { read, type Texts } from './run';

const common = `
data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_region" "logs" {
  provider = aws.logs
}
data "aws_region" "ohio" {
  region = "us-east-2"
}
data "aws_partition" "current" {}
data "aws_organizations_organization" "own" {}
resource "aws_s3_bucket" "logs" {}
resource "aws_s3_bucket" "many" {
  for_each = toset(var.open)
}
variable "open" {}
variable "on" { default = true }
`;

/** Texts as far as they are known, with what stands for the rest in \`<\`: expressions of a module that has the declarations above. */
const texts: Readonly<Record<string, string>> = {
  'data.aws_caller_identity.current.account_id': '<account>',
  'data.aws_caller_identity.current.id': '<account>',
  '"arn:${data.aws_partition.current.partition}:s3:::${aws_s3_bucket.logs.id}/*"':
    'arn:<partition>:s3:::<attribute aws_s3_bucket.logs.id>/*',
  '"${data.aws_region.logs.name} ${data.aws_region.current.region}"': '<region aws.logs> <region>',
  '"${data.aws_region.ohio.id}/x"': 'us-east-2/x',
  '"${data.aws_region.ohio.id}/${var.open}"': 'us-east-2/<other var.open>',
  'data.aws_organizations_organization.own.id': '<organization>',
  'data.aws_organizations_organization.own.master_account_id':
    '<other data.aws_organizations_organization.own.master_account_id>',
  '"${data.foo.bar.names[0]}x"': '<other data.foo.bar.names.0>x',
  '"x${var.open.name}"': 'x<other var.open.name>',
  '"x${var.open[*].name}"': 'x<other>',
  '"${upper(var.open)}x"': '<other>x',
  '"${tostring(var.open)}x"': '<other var.open>x',
  '"${tonumber(var.open)}x"': '<other>x',
  '"${aws_s3_bucket.many["a"].arn}/x"': '<attribute aws_s3_bucket.many.arn>/x',
  '"${aws_s3_bucket.logs}/x"': '<other>/x',
  '"${timestamp()}x"': '<other>x',
  'join(":", ["arn", data.aws_partition.current.partition, "s3", var.open])': 'arn:<partition>:s3:<other var.open>',
  'join(var.open, ["a", "b"])': '<other>',
  'join(",", var.open)': '<other>',
  'format("%[2]s-%[1]s%%", var.open, 5)': '5-<other var.open>%',
  'format("%s/%s-%03d%%", aws_s3_bucket.logs.arn, var.open, 5)':
    '<attribute aws_s3_bucket.logs.arn>/<other var.open>-005%',
  'format("%5s/%q", var.open, var.open)': '<other>/<other>',
  'nonsensitive(var.open)': '<other var.open>',
  'coalesce("", var.open)': '<other var.open>',
  '"%{ if var.on }a${var.open}%{ endif }b"': 'a<other var.open>b',
  '<<-EOT\n    a: ${var.open}\n      b\n  EOT': 'a: <other var.open>\n  b\n',
};

const cloudTrail = '{"Service":"cloudtrail.amazonaws.com"}';

/** What texts are the JSON of, with what is not known as \`?\`: the policy of a key of a module that has the declarations above. */
const documents: readonly {
  readonly name: string;
  readonly policy: string;
  readonly also?: string;
  readonly json: string;
}[] = [
  {
    name: 'jsonencode',
    policy:
      'jsonencode({ Statement = [{ Effect = "Allow", Resource = "${data.aws_region.current.name}*", Sid = var.open }] })',
    json: '{"Statement":[{"Effect":"Allow","Resource":"<region>*","Sid":"<other var.open>"}]}',
  },
  { name: 'jsonencode of what is known', policy: 'jsonencode({ Statement = [] })', json: '{"Statement":[]}' },
  { name: 'jsonencode of what is not known', policy: 'jsonencode(var.open)', json: '"<other var.open>"' },
  {
    name: 'a heredoc',
    policy: `<<-EOT
    {
      "Statement": [{ "Principal": ${cloudTrail}, "Resource": "arn:aws:s3:::\${aws_s3_bucket.logs.id}/\\u002a" }]
    }
  EOT`,
    json: `{"Statement":[{"Principal":${cloudTrail},"Resource":"arn:aws:s3:::<attribute aws_s3_bucket.logs.id>/*"}]}`,
  },
  {
    name: 'a heredoc with the JSON of values in it',
    policy: '<<EOT\n{"Statement": [${jsonencode({ Sid = var.open })}, ${var.open}], "Id": ${join(",", var.open)}}\nEOT',
    json: '{"Statement":[{"Sid":"<other var.open>"},?],"Id":?}',
  },
  {
    name: 'a heredoc with directives',
    policy:
      '<<EOT\n{"Statement": [%{ for x in ["a", "b"] ~}\n{"Sid": "${x}${var.open}"},%{ endfor }${jsonencode({ Sid = var.open })}]}\nEOT',
    json: '{"Statement":[{"Sid":"a<other var.open>"},{"Sid":"b<other var.open>"},{"Sid":"<other var.open>"}]}',
  },
  {
    name: 'a key that is not known',
    policy: '"{\\"a\\": {\\"${var.open}:aud\\": 1}, \\"b\\": \\"\\"}"',
    json: '{"a":?,"b":""}',
  },
  { name: 'no JSON', policy: '"{\\"a\\": ${var.open}"', json: 'none' },
  { name: 'what cannot be anything', policy: 'var.open', json: 'none' },
  { name: 'a quoted text', policy: '"{\\"a\\": [1, null, true]}"', json: '{"a":[1,null,true]}' },
  {
    name: 'a conditional',
    policy: 'var.open == "" ? jsonencode({ a = var.open }) : jsonencode({ b = 1 })',
    json: 'one of ({"a":"<other var.open>"}, {"b":1})',
  },
  {
    name: 'jsondecode',
    policy: 'jsonencode(merge(jsondecode("{\\"a\\": \\"${var.open}\\"}"), { b = 1 }))',
    json: '{"a":"<other var.open>","b":1}',
  },
  { name: 'trimmed', policy: 'trimspace(" {\\"a\\": \\"${var.open}\\"}")', json: '{"a":"<other var.open>"}' },
  {
    name: 'by way of a local, a variable of a type, an output and a key',
    policy: 'aws_kms_key.other.policy',
    also: `
locals {
  document = jsonencode({ a = var.open })
}
module "m" {
  source = "./m"
  policy = local.document
}
resource "aws_kms_key" "other" {
  policy = module.m.policy
}`,
    json: '{"a":"<other var.open>"}',
  },
  {
    name: 'a template on disk',
    policy: 'templatefile("${path.module}/policy.tftpl", { bucket = aws_s3_bucket.logs.arn, all = ["a", "b"] })',
    json: '{"Statement":[{"Resource":"<attribute aws_s3_bucket.logs.arn>/*"},{"Sid":"a"},{"Sid":"b"}]}',
  },
  { name: 'a file on disk', policy: 'file("policy.json")', json: '{"Statement":{"Sid":"file"}}' },
  {
    name: 'a template whose values are not known',
    policy: 'templatefile("policy.tftpl", var.open)',
    json: 'none',
  },
  {
    name: 'a document',
    policy: 'data.aws_iam_policy_document.d.json',
    also: `data "aws_iam_policy_document" "d" {
  policy_id = "own"
  statement {
    sid = "a"
    actions = ["kms:*"]
    resources = ["*", "arn:aws:s3:::x/&{aws:username}"]
    principals {
      type = "AWS"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"]
    }
    principals {
      type = "AWS"
      identifiers = ["*"]
    }
    principals {
      type = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test = "StringEquals"
      variable = "aws:SourceArn"
      values = ["a", var.open]
    }
    condition {
      test = "StringEquals"
      variable = "aws:SourceAccount"
      values = ["b"]
    }
  }
  statement {
    effect = "Deny"
    not_actions = ["kms:*"]
    not_resources = [aws_s3_bucket.logs.arn]
    not_principals {
      type = "*"
      identifiers = ["*"]
    }
  }
}`,
    json:
      '{"Version":"2012-10-17","Id":"own","Statement":[{"Sid":"a","Effect":"Allow","Principal":' +
      '{"AWS":["arn:aws:iam::<account>:root","*"],"Service":["cloudtrail.amazonaws.com"]},"Action":["kms:*"],' +
      '"Resource":["*","arn:aws:s3:::x/${aws:username}"],"Condition":{"StringEquals":{"aws:SourceArn":["a","<other var.open>"],' +
      '"aws:SourceAccount":["b"]}}},{"Effect":"Deny","NotPrincipal":{"*":["*"]},"NotAction":["kms:*"],' +
      '"NotResource":["<attribute aws_s3_bucket.logs.arn>"]}]}',
  },
  document('dynamic blocks', {
    body: `dynamic "statement" {
    for_each = { a = ["x"], b = [] }
    iterator = each_one
    content {
      sid = each_one.key
      actions = each_one.value
      dynamic "principals" {
        for_each = each_one.value
        content {
          type = "AWS"
          identifiers = ["\${each_one.key}\${principals.value}\${principals.key}"]
        }
      }
    }
  }
  dynamic "statement" {
    for_each = var.on ? toset(["s"]) : []
    content { sid = statement.value }
  }`,
    statements:
      '[{"Sid":"a","Effect":"Allow","Principal":{"AWS":["one of (ax0, axx)"]},"Action":["x"]},{"Sid":"b","Effect":"Allow"},{"Sid":"s","Effect":"Allow"}]',
  }),
  document('dynamic blocks that are not known', {
    body: `statement {
    sid = "a"
    principals {
      type = "AWS"
      identifiers = ["x"]
    }
    dynamic "principals" {
      for_each = var.open
      content {
        type = "AWS"
        identifiers = principals.value
      }
    }
    dynamic "condition" {
      for_each = var.open
      content {
        test = "Bool"
      }
    }
  }
  dynamic "statement" {
    for_each = var.open
    content {}
  }`,
    statements: '[{"Sid":"a","Effect":"Allow","Principal":{"AWS":["x",?]},"Condition":?},?]',
  }),
  document('lists that are not known', {
    body: `statement {
    actions = var.open
    resources = [var.open]
    principals {
      type = "AWS"
      identifiers = var.open
    }
    principals {
      type = var.open
      identifiers = ["a"]
    }
  }`,
    statements: '[{"Effect":"Allow","Principal":{"AWS":[?,?]},"Action":?,"Resource":["<other var.open>"]}]',
  }),
  document('sources and overrides', {
    body: `source_policy_documents = [data.aws_iam_policy_document.s.json, "", null]
  override_policy_documents = [jsonencode({ Statement = { Sid = "a", Effect = "Deny" } })]
  statement { sid = "a" }
  statement { sid = "b" }`,
    also: `data "aws_iam_policy_document" "s" {
  statement { sid = "b" effect = "Deny" }
  statement {
    sid = "c"
  }
  statement {}
}`,
    statements:
      '[{"Sid":"b","Effect":"Allow"},{"Sid":"c","Effect":"Allow"},{"Effect":"Allow"},{"Sid":"a","Effect":"Deny"}]',
  }),
  document('sources that are not known', {
    body: 'source_policy_documents = [var.open, jsonencode({ Statement = [{ Sid = "x" }] })]\n  statement {}',
    statements: '[?,{"Sid":"x"},{"Effect":"Allow"}]',
  }),
  document('overrides that are not known', {
    body: 'override_policy_documents = var.open\n  statement {}\n  statement {\n    sid = "a"\n  }',
    statements: '[{"Effect":"Allow"},?,?]',
  }),
  document('a list of documents that is not known', {
    body: 'source_json = var.open\n  statement {\n    sid = "a"\n  }',
    statements: '[?,{"Sid":"a","Effect":"Allow"}]',
  }),
  document('a circle', {
    body: 'source_policy_documents = [data.aws_iam_policy_document.e.json]\n  statement {}',
    also: 'data "aws_iam_policy_document" "e" {\n  source_policy_documents = [data.aws_iam_policy_document.d.json]\n}',
    statements: '[?,{"Effect":"Allow"}]',
  }),
  document('what is being typed', {
    body: 'statement {\n    sid = "a"\n  }\n  statem',
    statements: '[{"Sid":"a","Effect":"Allow"},?]',
  }),
  {
    name: 'one of several documents',
    policy: 'data.aws_iam_policy_document.d["x"].minified_json',
    also: `data "aws_iam_policy_document" "d" {
  for_each = { x = "y" }
  statement {
    sid = each.value
  }
}`,
    json: '{"Version":"2012-10-17","Statement":[{"Sid":"y","Effect":"Allow"}]}',
  },
  {
    name: 'Terraform JSON',
    policy: 'data.aws_iam_policy_document.j.json',
    json:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kms:*"]},{"Effect":"Deny","Principal":' +
      '{"AWS":["<account>"]}},{"Sid":"d","Effect":"Allow"}]}',
  },
  { name: 'texts in Terraform JSON', policy: 'local.text', json: '{"Resource":"<account>"}' },
  { name: 'jsonencode in Terraform JSON', policy: 'local.encoded', json: '{"a":"<account>"}' },
];

function document(name: string, { body, also = '', statements }: { body: string; also?: string; statements: string }) {
  return {
    name: `a document: ${name}`,
    policy: 'data.aws_iam_policy_document.d.json',
    also: `${also}\ndata "aws_iam_policy_document" "d" {\n  ${body}\n}`,
    json: `{"Version":"2012-10-17","Statement":${statements}}`,
  };
}

const inJson = {
  locals: {
    text: '{"Resource": "${data.aws_caller_identity.current.id}"}',
    encoded: '${jsonencode({ a = data.aws_caller_identity.current.id })}',
  },
  data: {
    aws_iam_policy_document: {
      j: {
        statement: [
          { actions: ['kms:*'] },
          {
            effect: 'Deny',
            principals: { type: 'AWS', identifiers: ['${data.aws_caller_identity.current.account_id}'] },
          },
        ],
        dynamic: { statement: { for_each: { d: 1 }, iterator: 'one', content: { sid: '${one.key}' } } },
      },
    },
  },
};

const others: Texts = new Map([
  ['m/main.tf', 'variable "policy" {\n  type = string\n}\noutput "policy" {\n  value = var.policy\n}\n'],
  ['data.tf.json', JSON.stringify(inJson)],
  ['policy.json', '{"Statement": {"Sid": "file"}}'],
  [
    'policy.tftpl',
    '{"Statement": [\n  {"Resource": "${bucket}/*"}%{ for one in all ~}\n, ${jsonencode({ Sid = one })}\n%{ endfor ~}\n]}\n',
  ],
]);

describe('texts that are known in part', () => {
  for (const [expression, expected] of Object.entries(texts)) {
    it(`${expression} is ${expected}`, async () => {
      assert.equal(sayText(knownText(policyOf(expression, '', await loading))), expected);
    });
  }
});

describe('policies as values', () => {
  for (const { name, policy, also = '', json } of documents) {
    it(name, async () => {
      const found = jsonOf(policyOf(policy, also, await loading));
      assert.equal(found ? say(found) : 'none', json);
    });
  }

  it('have the places of their statements', async () => {
    const also = `data "aws_iam_policy_document" "d" {\n  source_policy_documents = [jsonencode({ Statement = [{ Sid = "x" }] })]\n  statement {\n  }\n}\n`;
    const found = jsonOf(policyOf('data.aws_iam_policy_document.d.json', also, await loading));
    const statements = found?.kind === 'map' ? found.entries.get('Statement') : undefined;
    const written =
      statements?.kind === 'list' ? statements.items.map(({ origin }) => sourceOf(origin.place, also)) : [];
    assert.deepEqual(written, ['{ Sid = "x" }', 'statement']);
  });

  it('are never worked out for ever', async () => {
    const readers = await loading;
    // That it ends is what matters.
    for (const [policy, also] of hostile) jsonOf(policyOf(policy, also, readers));
  });
});

const numbers = 'range(1000)';

const hostile: readonly (readonly [policy: string, also: string])[] = [
  [`<<EOT\n${'{"a":'.repeat(20_000)}\${var.open}${'}'.repeat(20_000)}\nEOT`, ''],
  [`<<EOT\n[${'"${var.open}",'.repeat(2000)}1]\nEOT`, ''],
  [
    'data.aws_iam_policy_document.d.json',
    `data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = ${numbers}
    content {
      dynamic "principals" {
        for_each = ${numbers}
        content {
          type = "AWS"
          identifiers = [for n in ${numbers} : n]
        }
      }
    }
  }
}`,
  ],
  [
    'data.aws_iam_policy_document.d0.json',
    Array.from(
      { length: 60 },
      (_, index) => `data "aws_iam_policy_document" "d${index}" {
  source_policy_documents = [data.aws_iam_policy_document.d${index + 1}.json, data.aws_iam_policy_document.d${index + 1}.json]
  override_policy_documents = [for n in ${numbers} : data.aws_iam_policy_document.d${index + 1}.json]
  statement {
    sid = "s${index}"
  }
}`,
    ).join('\n'),
  ],
  [
    'local.t30',
    `locals {\n  t0 = "{}\${var.open}"\n${Array.from({ length: 30 }, (_, index) => `  t${index + 1} = "\${local.t${index}}\${local.t${index}}"\n`).join('')}}`,
  ],
];

/** What the policy of a key comes to. */
function policyOf(expression: string, also: string, syntax: Syntax): Value {
  const main = `${also}\n${common}\nresource "aws_kms_key" "k" {\n  policy = ${expression}\n}\n`;
  const all = new Map([...others, ['main.tf', main]]);
  const moduleIn = (folder: string) => {
    const names = [...all.keys()].filter((path) => path.slice(0, path.lastIndexOf('/') + 1) === folder);
    const files = names
      .filter((path) => /\.tf(\.json)?$/.test(path))
      .map((path) => read(path, all.get(path) ?? '', syntax));
    return makeModule(folder, files.filter(isTerraform), []);
  };
  const module = moduleIn('');
  const world = {
    moduleIn,
    callersOf: () => [],
    textOf: (path: string) => all.get(path) ?? null,
    hasNoRecorder: () => false,
    resolve: joinPath,
  };
  const key = module.managed('aws_kms_key').find(({ name }) => name === 'k');
  assert.ok(key);
  return evaluateAttribute(rootInstance(module, world), key, 'policy');
}

function say(value: Value): string {
  switch (value.kind) {
    case 'absent':
      return 'null';
    case 'list':
      return `[${value.items.map(say).join(',')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, entry]) => `${JSON.stringify(key)}:${say(entry)}`).join(',')}}`;
    case 'choice':
      return value.arms.every(({ kind }) => kind === 'literal')
        ? `"one of (${value.arms.map((arm) => sayText(knownText(arm))).join(', ')})"`
        : `one of (${value.arms.map(say).join(', ')})`;
    case 'literal':
      return JSON.stringify(value.value);
    default:
      return value.kind === 'reference' || value.text ? JSON.stringify(sayText(knownText(value))) : '?';
  }
}

function sayText(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? part : `<${`${part.kind} ${part.name}`.trim()}>`)).join('');
}

function sourceOf(place: Value['origin']['place'], text: string): string | undefined {
  return place && text.slice(place.span.start, place.span.end);
}
