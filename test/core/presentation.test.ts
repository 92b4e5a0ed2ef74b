import assert from 'node:assert/strict';
import { render } from '../../server/src/core/model/message';
import { present } from '../../server/src/core/presentation';
import { rereadWith } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { everyRule, read, run } from './run';
import { formsOf } from './template-forms';

const terraform = 'resource "aws_cloudtrail" "main" {\n  name           = "main"\n  s3_bucket_name = "logs"\n}\n';
const json = JSON.stringify(
  { resource: { aws_cloudtrail: { main: { name: 'main', s3_bucket_name: 'logs' } } } },
  undefined,
  2,
);
const template =
  'Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      IsLogging: true\n      S3BucketName: logs\n';

describe('edits as they are shown', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  /** The labels, and the texts that are to be decided. */
  function shown(path: string, text: string, wanted: RegExp) {
    const file = read(path, text, syntax);
    const fixes = run(new Map([[path, text]]), syntax, everyRule).findings.flatMap((finding) => finding.fixes());
    const fix = fixes.find(({ title }) => wanted.test(render(title)));
    assert.ok(fix, fixes.map(({ title }) => render(title)).join('\n'));
    const files = present(fix.edits(), {
      fileAt: () => file,
      reread: rereadWith(syntax),
      placeholder: fix.suppresses ? 'reason' : undefined,
    });
    const edits = files.flatMap((each) => each.edits);
    return {
      labels: [...new Set(edits.map(({ label }) => render(label)))],
      decide: edits.flatMap(({ text: written, decide }) => decide.map(({ start, end }) => written.slice(start, end))),
    };
  }

  const newKey = /^Encrypt with a new KMS key/;
  const passedIn = /passed in/;

  it("say what is added in Terraform's two syntaxes, and leave one decision", () => {
    for (const [path, text] of [
      ['main.tf', terraform],
      ['main.tf.json', json],
    ] as const) {
      const key = shown(path, text, newKey);
      assert.deepEqual(key.decide, ['main'], path);
      assert.match(key.labels.join('\n'), /dd aws_kms_key\.cloudtrail(?:,| and) aws_kms_alias\.cloudtrail\b/);
      const input = shown(path, text, passedIn);
      assert.deepEqual(input.decide, ['kms_key_arn', 'kms_key_arn'], path);
      assert.deepEqual(input.labels.toSorted(), ['Add the variable kms_key_arn', 'Edit aws_cloudtrail.main'], path);
      const logs = shown(path, text, /log group/);
      assert.deepEqual(logs.decide, ['365'], path);
      assert.deepEqual(shown(path, text, /^Ignore/), { labels: ['Edit aws_cloudtrail.main'], decide: ['reason'] });
    }
  });

  it('say it in every form of a template', () => {
    for (const [form, { path, text }] of formsOf(template)) {
      const key = shown(path, text, newKey);
      assert.deepEqual(key.decide, [`\${AWS::StackName}-cloudtrail`], form);
      assert.deepEqual(key.labels.toSorted(), ['Add CloudTrailKey and CloudTrailKeyAlias', 'Edit Trail'], form);
      const input = shown(path, text, passedIn);
      assert.deepEqual(input.decide, ['KmsKeyArn', 'KmsKeyArn'], form);
      assert.deepEqual(input.labels.toSorted(), ['Add the parameter KmsKeyArn', 'Edit Trail'], form);
      assert.deepEqual(shown(path, text, /log group/).decide, ['365'], form);
      assert.deepEqual(shown(path, text, /^Ignore/), { labels: ['Edit Trail'], decide: ['reason'] }, form);
    }
  });

  it('name the file where there is nothing else to name, and the first of many', () => {
    const file = read('stacks/terraform.tfvars', 'a = 1\n', syntax);
    const whole = { start: 4, end: 5 };
    const reread = rereadWith(syntax);
    const [change] = present([{ path: file.path, edits: [{ span: whole, text: '2' }] }], {
      fileAt: () => file,
      reread,
    });
    assert.deepEqual(
      change?.edits.map(({ label }) => render(label)),
      ['Edit terraform.tfvars'],
    );
    const main = read('main.tf', terraform, syntax);
    const text = ['a', 'b', 'c', 'd'].map((name) => `\nresource "x" "${name}" {\n}\n`).join('');
    const end = { start: terraform.length, end: terraform.length };
    const [added] = present([{ path: main.path, edits: [{ span: end, text }] }], { fileAt: () => main, reread });
    assert.deepEqual(
      added?.edits.map(({ label }) => render(label)),
      ['Add x.a, x.b and 2 more'],
    );
  });

  it('leave one decision in several files, that of the file one looks at first', () => {
    const files = ['a.tf', 'b.tf', 'c.tf'].map((path) => read(path, '# a file\n', syntax));
    const end = { start: 9, end: 9 };
    const fileAt = (path: string) => files.find((file) => file.path === path);
    const decided = (active: string, textOf: (path: string) => string) =>
      present(
        files.slice(0, 2).map(({ path }) => ({ path, edits: [{ span: end, text: textOf(path) }] })),
        { fileAt, reread: rereadWith(syntax), active },
      ).flatMap(({ file, edits }) =>
        edits.flatMap(({ text, decide }) => decide.map(({ start }) => `${file.path}: ${text.slice(start)}`)),
      );
    const alias = (path: string) => `resource "aws_kms_alias" "${path[0]}" {\n  name = "alias/${path[0]}"\n}\n`;
    assert.deepEqual(decided('b.tf', alias), ['b.tf: b"\n}\n']);
    assert.deepEqual(decided('c.tf', alias), ['a.tf: a"\n}\n']);
    const input = (path: string) => (path === 'a.tf' ? '\nx = var.new\n' : '\nvariable "new" {\n}\n');
    assert.deepEqual(decided('a.tf', input), ['b.tf: new" {\n}\n']);
    const bucket = (path: string) => (path === 'a.tf' ? '\ndata "x" "y" {\n}\n' : '\nresource "x" "y" {\n}\n');
    assert.deepEqual(decided('a.tf', bucket), ['b.tf: resource "x" "y" {\n}\n']);
  });
});
