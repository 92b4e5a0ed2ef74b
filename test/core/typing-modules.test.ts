import assert from 'node:assert/strict';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { keysOnly, run, type Texts } from './run';

const trail = `variable "create" {
  type    = bool
  default = true
}

variable "key" {
  default = null
}

locals {
  number = var.create ? 1 : 0
}

resource "aws_cloudtrail" "main" {
  count          = local.number
  s3_bucket_name = "logs"
  kms_key_id     = var.key
}
`;

const roots = `resource "aws_kms_key" "logs" {}

module "good" {
  source = "./trail"
  key    = aws_kms_key.logs.arn
}

module "off" {
  source = "./trail"
  create = false
}

module "open" {
  source = "./trail"
}
`;

const onlyGood = roots.slice(0, roots.indexOf('module "open"'));

/** What is typed on an empty line, after what: letter by letter. */
const tasks: readonly {
  readonly file: string;
  readonly after: string;
  readonly text: string;
  readonly main: string;
}[] = [
  {
    file: 'main.tf',
    after: 'module "open" {\n  source = "./trail"\n',
    text: '  key = aws_kms_key.logs.arn\n',
    main: roots,
  },
  { file: 'main.tf', after: 'module "off" {\n  source = "./trail"\n', text: '  name = "off"', main: roots },
  { file: 'main.tf', after: '{}\n', text: '\nmodule "new" {\n  source = "./trail"\n  key = "x"\n}', main: roots },
  { file: 'main.tf', after: '{}\n', text: '\nmodule "new" {\n  source = "./trail"\n  key = "x"\n}', main: onlyGood },
  {
    file: 'main.tf',
    after: '{}\n',
    text: '\nresource "aws_s3_bucket" "b" {\n  bucket = lower("B")\n}\n',
    main: onlyGood,
  },
  { file: 'trail/main.tf', after: '', text: 'variable "name" {\n  default = "x"\n}\n', main: roots },
  { file: 'trail/main.tf', after: 'locals {\n', text: '  other = { a = "b${var.key}" }', main: onlyGood },
  { file: 'trail/main.tf', after: 'type    = bool\n', text: '  nullable = false', main: onlyGood },
  { file: 'main.tf', after: 'create = false\n', text: '  key = aws_kms_key.logs.arn', main: onlyGood },
];

describe('typing where modules call each other', () => {
  for (const task of tasks) {
    it(`shows nothing in between: ${JSON.stringify(task.text)} in ${task.file}`, async () => {
      const syntax = await loading;
      const before = new Map([
        ['main.tf', task.main],
        ['trail/main.tf', trail],
      ]);
      const text = before.get(task.file) ?? '';
      const at = text.indexOf(task.after) + task.after.length;
      const frame = (length: number): Texts =>
        new Map(before).set(task.file, `${text.slice(0, at)}${task.text.slice(0, length)}\n${text.slice(at)}`);
      const ends = [found(frame(0), syntax), found(frame(task.text.length), syntax)];
      for (let length = 1; length < task.text.length; length++) {
        const between = found(frame(length), syntax);
        // A call that is being written has no key until it gets one.
        for (const one of between)
          assert.ok(
            ends.flat().includes(one) || between.some((other) => other.includes(' module.new.')),
            `${one} appears at "${task.text.slice(0, length)}"`,
          );
        // What is being typed may be what decides; everything else stays.
        const own = /module "(\w+)" \{[^}]*$/.exec(text.slice(0, at))?.[1];
        for (const one of ends[0] ?? [])
          if (ends[1]?.includes(one) && !one.includes(`module.${own}.`))
            assert.ok(between.includes(one), `${one} goes at "${task.text.slice(0, length)}"`);
      }
    });
  }
});

function found(texts: Texts, syntax: Syntax): readonly string[] {
  return run(texts, syntax, keysOnly).findings.map(({ resource, place }) => `${place.path} ${resource}`);
}
