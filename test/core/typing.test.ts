import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type ReportedFinding } from '../../server/src/core/analyze';
import type { SourceFile } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { read, settings } from './run';
import { parseSpecs } from './spec-file';

const root = join(__dirname, '../..');

/** What stands around the text that is typed, and is never touched: two trails without a key, a comment and a heredoc. */
const before = `# Before.
resource "aws_cloudtrail" "untouched_before" {
  s3_bucket_name = "logs"
}

`;
const after = `
/* After. */
resource "aws_cloudtrail" "untouched_after" {
  s3_bucket_name = "logs"
}

resource "aws_s3_bucket_policy" "untouched" {
  policy = <<EOT
{"Statement": []}
EOT
}
`;

describe('typing', () => {
  it('moves and removes no finding of what is not being touched, in HCL', async () => {
    const syntax = await loading;
    let frames = 0;
    const flickers: string[] = [];
    for (const [name, text] of texts()) {
      for (const typed of framesOf(text, syntax)) {
        frames++;
        if (!isSteady(typed))
          flickers.push(`${name}: after «${typed.text.slice(before.length, -after.length).slice(-60)}»`);
      }
    }
    console.log(`      ${frames} frames, ${flickers.length} in which a finding flickers`);
    assert.ok(frames > 10_000);
    assert.deepEqual(flickers.slice(0, 10), []);
  });
});

/** The examples, and every file of the specs. */
function* texts(): Iterable<[string, string]> {
  for (const name of readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.tf')) yield [name, readFileSync(join(root, 'examples', name), 'utf8')];
  }
  for (const name of readdirSync(join(root, 'test/specs'))) {
    for (const spec of parseSpecs(readFileSync(join(root, 'test/specs', name), 'utf8')).specs) {
      for (const file of spec.files) yield [`${name}: ${spec.title}`, file.text];
    }
  }
}

/** The file after each character that is typed, and after each that is deleted again. */
function* framesOf(text: string, syntax: Syntax): Iterable<SourceFile> {
  let file = read('main.tf', before + after, syntax);
  const lengths = [...text].map((_, index) => index + 1);
  for (const length of [...lengths, ...lengths.toReversed(), 0]) {
    file = read('main.tf', before + text.slice(0, length) + after, syntax, file);
    yield file;
  }
}

function isSteady(file: SourceFile): boolean {
  const { findings } = analyze([file], settings);
  return ['untouched_before', 'untouched_after'].every((name) => {
    const header = `resource "aws_cloudtrail" "${name}"`;
    const of = findings.filter(({ resource }) => resource === `aws_cloudtrail.${name}`);
    return of.length === 1 && of.every((finding) => isAt(finding, file.text.indexOf(header), header.length));
  });
}

function isAt({ place }: ReportedFinding, start: number, length: number): boolean {
  return place.span.start === start && place.span.end === start + length;
}
