import assert from 'node:assert/strict';
import { syntax as loading } from '../syntax';
import { keysOnly, run } from './run';

const trail = `resource "aws_cloudtrail" "main" {
  s3_bucket_name = "logs"
}
`;

/** Texts that nobody means, a megabyte or so each. Reading one has to end (the runner's own limit is the judge), and loses nothing. */
const hostile: Readonly<Record<string, string>> = {
  'open brackets': 'x = (\n'.repeat(150_000),
  'open quotes': 'x = "${\n'.repeat(120_000),
  'open comments': '/*\n'.repeat(300_000),
  'comments with one end': `${'/*\nresource "a" "b" {\n'.repeat(40_000)}*/\n`,
  'open heredocs': 'x = <<A\n'.repeat(120_000),
  'heredocs with one end': `${'x = <<A\nresource "a" "b" {\n'.repeat(30_000)}A\n`,
  'open blocks': 'a {\n'.repeat(200_000),
  'nested brackets': `x = ${'['.repeat(200_000)}\n`,
  'nested templates': `x = ${'"${'.repeat(100_000)}\n`,
  'closing brackets': '}\n'.repeat(300_000),
  'one long line': `x = "${'a'.repeat(5_000_000)}"\n`,
  'one long word': 'a'.repeat(1_000_000),
  'stray characters': '\u0000\ufffd;'.repeat(200_000),
  'nothing but spaces': ' '.repeat(1_000_000),
};

describe('hostile text', () => {
  for (const [name, text] of Object.entries(hostile)) {
    it(`${name}: ends, and the trail after it is found`, async () => {
      const { findings } = run(new Map([['main.tf', `${text}\n${trail}`]]), await loading, keysOnly);
      assert.deepEqual(
        findings.map(({ resource }) => resource),
        ['aws_cloudtrail.main'],
      );
    });
    it(`${name}: ends in a trail`, async () => {
      const body = text.replaceAll('resource "a" "b" {', 'b {');
      const { findings } = run(
        new Map([['main.tf', `resource "aws_cloudtrail" "main" {\n${body}\n}\n${trail.replace('main', 'next')}`]]),
        await loading,
        keysOnly,
      );
      assert.ok(findings.some(({ resource }) => resource === 'aws_cloudtrail.next'));
    });
  }

  it('a bomb of aliases in a template: ends, and the trail after it is found', async () => {
    const levels = 'abcdefghijklmnopqrstuvwxyz'.split('');
    const lists = levels.map(
      (name, index) =>
        `  ${name}: &${name} [${
          index === 0
            ? 'x'
            : Array(9)
                .fill(`*${levels[index - 1]}`)
                .join(', ')
        }]`,
    );
    const conditions = levels.map((name, index) => {
      const below = index === 0 ? '!Ref AWS::NoValue' : `*i${levels[index - 1]}`;
      return `  ${name}: &i${name} !If [Unknown, ${below}, ${below}]`;
    });
    const trails = ['*z', '*iz', '""'].map(
      (key, index) =>
        `  Trail${index}:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      S3BucketName: logs\n      KMSKeyId: ${key}\n`,
    );
    const policy = '  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n        Statement: *z\n';
    const text = ['Metadata:', ...lists, 'Mappings:', ...conditions, 'Resources:', ...trails, policy].join('\n');
    const { findings } = run(new Map([['template.yaml', text]]), await loading, keysOnly);
    assert.deepEqual(
      findings.map(({ resource }) => resource),
      ['Trail1', 'Trail2'],
    );
    for (const finding of findings) for (const fix of finding.fixes()) fix.edits();
  });

  it('deep expressions in a trail', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['(', ')'],
      ['{ a = ', '}'],
      ['f(', ')'],
      ['!', ''],
      ['"${', '}"'],
      ['a[', ']'],
    ] as const) {
      const value = `${open.repeat(10_000)}null${close.repeat(10_000)}`;
      const text = `resource "aws_cloudtrail" "main" {\n  kms_key_id = ${value}\n}\n`;
      const { findings } = run(new Map([['main.tf', text]]), await loading);
      const found = findings.map(({ rule }) => rule.id);
      // What it comes to is not known.
      assert.deepEqual(found, ['trail-without-log-validation', 'trail-single-region'], open);
    }
  });
});
