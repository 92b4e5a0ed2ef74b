import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTemplate } from '../../server/src/core/cloudformation/template';
import { write } from '../../server/src/core/cloudformation/writing/write';
import type { Change } from '../../server/src/core/model/change';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { applyEdits, inOrder } from '../../server/src/core/text/edit';
import { syntax } from '../syntax';
import { read } from './run';
import { dataOf, formsOf } from './template-forms';

interface Case {
  readonly title: string;
  readonly template: string;
  readonly changes: readonly Change[];
  readonly difference: string;
}

const file = join(__dirname, '../template-writing.md');
const section = /^## (.*)\n\n```yaml\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```\n\n```diff\n([\s\S]*?)```\n/gm;

describe('changes of templates', () => {
  const text = readFileSync(file, 'utf8');
  const cases = [...text.matchAll(section)].map(
    ([, title = '', template = '', changes = '', difference = '']): Case => {
      const lines = changes.split('\n').filter((line) => line !== '');
      return { title, template, changes: lines.map((line) => JSON.parse(line)), difference };
    },
  );

  for (const each of cases) {
    describe(each.title, () => {
      it('leaves these lines different', async () => {
        const after = written('template.yaml', each.template, each.changes, await syntax);
        const actual = difference(each.template, after);
        if (process.env['UPDATE']) update(each.title, actual);
        else assert.equal(actual, each.difference);
      });

      it('says the same in every form', async () => {
        const loaded = await syntax;
        const expected = dataOf('template.yaml', written('template.yaml', each.template, each.changes, loaded));
        for (const [form, { path, text: template }] of formsOf(each.template)) {
          const after = written(path, template, each.changes, loaded);
          assert.deepEqual(dataOf(path, after), expected, `${form}:\n${after}`);
          if (template.includes('\r')) assert.doesNotMatch(after, /(?<!\r)\n/, form);
          // JSON has no comments, nor has what is written as JSON in YAML.
          if (template.startsWith('{')) assert.doesNotMatch(after, /^\s*#/m, form);
        }
      });
    });
  }

  it('leave alone what is meant for others, too', async () => {
    const loaded = await syntax;
    for (const change of everyChange)
      assert.equal(written('template.yaml', shared, [change], loaded), shared, change.kind);
  });

  it('are all there', () => {
    assert.equal(cases.length, text.split('\n## ').length - 1);
  });
});

/** Whatever is changed here is changed in two places. */
const shared = `Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties: &bucket
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 }
  Others:
    Type: AWS::S3::Bucket
    Properties: *bucket
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties: &trail
      IsLogging: true
      S3BucketName: !Ref Logs
  Second:
    Type: AWS::CloudTrail::Trail
    Properties: *trail
  Key:
    Type: AWS::KMS::Key
    Properties: &key
      KeyPolicy:
        Statement:
          - { Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: kms:GenerateDataKey*, Resource: '*' }
  Alike:
    Type: AWS::KMS::Key
    Properties: *key
`;

const everyChange: readonly Change[] = [
  { kind: 'set-switch', resource: 'Trail', setting: 'IsMultiRegionTrail', value: true },
  { kind: 'set-switch', resource: 'Second', setting: 'IsMultiRegionTrail', value: true },
  { kind: 'encrypt-bucket', bucket: 'Logs', key: 'Key' },
  { kind: 'encrypt-bucket', bucket: 'Others', key: 'Key' },
  { kind: 'encrypt-bucket-with-new-key', bucket: 'Logs', trail: 'Trail' },
  { kind: 'block-public-access', bucket: 'Logs' },
  { kind: 'block-public-access', bucket: 'Others' },
  { kind: 'log-access-to-input', bucket: 'Logs' },
  { kind: 'log-access-to-input', bucket: 'Others' },
  { kind: 'send-to-new-log-group', trail: 'Trail' },
  { kind: 'let-trails-use-key', key: 'Key', trails: ['Trail'] },
  { kind: 'let-trails-use-key', key: 'Alike', trails: ['Trail'] },
  { kind: 'close-key-to-other-accounts', key: 'Key', trail: 'Trail' },
  { kind: 'encrypt-trail', trail: 'Second', key: 'Key' },
  { kind: 'encrypt-trail', trail: 'Second', key: 'Key', instead: true },
  { kind: 'encrypt-trail-with-new-key', trail: 'Trail' },
  { kind: 'encrypt-trail-with-input', trail: 'Trail' },
];

function written(path: string, text: string, changes: readonly Change[], loaded: Syntax): string {
  const source = read(path, text, loaded);
  assert.ok(source.language === 'yaml' || source.language === 'json');
  const template = readTemplate(source);
  assert.ok(template, text);
  return write(template, changes).reduce((before, { edits }) => applyEdits(before, inOrder(edits)), text);
}

/** The lines that are not in both, each run of them after the line before it. */
function difference(before: string, after: string): string {
  const [left, right] = [before.split('\n'), after.split('\n')];
  const length = commonLengths(left, right);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  let last: string | undefined;
  const add = (sign: string, line: string | undefined) => {
    if (last !== undefined) lines.push(` ${last}`.trimEnd());
    last = undefined;
    lines.push(`${sign}${line}`);
  };
  while (i < left.length || j < right.length) {
    if (i < left.length && left[i] === right[j]) {
      last = left[i];
      i++;
      j++;
    } else if (j === right.length || (i < left.length && (length[i + 1]?.[j] ?? 0) >= (length[i]?.[j + 1] ?? 0)))
      add('-', left[i++]);
    else add('+', right[j++]);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** How many lines of the two are the same from each pair of places on. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const lengths = [...left, ''].map(() => [...right, ''].map(() => 0));
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i] ?? [];
      const below = lengths[i + 1] ?? [];
      row[j] = left[i] === right[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function update(title: string, actual: string): void {
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(`## ${title}\n`);
  const at = text.indexOf('```diff\n', start) + '```diff\n'.length;
  writeFileSync(file, text.slice(0, at) + actual + text.slice(text.indexOf('```', at)));
}
