import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Data, type DataFile, type DataFormat, entryNamed } from '../../server/src/core/syntax/data/tree';
import { parseSpecs } from './spec-file';

const root = join(__dirname, '../..');

/** YAML and JSON: of the project, and of the folder that TRAILSEAL_CORPUS names, if it names one. */
export function* dataTexts(): Iterable<{ name: string; format: DataFormat; text: string }> {
  for (const name of readdirSync(join(root, 'test/specs'))) {
    for (const spec of parseSpecs(readFileSync(join(root, 'test/specs', name), 'utf8')).specs) {
      for (const file of [...spec.files, ...spec.fixes.flatMap((fix) => fix.files)]) {
        const format = formatOf(file.name);
        if (format) yield { name: `${name}: ${spec.title}: ${file.name}`, format, text: file.text };
      }
    }
  }
  const folders = ['examples', 'languages', process.env['TRAILSEAL_CORPUS'] ?? []].flat();
  for (const folder of folders.map((each) => resolve(root, each))) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const format = formatOf(name);
      if (!format || name.includes('node_modules')) continue;
      yield { name: relative(root, join(folder, name)), format, text: readFileSync(join(folder, name), 'utf8') };
    }
  }
}

function formatOf(name: string): DataFormat | undefined {
  if (/\.(ya?ml)$/.test(name)) return 'yaml';
  return name.endsWith('.json') ? 'json' : undefined;
}

/** A template of about so many characters. */
export function bigTemplate(format: DataFormat, length: number): string {
  const size = format === 'json' ? 470 : 620;
  const names = Array.from({ length: Math.ceil(length / size) }, (_, index) => index);
  if (format === 'json') {
    const resources = Object.fromEntries(names.map((index) => [`Trail${index}`, entry(index)]));
    return JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: resources }, null, 2);
  }
  return `AWSTemplateFormatVersion: 2010-09-09\nResources:\n${names.map(yamlEntry).join('\n')}`;
}

function entry(index: number): object {
  return {
    Type: 'AWS::CloudTrail::Trail',
    Properties: {
      IsLogging: true,
      S3BucketName: { Ref: `Bucket${index}` },
      TrailName: { 'Fn::Sub': `\${AWS::StackName}-trail-${index}` },
      Tags: [
        { Key: 'name', Value: `trail ${index}` },
        { Key: 'owner', Value: 'platform' },
      ],
    },
  };
}

function yamlEntry(index: number): string {
  return `  Trail${index}:
    # Trail number ${index}, which writes to its own bucket, for a reason that only its author knows.
    Type: AWS::CloudTrail::Trail
    DependsOn: BucketPolicy${index}
    Condition: HasTrail
    DeletionPolicy: Retain
    Properties:
      IsLogging: true
      IsMultiRegionTrail: !If [AllRegions, true, false]
      S3BucketName: !Ref Bucket${index}
      TrailName: !Sub '\${AWS::StackName}-trail-${index}'
      EventSelectors:
        - DataResources:
            - Type: AWS::S3::Object
              Values:
                - !Sub arn:\${AWS::Partition}:s3:::
      Tags:
        - Key: name
          Value: trail ${index}
`;
}

/** The values of a file as JavaScript has them; several entries with one key are one, the last. */
export function fileAsValue(file: DataFile): unknown {
  return Object.fromEntries(file.sections.map((section) => [section.name, asValue(section.member.value())]));
}

export function asValue(data: Data): unknown {
  switch (data.kind) {
    case 'scalar':
      return data.value;
    case 'sequence':
      return data.items.map(asValue);
    case 'mapping': {
      const names = [...new Set(data.entries.map(({ keyText }) => keyText))];
      return Object.fromEntries(names.map((name) => [name, asValue(entryNamed(data, name)?.value ?? data)]));
    }
    case 'unreadable':
      return { unreadable: true };
  }
}
