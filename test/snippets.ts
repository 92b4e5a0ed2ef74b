import assert from 'node:assert/strict';
import type { Snippet } from '../server/src/core/snippets/snippets';
import { expand } from './core/expand';
import type { Texts } from './core/run';

export type SnippetLanguage = 'terraform' | 'yaml' | 'json';

export const languages: readonly SnippetLanguage[] = ['terraform', 'yaml', 'json'];

/** Snippets that go together, with what is around them. */
export interface Composition {
  readonly name: string;
  readonly texts: Texts;
  /** What none of them is meant for. */
  readonly isWithoutExtras: boolean;
}

/** Each snippet that is complete, and those that are parts together with the trail that they are for. Nothing is decided otherwise. */
export function compositions(language: SnippetLanguage, snippets: readonly Snippet[]): readonly Composition[] {
  const textOf = (prefix: string) => {
    const found = snippets.find(({ prefixes }) => prefixes.includes(prefix));
    assert.ok(found, `there is no snippet ${prefix}`);
    return expand(found.body, '  ');
  };
  const alone = ['cloudtrail', 'cloudtrail-organization', 'cloudtrail-security-hub', 'event-data-store'];
  const together = {
    'parts of a trail': ['kms-cloudtrail', 's3-sse-kms', 'cloudtrail-bucket-policy'],
    'parts of the trail of an organization': [
      'kms-cloudtrail-trails',
      's3-sse-kms',
      'cloudtrail-bucket-policy-organization',
    ],
  };
  const known = [...alone, ...Object.values(together).flat()];
  const missing = snippets.filter(({ prefixes }) => !prefixes.some((prefix) => known.includes(prefix)));
  assert.deepEqual(
    missing.map(({ title }) => title),
    [],
    'in no composition',
  );
  return [
    ...alone.map((prefix) => ({
      name: prefix,
      texts: inWhole(language, textOf(prefix)),
      isWithoutExtras: prefix !== 'cloudtrail-security-hub',
    })),
    ...Object.entries(together).map(([name, prefixes]) => ({
      name,
      texts: inWhole(
        language,
        joined(language, [...prefixes.map(textOf), trailFor(language, name.includes('organization'))]),
      ),
      isWithoutExtras: true,
    })),
  ];
}

/** A file with what a snippet leaves, where that belongs. */
export function inWhole(language: SnippetLanguage, text: string): Texts {
  switch (language) {
    case 'terraform':
      return new Map([['main.tf', `${text}\n`]]);
    case 'yaml':
      return new Map([
        ['template.yaml', `AWSTemplateFormatVersion: "2010-09-09"\n\nResources:\n${indented(text, '  ')}\n`],
      ]);
    case 'json':
      return new Map([
        [
          'template.json',
          `{\n  "AWSTemplateFormatVersion": "2010-09-09",\n  "Resources": {\n${indented(text, '    ')}\n  }\n}\n`,
        ],
      ]);
  }
}

function indented(text: string, indentation: string): string {
  return text.replace(/^(?=.)/gm, indentation);
}

/** As a person puts them together: data sources that are there already are left out. */
function joined(language: SnippetLanguage, texts: readonly string[]): string {
  if (language !== 'terraform') return texts.join(language === 'json' ? ',\n' : '\n\n');
  const known = new Set<string>();
  const isNew = (line: string) => !line.startsWith('data ') || (!known.has(line) && known.add(line));
  return texts.map((text) => text.split('\n').filter(isNew).join('\n').trim()).join('\n\n');
}

function trailFor(language: SnippetLanguage, organization: boolean): string {
  const text = trails[language];
  return organization ? text : text.replace(/^.*organization.*\n/im, '');
}

const trails: Readonly<Record<SnippetLanguage, string>> = {
  terraform: `resource "aws_cloudtrail" "cloudtrail" {
  name                       = "management-events"
  s3_bucket_name             = aws_s3_bucket.cloudtrail.id
  kms_key_id                 = aws_kms_key.cloudtrail.arn
  is_organization_trail      = true
  is_multi_region_trail      = true
  enable_log_file_validation = true

  depends_on = [aws_s3_bucket_policy.cloudtrail]
}`,
  yaml: `Trail:
  Type: AWS::CloudTrail::Trail
  DependsOn: CloudTrailBucketPolicy
  Properties:
    TrailName: management-events
    S3BucketName: !Ref CloudTrailBucket
    KMSKeyId: !GetAtt CloudTrailKey.Arn
    IsOrganizationTrail: true
    IsMultiRegionTrail: true
    EnableLogFileValidation: true
    IsLogging: true`,
  json: `"Trail": {
  "Type": "AWS::CloudTrail::Trail",
  "DependsOn": "CloudTrailBucketPolicy",
  "Properties": {
    "TrailName": "management-events",
    "S3BucketName": { "Ref": "CloudTrailBucket" },
    "KMSKeyId": { "Fn::GetAtt": ["CloudTrailKey", "Arn"] },
    "IsOrganizationTrail": true,
    "IsMultiRegionTrail": true,
    "EnableLogFileValidation": true,
    "IsLogging": true
  }
}`,
};
