import assert from 'node:assert/strict';
import { holds } from '../../server/src/core/model/policy/conditions';
import type { Request } from '../../server/src/core/model/policy/request';
import type { Text } from '../../server/src/core/model/text';
import { anyTrail, anything, said, trailArn } from './policy-samples';

describe('a condition', () => {
  const request: Request = {
    service: 'x',
    action: 'x',
    resource: [],
    context: new Map<string, Text | 'absent'>([
      ['text', ['abc']],
      ['arn', trailArn],
      ['truth', ['true']],
      ['gone', 'absent'],
    ]),
  };
  /** What each operator says to a key that fits, one that does not, one that is absent, and one that may be there. */
  const operators: Readonly<
    Record<string, readonly [key: string, fit: string | Text, unfit: string | Text, answers: string]>
  > = {
    StringEquals: ['text', 'abc', 'ABC', 'yes no no maybe'],
    StringNotEquals: ['text', 'abc', 'ABC', 'no yes yes maybe'],
    StringEqualsIgnoreCase: ['text', 'ABC', 'abd', 'yes no no maybe'],
    StringNotEqualsIgnoreCase: ['text', 'ABC', 'abd', 'no yes yes maybe'],
    StringLike: ['text', 'a*', 'b*', 'yes no no maybe'],
    StringNotLike: ['text', 'a*', 'b*', 'no yes yes maybe'],
    ArnEquals: ['arn', anyTrail, 'arn:aws:s3:::logs', 'yes no no maybe'],
    ArnLike: ['arn', anyTrail, 'arn:aws:s3:::logs', 'yes no no maybe'],
    ArnNotEquals: ['arn', anyTrail, 'arn:aws:s3:::logs', 'no yes yes maybe'],
    ArnNotLike: ['arn', anyTrail, 'arn:aws:s3:::logs', 'no yes yes maybe'],
    Bool: ['truth', 'True', 'false', 'yes no no maybe'],
    NumericEquals: ['text', '1', '2', 'maybe maybe no maybe'],
    NumericNotEquals: ['text', '1', '2', 'maybe maybe yes maybe'],
    NumericLessThan: ['text', '1', '2', 'maybe maybe no maybe'],
    NumericGreaterThanEquals: ['text', '1', '2', 'maybe maybe no maybe'],
    DateEquals: ['text', '1', '2', 'maybe maybe no maybe'],
    DateNotEquals: ['text', '1', '2', 'maybe maybe yes maybe'],
    DateGreaterThan: ['text', '1', '2', 'maybe maybe no maybe'],
    BinaryEquals: ['text', '1', '2', 'maybe maybe no maybe'],
    IpAddress: ['text', '1', '2', 'maybe maybe no maybe'],
    NotIpAddress: ['text', '1', '2', 'maybe maybe yes maybe'],
    StringAlike: ['text', 'abc', 'abd', 'maybe maybe maybe maybe'],
  };
  const ask = (operator: string, key: string, values: readonly (string | Text)[], isComplete = true) =>
    said(
      holds(
        { operator, key, values: values.map((one) => (typeof one === 'string' ? [one] : one)), isComplete },
        request,
      ),
    );
  const four = (operator: string, key: string, fit: string | Text, unfit: string | Text) =>
    [
      ask(operator, key, [fit]),
      ask(operator, key, [unfit]),
      ask(operator, 'gone', [fit]),
      ask(operator, 'unheard', [fit]),
    ].join(' ');

  for (const [operator, [key, fit, unfit, answers]] of Object.entries(operators)) {
    const isKnown = operator !== 'StringAlike';
    const [fits = '', unfits = '', , unheard = ''] = answers.split(' ');
    const withAbsent = (absent: string) => [fits, unfits, isKnown ? absent : 'maybe', unheard].join(' ');
    it(operator, () => assert.equal(four(operator, key, fit, unfit), answers));
    it(`${operator} in any case`, () => assert.equal(four(operator.toLowerCase(), key, fit, unfit), answers));
    it(`${operator}IfExists holds without the key`, () =>
      assert.equal(four(`${operator}IfExists`, key, fit, unfit), withAbsent('yes')));
    it(`ForAllValues:${operator} holds without the key`, () =>
      assert.equal(four(`ForAllValues:${operator}`, key, fit, unfit), withAbsent('yes')));
    it(`ForAnyValue:${operator} does not hold without the key`, () =>
      assert.equal(four(`ForAnyValue:${operator}`, key, fit, unfit), withAbsent('no')));
    it(`ForAllValues:${operator}IfExists`, () =>
      assert.equal(four(`ForAllValues:${operator}IfExists`, key, fit, unfit), withAbsent('yes')));
    it(`ForAnyValue:${operator}IfExists`, () =>
      assert.equal(four(`ForAnyValue:${operator}IfExists`, key, fit, unfit), withAbsent('maybe')));
  }

  it('Null is about the key', () => {
    assert.equal(ask('Null', 'text', ['false']), 'yes');
    assert.equal(ask('Null', 'text', ['true']), 'no');
    assert.equal(ask('Null', 'gone', ['true']), 'yes');
    assert.equal(ask('Null', 'gone', ['false']), 'no');
    assert.equal(ask('Null', 'unheard', ['true']), 'maybe');
    assert.equal(ask('Null', 'text', [[anything]]), 'maybe');
    assert.equal(ask('NullIfExists', 'gone', ['true']), 'maybe');
  });

  it('holds for one of its values, and negated for none', () => {
    assert.equal(ask('StringEquals', 'text', ['x', 'abc']), 'yes');
    assert.equal(ask('StringEquals', 'text', ['x', 'y']), 'no');
    assert.equal(ask('StringNotEquals', 'text', ['x', 'abc']), 'no');
    assert.equal(ask('StringNotEquals', 'text', ['x', 'y']), 'yes');
    assert.equal(ask('StringEquals', 'text', []), 'no');
  });

  it('may hold for values that are not known', () => {
    assert.equal(ask('StringEquals', 'text', ['x', [anything]]), 'maybe');
    assert.equal(ask('StringEquals', 'text', ['abc', [anything]]), 'yes');
    assert.equal(ask('StringNotEquals', 'text', ['abc', [anything]]), 'no');
    assert.equal(ask('StringEquals', 'text', ['x'], false), 'maybe');
    assert.equal(ask('StringEquals', 'text', ['abc'], false), 'yes');
    assert.equal(ask('StringNotLike', 'text', ['x'], false), 'maybe');
  });

  it('is about a key in any case', () => assert.equal(ask('StringEquals', 'TEXT', ['abc']), 'yes'));

  it('that holds with a key and without is about none', () =>
    assert.equal(ask('StringLikeIfExists', 'unheard', ['*']), 'yes'));
});
