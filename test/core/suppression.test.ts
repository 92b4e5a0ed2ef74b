import assert from 'node:assert/strict';
import type { Severity } from '../../server/src/core/model/finding';
import { message, render } from '../../server/src/core/model/message';
import type { Place } from '../../server/src/core/model/place';
import { languageOf, readSource, type SourceFile } from '../../server/src/core/source';
import { ignoreFix } from '../../server/src/core/suppression/ignore';
import { suppressionsIn } from '../../server/src/core/suppression/read';
import { suppress, type UnusedSuppression } from '../../server/src/core/suppression/suppress';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { applyEdits } from '../../server/src/core/text/edit';
import { syntax as loading } from '../syntax';

const ids = [
  'trail-without-kms-key',
  'event-data-store-without-kms-key',
  'trail-bucket-without-kms',
  'trail-key-without-rotation',
  'trail-without-log-validation',
  'trail-single-region',
  'trail-without-global-events',
  'trail-logging-disabled',
  'trail-without-cloudwatch-logs',
  'trail-bucket-public',
  'trail-bucket-without-access-logging',
];
const severities: ReadonlyMap<string, Severity | 'off'> = new Map(ids.map((id) => [id, 'warning']));

/**
 * What is suppressed: `<1>` … `<9>` mark places, as if there was a finding of every rule at each. The rules that are suppressed come after
 * the number of the place.
 */
type Case = readonly [title: string, name: string, text: string, suppressed: readonly string[]];

const trail = 'resource "aws_cloudtrail" "main" {';
const kms = 'trail-without-kms-key';

const cases: readonly Case[] = [
  // HCL
  [
    'checkov in a block',
    'a.tf',
    `<1>${trail}\n  # checkov:skip=CKV_AWS_35:no\n  <2>name = 1\n}\n<3>x {}\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  ['checkov at the end of a line', 'a.tf', `<1>${trail} // bridgecrew:skip=CKV_AWS_67\n}\n`, ['1 trail-single-region']],
  [
    'checkov in a list of a value',
    'a.tf',
    `<1>${trail}\n  a = [\n    1, #checkov:skip=CKV_AWS_36\n  ]\n}\n`,
    ['1 trail-without-log-validation'],
  ],
  ['checkov above a block', 'a.tf', `# checkov:skip=CKV_AWS_35\n<1>${trail}\n}\n`, []],
  [
    'checkov in a call',
    'a.tf',
    `<1>module "trail" {\n  #checkov:skip=CKV_AWS_251:off\n}\n`,
    ['1 trail-logging-disabled'],
  ],
  ['a check of something else', 'a.tf', `<1>${trail}\n  # checkov:skip=CKV_AWS_999\n}\n`, []],
  ['checkov in a string', 'a.tf', `<1>${trail}\n  name = "# checkov:skip=CKV_AWS_35"\n}\n`, []],
  ['checkov in a string in a string', 'a.tf', `<1>${trail}\n  name = "\${a["b"]} # checkov:skip=CKV_AWS_35"\n}\n`, []],
  ['checkov in a heredoc', 'a.tf', `<1>${trail}\n  name = <<-EOF\n  # checkov:skip=CKV_AWS_35\n  EOF\n}\n`, []],
  [
    'checkov after a heredoc',
    'a.tf',
    `<1>${trail}\n  name = <<EOF\n"\nEOF\n  # checkov:skip=CKV_AWS_35\n}\n`,
    [`1 ${kms}`],
  ],
  ['checkov in another block', 'a.tf', `<1>${trail}\n}\nresource "a" "b" {\n  # checkov:skip=CKV_AWS_35\n}\n`, []],
  [
    'trivy above a block',
    'a.tf',
    `# trivy:ignore:AVD-AWS-0015\n<1>${trail}\n  <2>a = 1\n}\n<3>x {}\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  ['trivy in its new way', 'a.tf', `#trivy:ignore:AWS-0015\n<1>${trail}\n}\n`, [`1 ${kms}`]],
  [
    'trivy with an expiry',
    'a.tf',
    `#trivy:ignore:aws-cloudtrail-enable-log-validation:exp:2032-01-02\n<1>${trail}\n}\n`,
    ['1 trail-without-log-validation'],
  ],
  ['trivy with parameters', 'a.tf', `#trivy:ignore:AVD-AWS-0014[name=a]\n<1>${trail}\n}\n`, ['1 trail-single-region']],
  [
    'trivy with parameters that are so',
    'a.tf',
    `#trivy:ignore:AVD-AWS-0014[name=a,on=true]:ws:main\n<1>${trail}\n  name = "a"\n  on = true\n}\n`,
    ['1 trail-single-region'],
  ],
  [
    'trivy with parameters, one of which is not so',
    'a.tf',
    `#trivy:ignore:AVD-AWS-0014[name=a,on=true]\n<1>${trail}\n  name = "a"\n  on = false\n}\n`,
    [],
  ],
  [
    'trivy with a parameter that nobody knows',
    'a.tf',
    `#trivy:ignore:AVD-AWS-0014[name=a]\n<1>${trail}\n  name = each.key\n}\n`,
    ['1 trail-single-region'],
  ],
  ['trivy until a day that is past', 'a.tf', `#trivy:ignore:AVD-AWS-0014:exp:2030-01-30\n<1>${trail}\n}\n`, []],
  ['trivy until today', 'a.tf', `#trivy:ignore:AVD-AWS-0014:exp:2030-01-31:ws:main\n<1>${trail}\n}\n`, []],
  [
    'trivy until tomorrow',
    'a.tf',
    `#trivy:ignore:AVD-AWS-0014:ws:main:exp:2030-02-01\n<1>${trail}\n}\n`,
    ['1 trail-single-region'],
  ],
  ['trivy until what is no day', 'a.tf', `#trivy:ignore:AVD-AWS-0014:exp:2031-13-01\n<1>${trail}\n}\n`, []],
  [
    'tfsec in JSON with a parameter that is not so, and until a day that is past',
    'a.tf.json',
    `{"resource": {"aws_cloudtrail": {<1>"main": {"name": "b", "//": ["tfsec:ignore:AWS063[name=a]", "tfsec:ignore:AWS065:exp:2030-01-30", "tfsec:ignore:AWS064[name=b]"]}}}}`,
    ['1 trail-without-log-validation'],
  ],
  [
    'tfsec, two on a line',
    'a.tf',
    `# tfsec:ignore:aws-cloudtrail-enable-at-rest-encryption tfsec:ignore:AWS063\n<1>${trail}\n}\n`,
    ['1 trail-single-region', `1 ${kms}`],
  ],
  [
    'tfsec, two lines',
    'a.tf',
    `#tfsec:ignore:AWS065\n/* tfsec:ignore:AWS064 */\n# and why\n<1>${trail}\n}\n`,
    [`1 ${kms}`, '1 trail-without-log-validation'],
  ],
  [
    'trivy with a wildcard',
    'a.tf',
    `#trivy:ignore:aws-s3-*\n<1>${trail}\n}\n`,
    ['1 trail-bucket-public', '1 trail-bucket-without-access-logging', '1 trail-bucket-without-kms'],
  ],
  [
    'tfsec on an attribute',
    'a.tf',
    `<1>${trail}\n  <2>kms_key_id = "" #tfsec:ignore:AWS065\n  <3>b = 1\n}\n`,
    [`2 ${kms}`],
  ],
  [
    'tfsec above an attribute',
    'a.tf',
    `<1>${trail}\n  c = 1\n  #tfsec:ignore:AWS065\n  <2>kms_key_id = ""\n  <3>b = 1\n}\n`,
    [`2 ${kms}`],
  ],
  [
    'tfsec above an inner block',
    'a.tf',
    `<1>${trail}\n  c = 1\n  #tfsec:ignore:AWS065\n  a {\n    <2>b = ""\n  }\n}\n`,
    [`2 ${kms}`],
  ],
  ['tfsec after a block', 'a.tf', `<1>${trail}\n}\n#tfsec:ignore:AWS065\n`, []],
  ['tfsec behind the brace of the block before', 'a.tf', `a {\n} #tfsec:ignore:AWS065\n<1>${trail}\n}\n`, []],
  ['tfsec with a blank line between', 'a.tf', `#tfsec:ignore:AWS065\n\n<1>${trail}\n}\n`, []],
  ['KICS, a line', 'a.tf', `# kics-scan ignore-line\n<1>${trail}\n  <2>a = 1\n}\n`, ['1 *kics']],
  [
    'KICS, a line of the block',
    'a.tf',
    `<1>${trail}\n  // kics-scan ignore-line\n  <2>a = 1\n  <3>b = 1\n}\n`,
    ['2 *kics'],
  ],
  [
    'KICS, a block',
    'a.tf',
    `# kics-scan ignore-block: why\n<1>${trail}\n  <2>a = 1\n}\n<3>x {}\n`,
    ['1 *kics', '2 *kics'],
  ],
  ['KICS, a file', 'a.tf', `# Copyright\n# kics-scan ignore\n<1>${trail}\n}\n`, ['1 *kics']],
  [
    'KICS, a query',
    'a.tf',
    `# kics-scan disable=5d9e3164-9265-470c-9a10-57ae454ac0c7,4bb76f17-3d63-4529-bdca-2b454529d774\n<1>${trail}\n}\n`,
    ['1 trail-logging-disabled', `1 ${kms}`],
  ],
  [
    'KICS, a query not at the top',
    'a.tf',
    `<1>${trail}\n}\n# kics-scan disable=5d9e3164-9265-470c-9a10-57ae454ac0c7\n<2>x {}\n`,
    [],
  ],
  ['terrascan', 'a.tf', `<1>${trail}\n  #ts:skip=AWS.CloudTrail.Logging.High.0399 why\n}\n`, [`1 ${kms}`]],
  ['terrascan, by id', 'a.tf', `<1>${trail}\n  #ts:skip=AC_AWS_0446 why\n}\n`, ['1 trail-without-log-validation']],
  [
    'ours above a block',
    'a.tf',
    `# trailseal:ignore ${kms} why\n<1>${trail}\n  <2>a = 1\n}\n<3>x {}\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  [
    'ours, several',
    'a.tf',
    `# trailseal:ignore ${kms}, trail-single-region because\n<1>${trail}\n}\n`,
    ['1 trail-single-region', `1 ${kms}`],
  ],
  [
    'ours on the line of the header',
    'a.tf',
    `<1>${trail} # trailseal:ignore ${kms}\n  <2>a = 1\n}\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  [
    'ours at the top of a block',
    'a.tf',
    `<1>${trail}\n  # trailseal:ignore ${kms} why\n\n  <2>a = 1\n}\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  ['ours in an empty block', 'a.tf', `<1>${trail}\n  /* trailseal:ignore ${kms} */\n}\n`, [`1 ${kms}`]],
  ['ours on an attribute', 'a.tf', `<1>${trail}\n  <2>a = 1 # trailseal:ignore ${kms}\n  <3>b = 1\n}\n`, [`2 ${kms}`]],
  ['ours above a call', 'a.tf', `# trailseal:ignore ${kms} why\n<1>module "a" {\n}\n`, [`1 ${kms}`]],
  ['ours, of a word that goes on', 'a.tf', `# trailseal:ignored ${kms} why\n<1>${trail}\n}\n`, []],
  // JSON of Terraform
  [
    'ours in JSON',
    'a.tf.json',
    `{"resource": {"aws_cloudtrail": {<1>"main": {"//": "trailseal:ignore ${kms} why", <2>"name": "a"}, <3>"b": {}}}}`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  [
    'checkov in JSON',
    'a.tf.json',
    `{"resource": {"aws_cloudtrail": {<1>"main": {"//": "checkov:skip=CKV_AWS_35: why"}, <3>"b": {}}}}`,
    [`1 ${kms}`],
  ],
  [
    'several in JSON',
    'a.tf.json',
    `{"resource": {"aws_cloudtrail": {<1>"main": {"//": ["tfsec:ignore:AWS063", "kics-scan ignore-block"]}}}}`,
    ['1 *kics'],
  ],
  [
    'no comment in JSON',
    'a.tf.json',
    `{"resource": {"aws_cloudtrail": {<1>"main": {"name": "# checkov:skip=CKV_AWS_35"}}}}`,
    [],
  ],
  // YAML
  [
    'checkov in YAML',
    'a.yaml',
    `Resources:\n  <1>Main:\n    # checkov:skip=CKV_AWS_35:why\n    <2>Type: AWS::CloudTrail::Trail\n  <3>B:\n    Type: x\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  [
    'checkov in Metadata',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      checkov:\n        skip:\n          - id: CKV_AWS_35\n            comment: why\n          - id: CKV_AWS_67\n  <3>B:\n    Type: x\n`,
    ['1 trail-single-region', `1 ${kms}`],
  ],
  [
    'guard in Metadata',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      guard:\n        SuppressedRules: [CLOUD_TRAIL_ENCRYPTION_ENABLED]\n`,
    [`1 ${kms}`],
  ],
  [
    'cfn_nag in Metadata',
    'a.yaml',
    `Resources:\n  <1>Key:\n    Type: AWS::KMS::Key\n    Metadata:\n      cfn_nag:\n        rules_to_suppress:\n          - id: F19\n            reason: why\n`,
    ['1 trail-key-without-rotation'],
  ],
  [
    'cfn-lint in Metadata',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      cfn-lint:\n        config:\n          ignore_checks: [W1, E3002]\n    Properties:\n      <2>KmsKeyId: x\n`,
    [`2 ${kms}`, '2 event-data-store-without-kms-key'],
  ],
  [
    'cfn-lint in the Metadata of an event data store',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::EventDataStore\n    Metadata:\n      cfn-lint:\n        config:\n          ignore_checks: [E3002]\n    Properties:\n      <2>KMSKeyId: x\n      <3>KmsKeyId: x\n`,
    [`2 ${kms}`, '2 event-data-store-without-kms-key'],
  ],
  [
    'terrascan in Metadata',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      runterrascan.io/skip: |\n        [{"rule": "AC_AWS_0033", "comment": "why"}]\n`,
    [`1 ${kms}`],
  ],
  [
    'ours in Metadata',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: ${kms}\n            reason: why\n          - trail-single-region\n  <2>B:\n    Type: x\n`,
    ['1 trail-single-region', `1 ${kms}`],
  ],
  [
    'ours in the Metadata of the template',
    'a.yaml',
    `Metadata:\n  Trailseal:\n    ignore:\n      - rule: ${kms}\nResources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n`,
    [`1 ${kms}`],
  ],
  [
    'trivy above a resource',
    'a.yaml',
    `Resources:\n  # trivy:ignore:AVD-AWS-0015\n  <1>Main:\n    <2>Type: AWS::CloudTrail::Trail\n  <3>B:\n    Type: x\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  [
    'trivy on a property',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      a: b\n      <2>KMSKeyId: '' # trivy:ignore:AVD-AWS-0015\n      <3>c: d\n`,
    [`2 ${kms}`],
  ],
  [
    'KICS in YAML',
    'a.yaml',
    `# kics-scan disable=050a9ba8-d1cb-4c61-a5e8-8805a70d3b85\nResources:\n  # kics-scan ignore-line\n  <1>Main:\n    <2>Type: AWS::CloudTrail::Trail\n`,
    ['1 *kics', `2 ${kms}`],
  ],
  [
    'ours above a resource',
    'a.yaml',
    `Resources:\n  A:\n    Type: x\n\n  # trailseal:ignore ${kms} why\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n`,
    [`1 ${kms}`],
  ],
  [
    'ours in a resource',
    'a.yaml',
    `Resources:\n  <1>Main: # note\n    # trailseal:ignore ${kms} why\n\n    <2>Type: AWS::CloudTrail::Trail\n`,
    [`1 ${kms}`, `2 ${kms}`],
  ],
  [
    'a block scalar',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Description: |\n      a\n\n      # checkov:skip=CKV_AWS_35\n    A: b\n`,
    [],
  ],
  [
    'after a block scalar',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Description: >-\n      a\n    # checkov:skip=CKV_AWS_35\n    A: b\n`,
    [`1 ${kms}`],
  ],
  [
    'a string',
    'a.yaml',
    `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Description: "a # checkov:skip=CKV_AWS_35"\n    B: a#checkov:skip=CKV_AWS_36\n`,
    [],
  ],
  ['no template', 'a.yaml', `# trailseal:ignore ${kms}\n<1>a: b\n`, []],
  // JSON
  [
    'checkov in JSON of a template',
    'a.json',
    `{"Resources": {<1>"Main": {"Type": "AWS::CloudTrail::Trail", "Metadata": {"checkov": {"skip": [{"id": "CKV_AWS_35"}]}}}, <2>"B": {"Type": "x"}}}`,
    [`1 ${kms}`],
  ],
  [
    'ours in JSON of a template',
    'a.json',
    `{"Resources": {<1>"Main": {"Type": "AWS::CloudTrail::Trail", "Metadata": {"Trailseal": {"ignore": [{"rule": "${kms}"}]}}}, <2>"B": {"Type": "x"}}}`,
    [`1 ${kms}`],
  ],
  [
    'no comment in JSON of a template',
    'a.json',
    `{"Resources": {<1>"Main": {"Type": "AWS::CloudTrail::Trail", "Description": "# checkov:skip=CKV_AWS_35"}}}`,
    [],
  ],
];

const byKics = [
  'trail-bucket-public',
  'trail-bucket-without-access-logging',
  'trail-key-without-rotation',
  'trail-logging-disabled',
  'trail-single-region',
  'trail-without-cloudwatch-logs',
  'trail-without-global-events',
  kms,
  'trail-without-log-validation',
];

describe('suppressions', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  for (const eol of ['\n', '\r\n']) {
    describe(eol === '\n' ? 'with LF' : 'with CRLF', () => {
      for (const [title, name, marked, expected] of cases) {
        it(`${title} (${name})`, () => {
          const { file, places } = parse(name, marked.replaceAll('\n', eol));
          const findings = [...places].flatMap(([mark, place]) => ids.map((id) => ({ mark, ...findingOf(id, place) })));
          const { kept } = suppress(findings, judged([file]));
          const gone = findings
            .filter((finding) => !kept.includes(finding))
            .map(({ mark, rule }) => `${mark} ${rule.id}`);
          const wanted = expected.flatMap((each) =>
            each.endsWith('*kics') ? byKics.map((id) => `${each[0]} ${id}`) : [each],
          );
          assert.deepEqual(gone.sort(), [...wanted].sort());
        });
      }
    });
  }

  it('say what for', () => {
    const text = `# trailseal:ignore ${kms} it is a test\n${trail}\n  # checkov:skip=CKV_AWS_67:one region is used\n}\n`;
    assert.deepEqual(
      suppressionsIn(read('a.tf', text, syntax)).map(({ tool, reason, resource }) => [tool, reason, resource]),
      [
        ['trailseal', 'it is a test', 'aws_cloudtrail.main'],
        ['checkov', 'one region is used', 'aws_cloudtrail.main'],
      ],
    );
  });

  it('count where the resource is that a finding elsewhere is about', () => {
    const module = read('modules/a/main.tf', `${trail}\n  # checkov:skip=CKV_AWS_35\n}\n`, syntax);
    const call = read('main.tf', 'module "a" {\n}\n', syntax);
    const at = (path: string) => ({ path, span: { start: 0, end: 5 } });
    const related = [{ place: at(module.path), message: message('x') }];
    const finding = { ...findingOf(kms, at('main.tf')), resource: 'module.a.aws_cloudtrail.main', related };
    const other = { ...finding, resource: 'module.a.aws_s3_bucket.main' };
    const fileAt = (path: string) => [module, call].find((file) => file.path === path);
    assert.deepEqual(suppress([finding, other], { ...judged([call]), fileAt }).kept, [other]);
  });

  describe('of ours that suppress nothing', () => {
    it('are reported, where they are', () => {
      const { file } = parse('a.tf', `# trailseal:ignore ${kms},trail-single-region why\n${trail}\n}\n`);
      assert.deepEqual(said(unused(file, ['trail-single-region']), file), [
        [kms, `trailseal:ignore ${kms} suppresses nothing here.`],
      ]);
    });

    it('are told from those that name no rule', () => {
      const { file } = parse(
        'a.tf',
        `# trailseal:ignore trail-without-kms-keys\n# trailseal:ignore\n# trailseal:ignore what\n${trail}\n}\n`,
      );
      assert.deepEqual(said(unused(file, []), file), [
        ['trail-without-kms-keys', `There is no rule trail-without-kms-keys. Is ${kms} meant?`],
        ['trailseal:ignore', 'trailseal:ignore names no rule, and suppresses nothing.'],
        ['what', 'There is no rule what.'],
      ]);
    });

    it('are not reported where it is not known', () => {
      const { file } = parse('a.tf', `# trailseal:ignore ${kms}\n${trail}\n}\n`);
      assert.deepEqual(unused(file, [], { severities: new Map([[kms, 'off']]) }), [], 'the rule is off');
      assert.deepEqual(unused(file, [], { mayBeCalled: () => true }), [], 'others call the module');
      const { file: typed } = parse('a.tf', `# trailseal:ignore ${kms}\n${trail}\n  kms_k\n}\n`);
      assert.deepEqual(unused(typed, []), [], 'something is being typed');
      const { file: foreign } = parse('a.tf', `#tfsec:ignore:AWS065\n${trail}\n  # checkov:skip=CKV_AWS_35\n}\n`);
      assert.deepEqual(unused(foreign, []), [], 'they are not ours');
    });

    const removals: readonly (readonly [name: string, before: string, after: string])[] = [
      ['a.tf', `a {}\n  # trailseal:ignore ${kms} why\n${trail}\n}\n`, `a {}\n${trail}\n}\n`],
      ['a.tf', `${trail} # trailseal:ignore ${kms} why\n}\n`, `${trail}\n}\n`],
      ['a.tf', `${trail}\n  a = 1 /* trailseal:ignore ${kms} */\n}\n`, `${trail}\n  a = 1\n}\n`],
      ['a.tf', `# checkov trailseal:ignore ${kms} why\n${trail}\n}\n`, `# checkov\n${trail}\n}\n`],
      [
        'a.tf',
        `# trailseal:ignore ${kms}, trail-single-region why\n${trail}\n}\n`,
        `# trailseal:ignore trail-single-region why\n${trail}\n}\n`,
      ],
      [
        'a.tf.json',
        `{"resource": {"a": {"b": {\n  "//": "trailseal:ignore ${kms} why",\n  "c": 1\n}}}}`,
        `{"resource": {"a": {"b": {\n  "c": 1\n}}}}`,
      ],
      [
        'a.tf.json',
        `{"resource": {"a": {"b": {"c": 1, "//": "trailseal:ignore ${kms} why"}}}}`,
        `{"resource": {"a": {"b": {"c": 1}}}}`,
      ],
      [
        'a.tf.json',
        `{"resource": {"a": {"b": {"//": "note trailseal:ignore ${kms} why"}}}}`,
        `{"resource": {"a": {"b": {"//": "note"}}}}`,
      ],
      [
        'a.yaml',
        `Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: ${kms}\n            reason: why\n    Properties:\n      a: b\n`,
        'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      a: b\n',
      ],
      [
        'a.yaml',
        `Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Metadata:\n      a: b\n      Trailseal:\n        ignore:\n          - rule: ${kms}\n`,
        'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Metadata:\n      a: b\n',
      ],
      [
        'a.yaml',
        `Metadata:\n  Trailseal:\n    ignore: [{ rule: ${kms} }]\nResources:\n  A:\n    Type: AWS::S3::Bucket\n`,
        'Resources:\n  A:\n    Type: AWS::S3::Bucket\n',
      ],
      [
        'a.yaml',
        `Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: trail-single-region\n          - rule: ${kms}`,
        'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: trail-single-region',
      ],
      [
        'a.json',
        `{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Metadata": {"Trailseal": {"ignore": [{"rule": "${kms}"}]}}, "b": 1}}}`,
        '{"Resources": {"A": {"Type": "AWS::S3::Bucket", "b": 1}}}',
      ],
      [
        'a.json',
        `{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Metadata": {"a": 1, "Trailseal": {"ignore": [{"rule": "${kms}"}]}}}}}`,
        '{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Metadata": {"a": 1}}}}',
      ],
    ];
    for (const [name, text, expected] of removals) {
      for (const eol of ['\n', '\r\n']) {
        it(`go from ${JSON.stringify(text.replaceAll('\n', eol))}`, () => {
          const { file } = parse(name, text.replaceAll('\n', eol));
          const [first] = unused(file, ['trail-single-region']);
          const [edits] = first?.fixes()[0]?.edits() ?? [];
          assert.equal(applyEdits(file.text, edits?.edits ?? []), expected.replaceAll('\n', eol));
        });
      }
    }
  });

  describe('of ours that name a rule almost', () => {
    const typo = 'trail-without-kms-kye';
    const inTemplate = (item: string) =>
      `Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Metadata:\n      Trailseal:\n        ignore:\n          - ${item}\n`;
    const texts: readonly (readonly [name: string, before: string])[] = [
      ['a.tf', `# trailseal:ignore ${typo} why\n${trail}\n}\n`],
      ['a.tf', `${trail}\n  # trailseal:ignore trail-single-region, ${typo}: why\n}\n`],
      ['a.tf.json', `{"resource": {"a": {"b": {"//": "trailseal:ignore ${typo} why"}}}}`],
      ['a.yaml', `# trailseal:ignore ${typo} why\nResources:\n  A:\n    Type: AWS::S3::Bucket\n`],
      ['a.yaml', inTemplate(`rule: ${typo}\n            reason: why`)],
      ['a.yaml', inTemplate(`{ rule: "${typo}" }`)],
      ['a.yaml', inTemplate(`'${typo}'`)],
      ['a.yaml', `Metadata:\n  Trailseal:\n    ignore: [${typo}]\nResources:\n  A:\n    Type: AWS::S3::Bucket\n`],
      [
        'a.json',
        `{"Resources": {"A": {"Type": "AWS::S3::Bucket", "Metadata": {"Trailseal": {"ignore": [{"rule": "${typo}"}]}}}}}`,
      ],
    ];
    for (const [name, text] of texts) {
      it(`are changed to it, or go: ${JSON.stringify(text)}`, () => {
        const { file } = parse(name, text);
        const [first, ...others] = unused(file, ['trail-single-region']);
        assert.deepEqual(others, []);
        const [change, removal] = first?.fixes() ?? [];
        assert.deepEqual(
          [change, removal].map((fix) => fix && render(fix.title)),
          [`Change to ${kms}`, 'Remove the suppression'],
        );
        // Whether a finding is to be silenced a person has to say.
        assert.ok(!change?.preferred && !removal?.preferred);
        const [edits] = change?.edits() ?? [];
        assert.equal(applyEdits(file.text, edits?.edits ?? []), text.replace(typo, kms));
      });
    }

    it('are not changed to a rule that is not near', () => {
      const { file } = parse('a.tf', `# trailseal:ignore what\n${trail}\n}\n`);
      const titles = unused(file, []).map((each) => each.fixes().map(({ title }) => render(title)));
      assert.deepEqual(titles, [['Remove the suppression']]);
    });

    it('are left alone where the name is written in another way', () => {
      const written = `"${typo.replace('-', '\\x2d')}"`;
      const { file } = parse('a.yaml', inTemplate(`rule: ${written}`));
      const titles = unused(file, []).map((each) => each.fixes().map(({ title }) => render(title)));
      assert.deepEqual(titles, [['Remove the suppression']]);
    });
  });

  describe('that are written', () => {
    const written: readonly (readonly [title: string, name: string, before: string, after: string])[] = [
      [
        'above the block',
        'a.tf',
        `a {}\n\n${trail}\n  <1>b = 1\n}\n`,
        `a {}\n\n# trailseal:ignore ${kms} reason\n${trail}\n  b = 1\n}\n`,
      ],
      ['below what is there', 'a.tf', `# a\n<1>${trail}\n}\n`, `# a\n# trailseal:ignore ${kms} reason\n${trail}\n}\n`],
      [
        'as a property',
        'a.tf.json',
        `{\n  "resource": {\n    "aws_cloudtrail": {\n      <1>"main": {\n        "name": "a"\n      }\n    }\n  }\n}\n`,
        `{\n  "resource": {\n    "aws_cloudtrail": {\n      "main": {\n        "name": "a",\n        "//": "trailseal:ignore ${kms} reason"\n      }\n    }\n  }\n}\n`,
      ],
      [
        'into a property',
        'a.tf.json',
        `{"resource": {"aws_cloudtrail": {<1>"main": {"//": "note"}}}}`,
        `{"resource": {"aws_cloudtrail": {"main": {"//": "note trailseal:ignore ${kms} reason"}}}}`,
      ],
      [
        'beside another one',
        'a.tf.json',
        `{"resource": {"aws_cloudtrail": {<1>"main": {"//": "trailseal:ignore trail-single-region why"}}}}`,
        `{"resource": {"aws_cloudtrail": {"main": {"//": "trailseal:ignore trail-single-region,${kms} why"}}}}`,
      ],
      [
        'as Metadata',
        'a.yaml',
        `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      a: b\n`,
        `Resources:\n  Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: ${kms}\n            reason: reason\n    Properties:\n      a: b\n`,
      ],
      [
        'into Metadata',
        'a.yaml',
        `Resources:\n  Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      a: b\n    Properties:\n      <1>a: b\n`,
        `Resources:\n  Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      a: b\n      Trailseal:\n        ignore:\n          - rule: ${kms}\n            reason: reason\n    Properties:\n      a: b\n`,
      ],
      [
        'into ours',
        'a.yaml',
        `Resources:\n  <1>Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: trail-single-region\n`,
        `Resources:\n  Main:\n    Type: AWS::CloudTrail::Trail\n    Metadata:\n      Trailseal:\n        ignore:\n          - rule: trail-single-region\n          - rule: ${kms}\n            reason: reason\n`,
      ],
      [
        'in JSON',
        'a.json',
        `{\n  "Resources": {\n    <1>"Main": {\n      "Type": "AWS::CloudTrail::Trail"\n    }\n  }\n}\n`,
        `{\n  "Resources": {\n    "Main": {\n      "Type": "AWS::CloudTrail::Trail",\n      "Metadata": {\n        "Trailseal": {\n          "ignore": [\n            {\n              "rule": "${kms}",\n              "reason": "reason"\n            }\n          ]\n        }\n      }\n    }\n  }\n}\n`,
      ],
    ];
    for (const [title, name, marked, expected] of written) {
      for (const eol of ['\n', '\r\n']) {
        it(`${title}${eol === '\n' ? '' : ', with CRLF'}`, () => {
          const { file, places } = parse(name, marked.replaceAll('\n', eol));
          const place = places.get('1') ?? assert.fail();
          const [edits] = ignoreFix(findingOf(kms, place), file)?.edits() ?? [];
          const after = applyEdits(file.text, edits?.edits ?? []);
          assert.equal(after, expected.replaceAll('\n', eol));
          if (name.endsWith('.json')) JSON.parse(after);
          // What is written suppresses, and is not unused.
          const { file: again } = parse(name, after);
          const at = after.indexOf(file.text.slice(place.span.start, place.span.start + 6));
          const finding = findingOf(kms, { path: name, span: { start: at, end: at + 1 } });
          const others = findingOf('trail-single-region', finding.place);
          assert.deepEqual(suppress([finding, others], judged([again])).unused, []);
          assert.ok(!suppress([finding], judged([again])).kept.includes(finding));
        });
      }
    }

    it('are not where there is no place for them', () => {
      const { file } = parse('a.tf', 'locals {}\n');
      assert.equal(ignoreFix(findingOf(kms, { path: 'a.tf', span: { start: 10, end: 10 } }), file), undefined);
      assert.equal(ignoreFix(findingOf(kms, { path: 'b.tf', span: { start: 0, end: 1 } }), file), undefined);
    });
  });

  /** The text without marks, and the places that they stood at. */
  function parse(
    name: string,
    marked: string,
  ): { readonly file: SourceFile; readonly places: ReadonlyMap<string, Place> } {
    const places = new Map<string, Place>();
    let text = '';
    for (const part of marked.split(/(<\d>)/)) {
      const mark = /^<(\d)>$/.exec(part)?.[1];
      if (mark === undefined) text += part;
      else places.set(mark, { path: name, span: { start: text.length, end: text.length + 1 } });
    }
    return { file: read(name, text, syntax), places };
  }

  function unused(file: SourceFile, found: readonly string[], more: object = {}): readonly UnusedSuppression[] {
    const start = Math.max(0, file.text.indexOf(trail), file.text.indexOf('"Type"'), file.text.indexOf('Type:'));
    const findings = found.map((id) => findingOf(id, { path: file.path, span: { start, end: start + 1 } }));
    return suppress(findings, { ...judged([file]), ...more }).unused;
  }
});

function read(path: string, text: string, syntax: Syntax): SourceFile {
  const language = languageOf(path, undefined, text) ?? assert.fail();
  return readSource(syntax, { path, folder: path.slice(0, path.lastIndexOf('/') + 1), language, text });
}

function said(unused: readonly UnusedSuppression[], { text }: SourceFile): readonly (readonly string[])[] {
  return unused.map(({ place, message: sentence }) => [text.slice(place.span.start, place.span.end), render(sentence)]);
}

function findingOf(id: string, place: Place) {
  return { rule: { id }, place, resource: 'aws_cloudtrail.main', related: [] };
}

function judged(files: readonly SourceFile[]) {
  return {
    files,
    fileAt: (path: string) => files.find((file) => file.path === path),
    severities,
    mayBeCalled: () => false,
    today: '2030-01-31',
  };
}
