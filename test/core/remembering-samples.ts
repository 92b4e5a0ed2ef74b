import type { Texts } from './run';

const trailOfLogs = `variable "other" {}

resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}

resource "aws_cloudtrail" "main" {
  name           = "main"
  s3_bucket_name = aws_s3_bucket.logs.id
}
`;

const denyingModule = `variable "bucket" {}

resource "aws_s3_bucket_policy" "denying" {
  bucket = var.bucket
  policy = jsonencode({
    Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*" }]
  })
}
`;

const [calling, callingEach] = [
  (bucket: string): Texts =>
    new Map([
      [
        'main.tf',
        `${trailOfLogs}\nmodule "a" {\n  source = "./policy"\n  bucket = var.other\n}\n\nmodule "b" {\n  source = "./policy"\n  bucket = "${bucket}"\n}\n`,
      ],
      ['policy/main.tf', denyingModule],
    ]),
  (bucket: string): Texts =>
    new Map([
      [
        'main.tf',
        `${trailOfLogs}\nlocals {\n  names = { a = "${bucket}", b = var.other }\n}\n\nmodule "each" {\n  source   = "./policy"\n  for_each = local.names\n  bucket   = each.value\n}\n`,
      ],
      ['policy/main.tf', denyingModule],
    ]),
];

const looped = (first: string, second: string): Texts =>
  new Map([
    [
      'template.yaml',
      `Transform: AWS::LanguageExtensions
Parameters:
  First: {Type: String, Default: ${first}}
  Second: {Type: String, Default: ${second}}
Resources:
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true
      S3BucketName: logs
  Fn::ForEach::Buckets:
    - Name
    - [A]
    - "One\${Name}":
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Ref First
          LoggingConfiguration: {DestinationBucketName: elsewhere}
      "Two\${Name}":
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Ref Second
`,
    ],
  ]);

/** What is found by way of something else than where it is written: states of workspaces, one after the other. */
export const hidden: Readonly<Record<string, readonly Texts[]>> = {
  'the argument of a call': ['other', 'logs', 'other'].map(calling),
  'the for_each of a call': ['other', 'logs', 'other'].map(callingEach),
  'resources of one Fn::ForEach': [looped('logs', 'other'), looped('other', 'logs'), looped('logs', 'other')],
};

/** Files of which one part changes with each edit, while what is found is in another. */
export const growing: Readonly<Record<string, (edit: number) => string>> = {
  'main.tf': (edit) =>
    `resource "aws_sns_topic" "t" {\n  name = "n${edit}"\n}\n\n${trailOfLogs}\nresource "null_resource" "x" {\n  triggers = { n = "n" }\n}\n`,
  'template.yaml': (edit) =>
    `Resources:\n  Other:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: n${edit}\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      IsLogging: true\n      S3BucketName: !Ref Bucket\n  Bucket:\n    Type: AWS::S3::Bucket\n`,
};
