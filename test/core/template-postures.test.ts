import assert from 'node:assert/strict';
import { readProject } from '../../server/src/core/cloudformation/reading/project';
import { readTemplate } from '../../server/src/core/cloudformation/template';
import type { Bucket, Key, Permission, Project, Setting, Trail } from '../../server/src/core/model/project';
import type { Value } from '../../server/src/core/model/value';
import { readSource } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';

describe('what templates say of trails and what they use', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  function projectOf(text: string): Project {
    const template = readTemplate(readSource(syntax, { path: 't.yaml', folder: '', language: 'yaml', text }) as never);
    assert.ok(template, text);
    return readProject(template);
  }

  function trailOf(resources: string, before = ''): Trail {
    const [trail] = projectOf(`${before}Resources:\n${resources.replace(/^/gm, '  ')}`).trails;
    assert.ok(trail, resources);
    return trail;
  }

  function bucketOf(trail: Trail): Bucket {
    const bucket = trail.bucket();
    assert.ok(bucket);
    return bucket;
  }

  function keyOf(trail: Trail): Key {
    const key = trail.key();
    assert.ok(key);
    return key;
  }

  function show(value: Value): unknown {
    return value.kind === 'literal' ? value.value : value.kind;
  }

  function textAt(text: string, { place }: Setting): string | undefined {
    return place && text.slice(place.span.start, place.span.end);
  }

  function saysOf({ value, lacking, takesStatements }: Permission): string {
    return [show(value), ...lacking, ...(takesStatements && lacking.length > 0 ? ['can be mended'] : [])].join(' ');
  }

  it('reads the settings of a trail', () => {
    const trail = trailOf(`Trail:
  Type: AWS::CloudTrail::Trail
  Properties:
    S3BucketName: x
    IsLogging: false
    EnableLogFileValidation: 'true'
    IncludeGlobalServiceEvents: !Ref AWS::NoValue
    IsOrganizationTrail: true
    CloudWatchLogsLogGroupArn: !GetAtt Group.Arn
`);
    const { logging, logFileValidation, multiRegion, globalServiceEvents, organization, logGroup } = trail;
    assert.deepEqual(
      [logging, logFileValidation, multiRegion, globalServiceEvents, organization, logGroup].map(({ value }) =>
        show(value),
      ),
      [false, 'true', 'absent', 'absent', true, 'unknown'],
    );
    assert.equal(logging.setBy(true), 'IsLogging');
    assert.equal(multiRegion.setBy(true), 'IsMultiRegionTrail');
    assert.equal(trail.bucket(), undefined);
  });

  it('finds the bucket of a trail by any name', () => {
    const names: readonly (readonly [string, string, boolean])[] = [
      ['!Ref Logs', '', true],
      ['!Sub "${Logs}"', '', true],
      ['audit', 'audit', true],
      ['!Sub "audit-${AWS::AccountId}"', '!Sub "audit-${AWS::AccountId}"', true],
      ['!Join ["-", [audit, !Ref AWS::AccountId]]', '!Sub "audit-${AWS::AccountId}"', true],
      ['!Ref Name', '!Ref Name', true],
      ['!Ref Given', '!Ref Given', true],
      ['given', '!Ref Given', true],
      ['!If [Unknown, !Ref Logs, !Ref Logs]', '', true],
      ['!If [Unknown, !Ref Logs, other]', '', false],
      ['!If [Never, !Ref Other, !Ref Logs]', '', true],
      ['other', 'audit', false],
      ['!Ref Other', '', false],
      ['!ImportValue audit', 'audit', false],
      ['!GetAtt Logs.Arn', '', false],
    ];
    for (const [used, given, isFound] of names) {
      const trail = trailOf(
        `Logs:\n  Type: AWS::S3::Bucket\n${given ? `  Properties:\n    BucketName: ${given}\n` : ''}Other:\n  Type: AWS::SNS::Topic\nTrail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n    S3BucketName: ${used}\n`,
        'Parameters:\n  Name:\n    Type: String\n  Given:\n    Type: String\n    Default: given\nConditions:\n  Unknown: !Equals [!Ref Name, x]\n  Never: !Equals [a, b]\n',
      );
      assert.equal(trail.bucket()?.address, isFound ? 'Logs' : undefined, used);
    }
  });

  it('finds the key of a trail, also by an alias', () => {
    const keys: readonly (readonly [string, string | undefined, string | undefined])[] = [
      ['!GetAtt Key.Arn', 'Key', undefined],
      ['!Ref Key', 'Key', undefined],
      ['!Ref Alias', 'Key', undefined],
      ['alias/trail', 'Key', undefined],
      ['!Sub "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:alias/trail"', 'Key', undefined],
      ['!Sub "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/${Key}"', 'Key', undefined],
      ['alias/other', undefined, undefined],
      ['!ImportValue Key', undefined, undefined],
      ['alias/aws/s3', undefined, 'alias/aws/s3'],
      ['!Sub "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/cloudtrail"', undefined, 'alias/aws/cloudtrail'],
    ];
    for (const [value, key, managed] of keys) {
      const trail = trailOf(`Key:
  Type: AWS::KMS::Key
Alias:
  Type: AWS::KMS::Alias
  Properties:
    AliasName: alias/trail
    TargetKeyId: !Ref Key
Trail:
  Type: AWS::CloudTrail::Trail
  Properties:
    KMSKeyId: ${value}
`);
      assert.equal(trail.key()?.address, key, value);
      assert.equal(trail.alias()?.name, managed, value);
    }
  });

  it('reads the encryption of a bucket', () => {
    const cases: readonly (readonly [string, string, boolean])[] = [
      ['', 'absent', true],
      [
        'BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: AES256 } }] }',
        'AES256',
        true,
      ],
      [
        'BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: !Ref Algorithm } }] }',
        'aws:kms',
        false,
      ],
      ['BucketEncryption: !If [Never, { ServerSideEncryptionConfiguration: [] }, !Ref AWS::NoValue]', 'absent', false],
      [
        'BucketEncryption: { ServerSideEncryptionConfiguration: [!If [Never, !Ref AWS::NoValue, { ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms:dsse" } }]] }',
        'aws:kms:dsse',
        false,
      ],
      ['BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true }] }', 'absent', true],
      ['BucketEncryption: !Ref Name', 'unknown', false],
      [
        'BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: !If [Unknown, { SSEAlgorithm: AES256 }, { SSEAlgorithm: "aws:kms" }] }] }',
        'choice',
        false,
      ],
    ];
    for (const [encryption, algorithm, takesKey] of cases) {
      const trail = trailOf(
        `Logs:\n  Type: AWS::S3::Bucket\n  Properties:\n    BucketName: logs\n    ${encryption}\nTrail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n    S3BucketName: logs\n`,
        'Parameters:\n  Name:\n    Type: String\n  Algorithm:\n    Type: String\n    Default: aws:kms\nConditions:\n  Unknown: !Equals [!Ref Name, x]\n  Never: !Equals [a, b]\n',
      );
      const bucket = bucketOf(trail);
      assert.equal(String(show(bucket.encryption.value)), algorithm, encryption);
      assert.equal(bucket.takesKey(), takesKey, encryption);
    }
  });

  it('knows log targets', () => {
    const logging = (name: string) =>
      `Other:\n  Type: AWS::S3::Bucket\n  Properties:\n    LoggingConfiguration:\n      DestinationBucketName: ${name}\n`;
    const cases: (readonly [string, string, boolean | undefined])[] = [
      ['', '', false],
      ['AccessControl: LogDeliveryWrite', '', true],
      ['LoggingConfiguration: { LogFilePrefix: x }', '', true],
      ['LoggingConfiguration: { DestinationBucketName: elsewhere }', '', false],
      ['BucketName: logs', logging('logs'), true],
      ['', logging('!Ref Logs'), true],
      ['', logging('!Ref Name'), false],
      ['BucketName: logs', logging('!Ref Name'), undefined],
      ['BucketName: logs', logging('!Sub "access-${Name}"'), false],
      [
        '',
        'Balancer:\n  Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n  Properties:\n    LoadBalancerAttributes:\n      - { Key: access_logs.s3.enabled, Value: true }\n      - { Key: access_logs.s3.bucket, Value: !Ref Logs }\n',
        true,
      ],
    ];
    for (const service of ['logging.s3', 'cloudtrail']) {
      const policy = `Policy:\n  Type: AWS::S3::BucketPolicy\n  Properties:\n    Bucket: !Ref Logs\n    PolicyDocument: { Statement: { Effect: Allow, Principal: { Service: ${service}.amazonaws.com }, Action: s3:PutObject, Resource: '*' } }\n`;
      cases.push(['', policy, service === 'logging.s3']);
    }
    for (const [properties, others, expected] of cases) {
      const trail = trailOf(
        `Logs:\n  Type: AWS::S3::Bucket\n  Properties:\n    ${properties || 'Tags: []'}\n${others}Trail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n    S3BucketName: !Ref Logs\n`,
        'Parameters:\n  Name:\n    Type: String\n',
      );
      assert.equal(bucketOf(trail).isLogTarget(), expected, properties + others);
    }
  });

  it('knows what is public', () => {
    const block = 'PublicAccessBlockConfiguration: { IgnorePublicAcls: true }';
    const cases: readonly (readonly [string, unknown])[] = [
      ['AccessControl: AuthenticatedRead', true],
      ['AccessControl: Private', false],
      ['Tags: []', false],
      [`AccessControl: PublicRead\n    ${block}`, false],
      [
        'AccessControl: PublicRead\n    PublicAccessBlockConfiguration: { IgnorePublicAcls: !ImportValue x }',
        'unknown',
      ],
      ['AccessControl: !ImportValue x', 'unknown'],
    ];
    for (const [properties, expected] of cases) {
      const trail = trailOf(
        `Logs:\n  Type: AWS::S3::Bucket\n  Properties:\n    ${properties}\nTrail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n    S3BucketName: !Ref Logs\n`,
      );
      assert.equal(show(bucketOf(trail).isPublic.value), expected, properties);
    }
    const withPolicy = (effect: string, more = '') =>
      trailOf(`Logs:
  Type: AWS::S3::Bucket
Policy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Logs
    PolicyDocument:
      Statement:
        Effect: ${effect}
        Principal: '*'
        Action: s3:GetObject
        Resource: '*'
${more}
Trail:
  Type: AWS::CloudTrail::Trail
  Properties:
    S3BucketName: !Ref Logs
`);
    assert.equal(show(bucketOf(withPolicy('Allow')).isPublic.value), true);
    assert.equal(show(bucketOf(withPolicy('Deny')).isPublic.value), false);
    assert.equal(
      show(bucketOf(withPolicy('Allow', '        Condition: { Bool: { aws:SecureTransport: true } }')).isPublic.value),
      false,
    );
  });

  const good = {
    acl: '- { Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: s3:GetBucketAcl, Resource: !GetAtt Logs.Arn }',
    write:
      '- { Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: s3:PutObject, Resource: !Sub "${Logs.Arn}/AWSLogs/${AWS::AccountId}/*", Condition: { StringEquals: { s3:x-amz-acl: bucket-owner-full-control, aws:SourceArn: !Sub "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit" } } }',
  };

  it('judges the policy of a bucket', () => {
    const policy = (statements: readonly string[], { bucket = '!Ref Logs', condition = '' } = {}) =>
      `Policy:\n  Type: AWS::S3::BucketPolicy\n${condition && `  Condition: ${condition}\n`}  Properties:\n    Bucket: ${bucket}\n    PolicyDocument:\n      Statement:\n${statements.map((each) => `        ${each}\n`).join('')}`;
    const { acl, write } = good;
    const elsewhere = write.replace('AWSLogs', 'audit/AWSLogs');
    const cases: readonly (readonly [string, string])[] = [
      ['', 'false s3:GetBucketAcl s3:PutObject can be mended'],
      [policy([acl, write]), 'true'],
      [policy([acl]), 'false s3:PutObject can be mended'],
      [policy([acl, elsewhere]), 'false s3:PutObject can be mended'],
      [policy([acl, write.replace('${Logs.Arn}', 'arn:aws:s3:::${Logs}')]), 'true'],
      [
        policy([
          acl,
          write.replace(
            '!Sub "${Logs.Arn}/AWSLogs/${AWS::AccountId}/*"',
            '!Join ["", ["arn:", !If [Unknown, aws-us-gov, aws], ":s3:::", !Ref Logs, /AWSLogs/, !Ref AWS::AccountId, "/*"]]',
          ),
        ]),
        'true',
      ],
      [policy([acl, write.replace('trail/audit', 'trail/other')]), 'false s3:PutObject can be mended'],
      [policy([acl, write.replace('trail/audit', '${Name}')]), 'unknown'],
      [policy([acl, write], { bucket: '!ImportValue x' }), 'unknown'],
      [policy([acl, write], { bucket: '!Ref Name' }), 'false s3:GetBucketAcl s3:PutObject can be mended'],
      [policy([acl, `- !If [Never, !Ref AWS::NoValue, ${write.slice(2)}]`]), 'true'],
      [policy([acl, `- !If [Never, ${write.slice(2)}, !Ref AWS::NoValue]`]), 'false s3:PutObject can be mended'],
      [policy([acl, `- !If [Unknown, ${write.slice(2)}, !Ref AWS::NoValue]`]), 'unknown'],
      [policy([acl, write], { condition: 'Unknown' }), 'true'],
      [policy([acl, write], { condition: 'Never' }), 'false s3:GetBucketAcl s3:PutObject can be mended'],
      [policy([acl, write], { condition: 'Off' }), 'unknown'],
      [
        policy([acl, write, '- { Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*" }']),
        'false s3:GetBucketAcl s3:PutObject',
      ],
      [
        `${policy([acl, write])}More:\n  Type: AWS::CloudFormation::Stack\n  Properties: { Parameters: { Bucket: !Ref Logs } }\n`,
        'unknown',
      ],
      [policy([acl, write]).replace('BucketPolicy', 'Bucke'), 'unknown'],
      [policy([acl, '- Eff']), 'unknown'],
      [policy([acl, '- Effect: Allow\n          Princi\n          Action: s3:PutObject']), 'unknown'],
      [
        policy([acl]).replace('AWS::S3::BucketPolicy', 'AWS::IAM::ManagedPolicy'),
        'false s3:GetBucketAcl s3:PutObject can be mended',
      ],
      ['More:\n  Fn::Transform: { Name: Mine }\n', 'false s3:GetBucketAcl s3:PutObject can be mended'],
      ['Fn::Transform: { Name: AWS::Include }\n', 'unknown'],
    ];
    for (const [resources, expected] of cases) {
      const trail = trailOf(
        `Logs:\n  Type: AWS::S3::Bucket\nTrail:\n  Type: AWS::CloudTrail::Trail\n  Properties:\n    TrailName: audit\n    S3BucketName: !Ref Logs\n${resources}`,
        'Parameters:\n  Name:\n    Type: String\n  On:\n    Type: String\n    Default: no\nConditions:\n  Unknown: !Equals [!Ref Name, x]\n  Never: !Equals [a, b]\n  Off: !Equals [!Ref On, yes]\n',
      );
      assert.equal(saysOf(bucketOf(trail).letsWrite(trail)), expected, resources);
    }
  });

  it('judges the policy of a key', () => {
    const use =
      '- { Effect: Allow, Principal: { Service: cloudtrail.amazonaws.com }, Action: [kms:GenerateDataKey*, kms:DescribeKey], Resource: "*" }';
    const cases: readonly (readonly [string, string, string, unknown])[] = [
      ['', '', 'false kms:GenerateDataKey kms:DescribeKey can be mended', false],
      [use, '', 'true', true],
      [
        use,
        'BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: aws:kms } }] }',
        'false kms:Decrypt can be mended',
        true,
      ],
      // What it means beside another algorithm, nobody knows.
      [
        use,
        'BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true }] }',
        'unknown kms:Decrypt can be mended',
        true,
      ],
      [
        use.replace(
          ' }',
          ' }, Condition: { ArnLike: { aws:SourceArn: !Sub "arn:aws:cloudtrail:*:${AWS::AccountId}:trail/${AWS::StackName}-*" } }',
        ),
        '',
        'true',
        false,
      ],
      [use.replace('cloudtrail', 'logs'), '', 'false kms:GenerateDataKey kms:DescribeKey can be mended', false],
    ];
    for (const [statement, encryption, expected, open] of cases) {
      const trail = trailOf(`Logs:
  Type: AWS::S3::Bucket
  Properties:
    ${encryption || 'Tags: []'}
Key:
  Type: AWS::KMS::Key
  Properties:
    EnableKeyRotation: false
    ${statement && `KeyPolicy:\n      Statement:\n        ${statement}`}
Trail:
  Type: AWS::CloudTrail::Trail
  Properties:
    S3BucketName: !Ref Logs
    KMSKeyId: !GetAtt Key.Arn
`);
      const key = keyOf(trail);
      assert.equal(saysOf(key.letsUse(trail)), expected, statement);
      assert.equal(show(key.isOpen(trail).value), open, statement);
      assert.equal(show(key.rotation.value), false);
      assert.equal(key.rotation.setBy(true), 'EnableKeyRotation');
      assert.equal(key.isRotatable, true);
    }
  });

  it('judges a complete template', () => {
    const text = complete();
    const [trail] = projectOf(text).trails;
    assert.ok(trail);
    const bucket = bucketOf(trail);
    const key = keyOf(trail);
    assert.equal(saysOf(bucket.letsWrite(trail)), 'true');
    assert.equal(saysOf(key.letsUse(trail)), 'true');
    assert.equal(bucket.key(), key);
    assert.equal(show(bucket.bucketKey), true);
    assert.notEqual(show(key.isOpen(trail).value), true);
    assert.deepEqual(
      bucket.letsWrite(trail).because.map(({ span }) => /Sid: (\w+)/.exec(text.slice(span.start, span.end))?.[1]),
      ['Check', 'Write'],
    );
    const withoutCheck = text.replace('s3:GetBucketAcl', 's3:GetBucketPolicy');
    const [lacking] = projectOf(withoutCheck).trails;
    assert.ok(lacking);
    assert.equal(saysOf(bucketOf(lacking).letsWrite(lacking)), 'false s3:GetBucketAcl can be mended');
  });

  it('reads event data stores, also where there is no trail', () => {
    const { stores, trails, keys } = projectOf(`Resources:
  Key:
    Type: AWS::KMS::Key
  Store:
    Type: AWS::CloudTrail::EventDataStore
  Other:
    Type: AWS::CloudTrail::EventDataStore
    Properties:
      KmsKeyId: !GetAtt Key.Arn
`);
    assert.equal(trails.length, 0);
    assert.deepEqual(
      stores().map(({ address, kmsKey }) => [address, show(kmsKey.value)]),
      [
        ['Store', 'absent'],
        ['Other', 'reference'],
      ],
    );
    const [store] = stores();
    assert.equal(store?.takesKey(), true);
    assert.ok(store && keys()[0]?.fits(store));
  });

  it('has the place of what decides', () => {
    const text = `Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: AES256
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      S3BucketName: !Ref Logs
      IsLogging: false
`;
    const [trail] = projectOf(text).trails;
    assert.ok(trail);
    assert.equal(textAt(text, trail.logging), 'false');
    assert.equal(textAt(text, bucketOf(trail).encryption), 'AES256');
  });
});

function complete(): string {
  const source = '!Sub arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/${TrailName}';
  return `Parameters:
  TrailName:
    Type: String
    Default: audit
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: kms:GenerateDataKey*
            Resource: "*"
            Condition:
              StringEquals:
                aws:SourceArn: ${source}
              StringLike:
                kms:EncryptionContext:aws:cloudtrail:arn: !Sub arn:\${AWS::Partition}:cloudtrail:*:\${AWS::AccountId}:trail/*
          - Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: [kms:DescribeKey, kms:Decrypt]
            Resource: "*"
            Condition:
              StringEquals:
                aws:SourceArn: ${source}
  Logs:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - BucketKeyEnabled: true
            ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt Key.Arn
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Logs
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: Check
            Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: s3:GetBucketAcl
            Resource: !GetAtt Logs.Arn
            Condition:
              StringEquals:
                aws:SourceArn: ${source}
          - Sid: Write
            Effect: Allow
            Principal:
              Service: cloudtrail.amazonaws.com
            Action: s3:PutObject
            Resource: !Sub \${Logs.Arn}/AWSLogs/\${AWS::AccountId}/*
            Condition:
              StringEquals:
                s3:x-amz-acl: bucket-owner-full-control
                aws:SourceArn: ${source}
          - Sid: DenyInsecureTransport
            Effect: Deny
            Principal: "*"
            Action: s3:*
            Resource:
              - !GetAtt Logs.Arn
              - !Sub \${Logs.Arn}/*
            Condition:
              Bool:
                aws:SecureTransport: "false"
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      TrailName: !Ref TrailName
      S3BucketName: !Ref Logs
      KMSKeyId: !GetAtt Key.Arn
`;
}
