import assert from 'node:assert/strict';
import { equals, matches, matchesArn, textOf } from '../../server/src/core/model/policy/text';
import type { Text } from '../../server/src/core/model/text';
import { nowhere, type Value } from '../../server/src/core/model/value';
import { choice, literal, unknown } from '../../server/src/core/model/values';
import {
  account,
  anyTrail,
  anything,
  named,
  organization,
  partition,
  partly,
  region,
  said,
  show,
  symbol,
  trailArn,
} from './policy-samples';

describe('a pattern', () => {
  const rows: readonly (readonly [Text, Text, 'yes' | 'no' | 'maybe'])[] = [
    [['abc'], ['abc'], 'yes'],
    [['a', '', 'bc'], ['ab', 'c'], 'yes'],
    [[], [], 'yes'],
    [[''], ['a'], 'no'],
    [['abc'], ['abd'], 'no'],
    [['ABC'], ['abc'], 'no'],
    [['*'], [], 'yes'],
    [['*'], ['abc'], 'yes'],
    [['a*'], ['abc'], 'yes'],
    [['*c'], ['abc'], 'yes'],
    [['a*c*e'], ['abcde'], 'yes'],
    [['a*c*f'], ['abcde'], 'no'],
    [['a?c'], ['abc'], 'yes'],
    [['a?c'], ['ac'], 'no'],
    [['a??'], ['ab'], 'no'],
    [['a.c'], ['abc'], 'no'],
    // What is not known.
    [['*'], [anything], 'yes'],
    [['a*'], ['a', anything, 'b', account], 'yes'],
    [['*:', account, ':*'], ['x:', account, ':y'], 'yes'],
    [[named], [named], 'yes'],
    [[anything], [anything], 'maybe'],
    [[named], [anything], 'maybe'],
    [['a', named], ['b', named], 'no'],
    [['a', named], ['a'], 'maybe'],
    [[named, 'a'], ['b'], 'no'],
    [['?'], [anything], 'maybe'],
    [['a', named, 'z'], ['a:b/z'], 'maybe'],
    // Accounts, Regions, partitions and organizations.
    [[account], [account], 'yes'],
    [[account], [symbol('account', 'aws.other')], 'maybe'],
    [[account], ['123456789012'], 'maybe'],
    [['123456789012'], [account], 'maybe'],
    [['1234*'], [account], 'maybe'],
    [['trail'], [account], 'no'],
    [['12345678901'], [account], 'no'],
    [[account], ['12345678901a'], 'no'],
    [[region], ['eu-central-1'], 'maybe'],
    [['us-*'], [region], 'maybe'],
    [['US-EAST-1'], [region], 'no'],
    [[region], ['a:b'], 'no'],
    [['*'], [region], 'yes'],
    [['arn:aws:s3'], ['arn:', partition, ':s3'], 'yes'],
    [['arn:', partition, ':s3'], ['arn:aws-us-gov:s3'], 'yes'],
    [['arn:aws*:s3'], ['arn:', partition, ':s3'], 'yes'],
    [['arn:*:s3'], ['arn:', partition, ':s3'], 'yes'],
    [['arn:azure:s3'], ['arn:', partition, ':s3'], 'no'],
    [['arn:aws:s4'], ['arn:', partition, ':s3'], 'no'],
    [['arn:aws:s3:::', named, '/AWSLogs/*'], ['arn:', partition, ':s3:::', named, '/AWSLogs/1'], 'yes'],
    [['arn:aws:s3:::', named, '/AWSLogs/*'], ['arn:', partition, ':s3:::', named, '/logs/AWSLogs/1'], 'no'],
    [['arn:', partition, ':s3:::', named, '/*'], ['arn:aws-cn:s3:::', named], 'no'],
    [['arn:aws:s3:::', anything, '/a'], ['arn:', partition, ':s3:::', anything, '/b/a'], 'maybe'],
    [['o-a1b2c3d4e5'], [organization], 'maybe'],
    [['123456789012'], [organization], 'no'],
    [['a/', account, '/*'], ['a/b/', account, '/'], 'no'],
    [['a/', account, '/*'], ['a/', anything], 'maybe'],
    // Variables of policies, docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    [['a/${aws:SourceAccount}/*'], ['a/', account, '/b'], 'maybe'],
    [['a/${aws:SourceAccount}/*'], ['b/', account, '/b'], 'no'],
    [['a${*}'], ['ab'], 'no'],
    [['a${*}'], ['a*'], 'yes'],
  ];
  for (const [pattern, subject, expected] of rows) {
    it(`${show(pattern)} ${expected} ${show(subject)}`, () => assert.equal(said(matches(pattern, subject)), expected));
  }

  it('is compared without case on demand', () => {
    assert.equal(matches(['KMS:gen*'], ['kms:GenerateDataKey'], { ignoresCase: true }), true);
    assert.equal(equals(['TRUE'], ['true'], { ignoresCase: true }), true);
    assert.equal(equals(['TRUE'], ['true']), false);
  });

  it('has no wildcards where texts have to be equal', () => {
    assert.equal(equals(['a*'], ['abc']), false);
    assert.equal(equals(['a*'], ['a*']), true);
    assert.equal(equals(anyTrail, trailArn), false);
    assert.equal(equals(trailArn, trailArn), true);
    assert.equal(equals([anything], [anything]), undefined);
  });

  it('takes bounded time, however hostile', () => {
    for (let times = 0; times < 20; times++) {
      matches(['*a'.repeat(400)], ['a'.repeat(1_000), 'b']);
      matches(Array.from({ length: 300 }, () => ['*', anything, '?']).flat(), ['a'.repeat(1_000), anything, 'b']);
    }
    assert.equal(matches(['*a*'.repeat(100_000)], ['b'.repeat(100_000)]), undefined);
  });

  it('says the same of what is known as a regular expression does', () => {
    const texts = ['', 'a', 'b', '*', '?'].flatMap((a) =>
      ['', 'a', 'b', '*'].flatMap((b) => ['a', '?', '*b'].map((c) => a + b + c)),
    );
    for (const pattern of texts) {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      for (const subject of ['', 'a', 'b', 'ab', 'ba', 'aab', 'abab', 'bbb'])
        assert.equal(matches([pattern], [subject]), expression.test(subject), `${pattern} ${subject}`);
    }
  });

  it('is sure only where it is so for every text of a symbol', () => {
    const values = ['', 'a', 'b', 'ab', '*'];
    const patterns: Text[] = ['', 'a', 'b', '*', '?'].flatMap((a) => ['', 'a', '*'].map((b) => [a, named, b]));
    const subjects: Text[] = ['', 'a', 'b'].flatMap((a) =>
      ['', 'a', 'b'].flatMap((b) => [
        [a, named, b],
        [a, anything, b],
        [a, b],
      ]),
    );
    for (const pattern of patterns)
      for (const subject of subjects) {
        const result = matches(pattern, subject);
        // A text in the place of a symbol has no wildcards.
        const fill = (filled: Text, name: string, other: string) =>
          filled.map((part) => (typeof part === 'string' ? part : part === named ? name : other));
        for (const name of values.slice(0, 4))
          for (const other of values.slice(0, 4)) {
            const actual = matches(fill(pattern, name, other), fill(subject, name, other));
            if (result !== undefined)
              assert.equal(actual, result, `${show(pattern)} ${show(subject)} ${name} ${other}`);
          }
      }
  });
});

describe('the pattern of an ARN', () => {
  const subject = ['arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'];
  const rows: readonly (readonly [Text, Text, 'yes' | 'no' | 'maybe'])[] = [
    // The example of the IAM guide, in which `StringLike` would match.
    [['arn:aws:someservice:*:111122223333:finance/*'], subject, 'no'],
    [['arn:aws:someservice:*:*:*finance/*'], subject, 'yes'],
    [trailArn, trailArn, 'yes'],
    [anyTrail, trailArn, 'yes'],
    [['arn:*:cloudtrail:*:*:trail/*'], trailArn, 'yes'],
    [['arn:aws:cloudtrail:*:', account, ':trail/ma?n'], trailArn, 'yes'],
    [['arn:aws:cloudtrail:us-east-1:', account, ':trail/main'], trailArn, 'maybe'],
    [['arn:aws:cloudtrail:*:', account, ':trail/other'], trailArn, 'no'],
    [['arn:aws:s3:::logs'], trailArn, 'no'],
    [[symbol('attribute', 'aws_cloudtrail.main.arn')], trailArn, 'maybe'],
    [['arn:aws:cloudtrail:*:${aws:SourceAccount}:trail/main'], trailArn, 'maybe'],
    [['*'], trailArn, 'maybe'],
    [['logs'], trailArn, 'no'],
  ];
  for (const [pattern, arn, expected] of rows) {
    it(`${show(pattern)} ${expected}`, () => assert.equal(said(matchesArn(pattern, arn)), expected));
  }
});

describe('the text of a value', () => {
  const reference = (attribute: string): Value => ({
    kind: 'reference',
    resource: 'aws_s3_bucket.logs',
    attribute,
    origin: nowhere,
  });
  const rows: readonly (readonly [string, Value, string])[] = [
    ['a literal', literal('a'), 'a'],
    ['a number', literal(5), '5'],
    ['a truth', literal(true), 'true'],
    ['an attribute', reference('arn'), '<attribute aws_s3_bucket.logs.arn>'],
    ['a resource', reference(''), '<attribute aws_s3_bucket.logs>'],
    ['what is known in parts', partly(['a', '', 'b', account]), 'ab<account>'],
    ['what is not known', unknown('x'), '<other>'],
    ['a choice', choice([literal('a'), literal('b')], nowhere), '<other>'],
  ];
  for (const [name, of, expected] of rows) it(name, () => assert.equal(show(textOf(of)), expected));
});
