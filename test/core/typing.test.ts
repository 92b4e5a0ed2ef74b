import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze, type ReportedFinding } from '../../server/src/core/analyze';
import { rules } from '../../server/src/core/rules/index';
import type { SourceFile } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { read, settings } from './run';
import { parseSpecs, type SpecFile } from './spec-file';

const root = join(__dirname, '../..');

/** What stands around the text that is typed and is never touched: two trails without a key, and what text tends to swallow. */
interface Surroundings {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** What a finding of one of the two trails points at. */
  readonly header: (trail: 'Before' | 'After') => string;
  readonly resource: (trail: 'Before' | 'After') => string;
  /** The part of a file that may stand between; undefined where there is none. */
  readonly typed: (file: Pick<SpecFile, 'name' | 'text'>) => string | undefined;
}

const hcl: Surroundings = {
  name: 'main.tf',
  before: `# Before.
resource "aws_cloudtrail" "Before" {
  s3_bucket_name = "logs"
}

`,
  after: `
/* After. */
resource "aws_cloudtrail" "After" {
  s3_bucket_name = "logs"
}

resource "aws_s3_bucket_policy" "untouched" {
  policy = <<EOT
{"Statement": []}
EOT
}
`,
  header: (trail) => `resource "aws_cloudtrail" "${trail}"`,
  resource: (trail) => `aws_cloudtrail.${trail}`,
  typed: ({ name, text }) => (name.endsWith('.tf') ? text : undefined),
};

const yaml: Surroundings = {
  name: 'template.yaml',
  before: `Resources:
  # One.
  Before:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: logs

`,
  after: `
  # Two: the "rest".
  After:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: 'logs'
      Tags: [{Key: a, Value: "b"}]

Outputs:
  Name:
    Value: x
`,
  header: (trail) => trail,
  resource: (trail) => trail,
  typed: ({ name, text }) =>
    name.endsWith('.yaml') ? /\nResources:\n((?: {2}.*\n|\n)+)/.exec(`\n${text}`)?.[1] : undefined,
};

const json: Surroundings = {
  name: 'template.json',
  before: `{
  "Resources": {
    "Before": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": { "S3BucketName": "logs" }
    },
`,
  after: `
    "After": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": {
        "S3BucketName": "logs"
      }
    }
  },
  "Outputs": { "Name": { "Value": "x" } }
}
`,
  header: (trail) => `"${trail}"`,
  resource: (trail) => trail,
  typed: ({ name, text }) =>
    name.endsWith('.json') && !name.endsWith('.tf.json') ? membersOf(text, (file) => file['Resources']) : undefined,
};

const terraformJson: Surroundings = {
  ...json,
  name: 'main.tf.json',
  before:
    '{\n  "resource": {\n    "aws_cloudtrail": {\n      "Before": {\n        "s3_bucket_name": "logs"\n      }\n    },\n',
  after: '\n    "aws_cloudtrail": {\n      "After": {"s3_bucket_name": "logs"}\n    }\n  },\n  "locals": {}\n}\n',
  resource: (trail) => `aws_cloudtrail.${trail}`,
  typed: ({ name, text }) => (name.endsWith('.tf.json') ? membersOf(text, (file) => file['resource']) : undefined),
};

describe('typing moves and removes no finding of what is not being touched', () => {
  for (const [language, surroundings] of Object.entries({
    HCL: hcl,
    YAML: yaml,
    JSON: json,
    "Terraform's JSON": terraformJson,
  })) {
    it(`in ${language}`, async () => {
      const syntax = await loading;
      let frames = 0;
      const flickers: string[] = [];
      // In order, so that texts which begin alike follow each other: what has been typed once need not be again.
      let before = '';
      const texts = [...textsFor(surroundings)].sort(([, a], [, b]) => (a < b ? -1 : 1));
      for (const [name, text] of texts) {
        const known = sharedStart(before, text);
        before = text;
        for (const { file, isKnown } of framesOf(text, known, surroundings, syntax)) {
          frames++;
          if (isKnown) continue;
          const typed = file.text.slice(surroundings.before.length, -surroundings.after.length);
          if (!isSteady(file, surroundings)) flickers.push(`${name}: after «${typed.slice(-60)}»`);
        }
      }
      console.log(`      ${language}: ${frames} frames, ${flickers.length} in which a finding flickers`);
      assert.ok(frames > 500);
      assert.deepEqual(flickers.slice(0, 10), []);
    });
  }
});

/** Of the specs of the other rules one in this many is typed: they are long, and much alike as texts. */
const oneIn = 5;

/** The examples, and the files of the specs. */
function* textsFor({ typed }: Surroundings): Iterable<[string, string]> {
  for (const name of readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.\w+$/.test(name)) continue;
    const text = typed({ name, text: readFileSync(join(root, 'examples', name), 'utf8') });
    if (text !== undefined) yield [name, text];
  }
  for (const name of readdirSync(join(root, 'test/specs'))) {
    const isOfOtherRule = rules.some(({ id }) => id !== 'trail-without-kms-key' && name === `${id}.md`);
    for (const [index, spec] of parseSpecs(readFileSync(join(root, 'test/specs', name), 'utf8')).specs.entries()) {
      if (isOfOtherRule && index % oneIn !== 0) continue;
      for (const file of spec.files) {
        const text = typed(file);
        if (text !== undefined) yield [`${name}: ${spec.title}`, text];
      }
    }
  }
}

interface Frame {
  readonly file: SourceFile;
  /** Whether it is one that has been looked at: what is found in a file depends on nothing but its pieces. */
  readonly isKnown: boolean;
}

/** The file after each character that is typed, and after each that is deleted again. */
function* framesOf(
  text: string,
  known: number,
  { name, before, after }: Surroundings,
  syntax: Syntax,
): Iterable<Frame> {
  let file = read(name, before + after, syntax);
  const typed = new Map<number, SourceFile>();
  const lengths = [...text].map((_, index) => index + 1);
  for (const length of [...lengths, ...lengths.toReversed(), 0]) {
    file = read(name, before + text.slice(0, length) + after, syntax, file);
    const first = typed.get(length);
    yield { file, isKnown: first ? haveSamePieces(first, file) : length <= known };
    if (!first) typed.set(length, file);
  }
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function haveSamePieces(a: SourceFile, b: SourceFile): boolean {
  const [pieces, others] = [piecesOf(a), piecesOf(b)];
  return (
    a.text === b.text && pieces.length === others.length && pieces.every((piece, index) => piece === others[index])
  );
}

/** What a file is read as, as far as it is read when it is: what is made of each piece is that of its text. */
function piecesOf({ content }: SourceFile): readonly (string | number)[] {
  if ('openings' in content)
    return [...content.openings, 'blocks', ...content.blocks.flatMap(({ start, block }) => [start, block.text])];
  const sections = 'data' in content ? content.data.sections : 'sections' in content ? content.sections : [];
  return sections.flatMap(({ start, name, lost, member, members }) => [
    ...[start, name, ...lost, 'members', member.text],
    ...members.flatMap((each) => [each.start, each.member.name, each.member.text]),
  ]);
}

function isSteady(file: SourceFile, { before, after, header, resource }: Surroundings): boolean {
  const { findings } = analyze([file], settings);
  const places = {
    Before: before.indexOf(header('Before')),
    After: file.text.length - after.length + after.lastIndexOf(header('After')),
  };
  return (['Before', 'After'] as const).every((trail) =>
    findings.some(
      (finding) => finding.resource === resource(trail) && isAt(finding, places[trail], header(trail).length),
    ),
  );
}

function isAt({ place }: ReportedFinding, start: number, length: number): boolean {
  return place.span.start === start && place.span.end === start + length;
}

/** The members of an object of a file, each with a comma. Undefined where the file is meant to be broken, or has them otherwise. */
function membersOf(text: string, of: (file: Readonly<Record<string, unknown>>) => unknown): string | undefined {
  try {
    const members = of(JSON.parse(text));
    if (typeof members !== 'object' || members === null || Array.isArray(members)) return undefined;
    const lines = JSON.stringify(members, undefined, 2).split('\n').slice(1, -1);
    return `${lines
      .map((line) => `  ${line}\n`)
      .join('')
      .trimEnd()},`;
  } catch {
    return undefined;
  }
}
