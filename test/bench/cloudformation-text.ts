import type { Ingredients, Part } from './language';

/** What a template of so many characters is made of. */
export function ingredients(length: number): Ingredients {
  // A template has no more than 200.
  const parameters = Math.min(190, Math.ceil(length / 10_000));
  return { head: head(parameters), sections: sections(parameters), trailWithoutKey, trailWithKey };
}

function head(parameters: number): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Description: What the teams of one account share.

Parameters:
  TrailKey:
    Type: String
    Default: ''
    Description: The key that trails are encrypted with.
  Environment:
    Type: String
    Default: staging
    AllowedValues: [staging, production]
${Array.from({ length: parameters }, (_, index) => parameter(index)).join('')}
Mappings:
  Periods:
    staging: { Seconds: 86400 }
    production: { Seconds: 1209600 }

Conditions:
  HasKey: !Not [!Equals [!Ref TrailKey, '']]
  IsProduction: !Equals [!Ref Environment, production]

Resources:
`;
}

function parameter(number: number): string {
  return `  Retention${number}:
    Type: Number
    Default: ${30 + number}
    MinValue: 1
    Description: "Days to keep what team ${number} has stored."
`;
}

function sections(parameters: number): readonly ((number: number) => string)[] {
  return [
    (number) => `
  Data${number}:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties:
      BucketName: !Sub "\${AWS::StackName}-data-${number}"
      LifecycleConfiguration:
        Rules:
          - Id: expire
            Status: Enabled
            ExpirationInDays: !Ref Retention${Math.floor(number / 5) % parameters}
      Tags:
        - Key: Name
          Value: data-${number}
        - { Key: CostCenter, Value: cc-${number % 17} }
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true
`,
    (number) => `
  # Reads what the batch jobs of team ${number % 23} have left behind.
  Reader${number}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              Service: lambda.amazonaws.com
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: Read
                Effect: Allow
                Action:
                  - s3:GetObject
                  - s3:ListBucket
                Resource:
                  - !Sub arn:\${AWS::Partition}:s3:::\${AWS::StackName}-data-${number}
                  - !Sub arn:\${AWS::Partition}:s3:::\${AWS::StackName}-data-${number}/*
`,
    (number) => `
  Worker${number}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub "\${AWS::StackName}-worker-${number}"
      Runtime: python3.13
      Handler: index.handler
      Role: !GetAtt Reader${number - 1}.Arn
      MemorySize: !If [IsProduction, 512, 128]
      Timeout: 60
      Environment:
        Variables:
          STAGE: !Ref Environment
          TEAM: "team-${number % 23}"
      Code:
        ZipFile: |
          import json
          import os

          import boto3

          s3 = boto3.client("s3")


          def handler(event, context):
              # Resources: one object per record {"bucket": ..., "key": ...}
              found = []
              for record in event.get("Records", []):
                  bucket = record["s3"]["bucket"]["name"]
                  for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                      found += [each["Key"] for each in page.get("Contents", [])]
              print(json.dumps({"team": os.environ["TEAM"], "found": len(found)}))
              return {"statusCode": 200, "body": f"{len(found)} objects"}
`,
    (number) => `
  Errors${number}:
    Type: AWS::CloudWatch::Alarm
    Condition: IsProduction
    Properties:
      AlarmDescription: >-
        Worker ${number - 1} has failed more than once within an hour:
        its team is told, and nobody else.
      Namespace: AWS/Lambda
      MetricName: Errors
      Dimensions:
        - Name: FunctionName
          Value: !Ref Worker${number - 1}
      Statistic: Sum
      Period: 3600
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
`,
    (number) => `
  Jobs${number}:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: jobs-${number}
      SqsManagedSseEnabled: true
      MessageRetentionPeriod: !FindInMap [Periods, !Ref Environment, Seconds]
      RedrivePolicy:
        deadLetterTargetArn: !Sub "arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:dead-${number % 7}"
        maxReceiveCount: 5

  JobsPolicy${number}:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Jobs${number}]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: s3.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt Jobs${number}.Arn
            Condition:
              StringEquals:
                aws:SourceAccount: !Ref AWS::AccountId
`,
  ];
}

/** In turns without the property, and without a key unless a parameter names one. Its bucket is not encrypted with one, either. */
function trailWithoutKey(number: number, index: number): Part {
  const key = index % 2 === 0 ? '' : '      KMSKeyId: !If [HasKey, !Ref TrailKey, !Ref AWS::NoValue]\n';
  const text = `
  Logs${number}:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "\${AWS::StackName}-logs-${number}"
${bucketPolicy('Logs', number, `open-${number}`)}
  Open${number}:
    Type: AWS::CloudTrail::Trail
    DependsOn: LogsPolicy${number}
    Properties:
      TrailName: open-${number}
      S3BucketName: !Ref Logs${number}
${key}      Tags:
        - Key: Team
          Value: open-${number % 23}
      IsLogging: true
      IsMultiRegionTrail: true
      EnableLogFileValidation: true
`;
  return { text, findings: 2 };
}

/** With all that belongs to it, as the documentation of AWS has it. */
function trailWithKey(number: number): string {
  return `
  Key${number}:
    Type: AWS::KMS::Key
    Properties:
      Description: Trail ${number}
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Account
            Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
          - Sid: CloudTrail
            Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: [kms:GenerateDataKey*, kms:DescribeKey, kms:Decrypt]
            Resource: "*"
            Condition:
              StringEquals:
                aws:SourceArn: ${trailArn(`encrypted-${number}`)}

  KeyName${number}:
    Type: AWS::KMS::Alias
    Properties:
      AliasName: alias/trail-${number}
      TargetKeyId: !Ref Key${number}

  Audit${number}:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - BucketKeyEnabled: true
            ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt Key${number}.Arn
${bucketPolicy('Audit', number, `encrypted-${number}`)}
  Encrypted${number}:
    Type: AWS::CloudTrail::Trail
    DependsOn: AuditPolicy${number}
    Properties:
      TrailName: encrypted-${number}
      S3BucketName: !Ref Audit${number}
      KMSKeyId: !GetAtt Key${number}.Arn
      IsLogging: true
      IsMultiRegionTrail: true
      EnableLogFileValidation: true
`;
}

function bucketPolicy(name: string, number: number, trail: string): string {
  return `
  ${name}Policy${number}:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref ${name}${number}
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: AWSCloudTrailAclCheck
            Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: s3:GetBucketAcl
            Resource: !GetAtt ${name}${number}.Arn
            Condition:
              StringEquals:
                aws:SourceArn: ${trailArn(trail)}
          - Sid: AWSCloudTrailWrite
            Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: s3:PutObject
            Resource: !Sub \${${name}${number}.Arn}/AWSLogs/\${AWS::AccountId}/*
            Condition:
              StringEquals:
                s3:x-amz-acl: bucket-owner-full-control
                aws:SourceArn: ${trailArn(trail)}
`;
}

function trailArn(trail: string): string {
  return `!Sub arn:\${AWS::Partition}:cloudtrail:\${AWS::Region}:\${AWS::AccountId}:trail/${trail}`;
}
