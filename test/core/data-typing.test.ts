import assert from 'node:assert/strict';
import { readData } from '../../server/src/core/syntax/data/read';
import type { DataParsers } from '../../server/src/core/syntax/data/reading';
import type { DataFile, DataFormat, PlacedMember } from '../../server/src/core/syntax/data/tree';
import { syntax } from '../syntax';
import { asValue, dataTexts } from './data-samples';

/** What stands around the text that is typed, and is never touched. */
const around: Readonly<Record<DataFormat, readonly [string, string]>> = {
  yaml: [
    `# Before.
Parameters:
  Name: &name
    Type: String
Resources:
  # The first one.
  Before:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: logs
      Tags: &tags
        - Key: a
          Value: "b"
`,
    `  # The last one.
  After:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: 'logs'
      Tags: *tags
      TrailName: {Ref: Name}
      Text: |
        # text
        Resources:
  "Last": {Type: AWS::SNS::Topic}
Outputs:
  Out:
    Value: !Ref After
`,
  ],
  json: [
    `{
  "Parameters": {
    "Name": { "Type": "String" }
  },
  "Resources": {
    "Before": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": {
        "S3BucketName": "logs"
      }
    },
`,
    `    "After": {
      "Type": "AWS::CloudTrail::Trail",
      "Properties": {
        "S3BucketName": "{logs",
        "Tags": [
          { "Key": "a", "Value": "b" }
        ]
      }
    },
    "Last": { "Type": "AWS::SNS::Topic" }
  },
  "Outputs": {
    "Out": { "Value": { "Ref": "After" } }
  }
}
`,
  ],
};

/** The members that are never touched, by section. */
const untouched: readonly (readonly [string, string])[] = [
  ['Parameters', 'Name'],
  ['Resources', 'Before'],
  ['Resources', 'After'],
  ['Resources', 'Last'],
  ['Outputs', 'Out'],
];

const yamlSamples: readonly string[] = [
  'Trail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n    S3BucketName: !Sub "${AWS::StackName}-logs"\n    Tags: [{Key: a, Value: "b c"}, {Key: \'d\', Value: e}]\n',
  'Policy:\n  Type: AWS::S3::BucketPolicy\n  Properties:\n    PolicyDocument: {\n      "Version": "2012-10-17",\n      "Statement": [\n        {"Effect": "Allow"}\n      ]\n    }\n    Bucket: !Ref\n      Bucket\n',
  'Function:\n  Type: AWS::Lambda::Function\n  Properties:\n    Code:\n      ZipFile: |\n        def a():\n          # comment\n          return "[{"\n    Description: >-\n      one\n      two\n    Role: !GetAtt Role.Arn\n',
  '# A comment: with [ and " and {\n"Quoted Key": &anchor\n  Type: \'It\'\'s\'\n  <<: *name\n  Text: "one\n    two"\n',
];

const jsonSamples: readonly string[] = [
  '"Trail": {\n  "Type": "AWS::CloudTrail::Trail",\n  "Properties": {\n    "S3BucketName": { "Fn::Sub": "${AWS::StackName}-\\"logs\\"" },\n    "Tags": [\n      { "Key": "a", "Value": "}]" },\n      [1, 2, true, null]\n    ]\n  }\n},\n',
  '// A comment: with { and "\n"Policy": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Statement": [{ "Effect": "Allow" }] } },\n',
];

describe('typing YAML and JSON', () => {
  for (const format of ['yaml', 'json'] as const) {
    it(`leaves what is not being touched what it is and where it is, in ${format}`, async () => {
      const { dataParsers } = await syntax;
      const [before, after] = around[format];
      const original = readData(before + after, format, dataParsers);
      const kept = membersOf(original).map(({ member }) => member);
      const values = kept.map((member) => asValue(member.value()));
      let frames = 0;
      const flickers: string[] = [];
      for (const typed of textsOf(format, dataParsers)) {
        let file = original;
        const text = `${typed.trimEnd()}\n`.replace(/^(?=.)/gm, format === 'json' ? '    ' : '  ');
        for (const length of lengths(text.length)) {
          frames++;
          file = readData(`${before}${text.slice(0, length)}\n${after}`, format, dataParsers, file);
          if (!isSteady(file, original, length + 1))
            flickers.push(`after «${text.slice(Math.max(0, length - 60), length)}»`);
        }
      }
      console.log(`      ${frames} frames, ${flickers.length} in which something flickers`);
      assert.ok(frames > 2_000);
      assert.deepEqual(flickers.slice(0, 10), []);

      function isSteady(file: DataFile, { text }: DataFile, by: number): boolean {
        return membersOf(file).every(({ member, start }, index) => {
          const first = kept[index];
          const old = membersOf(original)[index];
          const isAfter = old !== undefined && old.start >= before.length;
          return (
            member === first &&
            start === (old?.start ?? 0) + (isAfter ? by : 0) &&
            text.length > 0 &&
            JSON.stringify(asValue(member.value())) === JSON.stringify(values[index])
          );
        });
      }
    });
  }
});

function membersOf(file: DataFile): readonly PlacedMember[] {
  return untouched.map(([section, name]) => {
    const members = file.sections.filter((each) => each.name === section).flatMap((each) => each.members);
    const found = members.find(({ member }) => member.name === name);
    return found ?? { start: -1, member: file.sections[0]?.member ?? missing() };
  });
}

function missing(): never {
  throw new Error('the file has no section');
}

/** Samples, and a member of every template at hand. */
function* textsOf(format: DataFormat, dataParsers: DataParsers): Iterable<string> {
  yield* format === 'json' ? jsonSamples : yamlSamples;
  for (const each of dataTexts()) {
    if (each.format !== 'yaml' || !each.text.includes('AWS::') || each.text.length > 4_000) continue;
    const [first] =
      readData(each.text, 'yaml', dataParsers).sections.findLast(({ members }) => members.length > 0)?.members ?? [];
    if (!first) continue;
    const { name, text } = first.member;
    if (format === 'yaml') yield text.replace(/^ {2}/gm, '');
    else yield `${JSON.stringify(name)}: ${JSON.stringify(asValue(first.member.value()), null, 2)},`;
  }
}

/** Every length from nothing to all, and back. */
function* lengths(all: number): Iterable<number> {
  for (let length = 1; length <= all; length++) yield length;
  for (let length = all - 1; length >= 0; length--) yield length;
}
