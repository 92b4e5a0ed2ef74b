import assert from 'node:assert/strict';
import { judge } from '../../server/src/core/model/policy/judge';
import { readPolicy } from '../../server/src/core/model/policy/read';
import { nowhere, type Value } from '../../server/src/core/model/value';
import { choice, literal, unknown } from '../../server/src/core/model/values';
import { allow, anything, deny, partly, toEncrypt, value } from './policy-samples';

describe('a document', () => {
  const document = { Version: '2012-10-17', Statement: allow() };
  const json = JSON.stringify(document);
  const statementsOf = (of: Value) => {
    const { statements, isComplete } = readPolicy(of);
    return `${statements.map(({ id }) => id).join(' ')}${isComplete ? '' : ' ...'}`;
  };
  const rows: readonly (readonly [string, Value, string])[] = [
    ['that is absent has no statements', { kind: 'absent', origin: nowhere }, ''],
    ['that is empty has no statements', literal(''), ''],
    ['has one statement', value(document), 'allow'],
    ['has a list of statements', value({ Statement: [allow(), deny()] }), 'allow deny'],
    ['has statements that are not known', value({ Statement: [allow(), unknown('x')] }), 'allow ...'],
    ['has no list of statements that is known', value({ Statement: unknown('x') }), ' ...'],
    ['has elements as AWS spells them', value({ statement: [allow()] }), ' ...'],
    ['is JSON', literal(json), 'allow'],
    ['is no JSON', literal('{"Statement": ['), ' ...'],
    ['is not known', unknown('x'), ' ...'],
    ['is an attribute', { kind: 'reference', resource: 'a.b', attribute: 'json', origin: nowhere }, ' ...'],
    ['is known by its JSON', { kind: 'literal', value: '{}', json: value(document), origin: nowhere }, 'allow'],
    ['is known in parts by its JSON', { ...partly([anything]), json: value(document) } as Value, 'allow'],
    ['is chosen', choice([literal(json), literal('')], nowhere), ' ...'],
    ['is chosen of the same', choice([literal(json), value(document)], nowhere), 'allow'],
    ['is a list', value([allow()]), ' ...'],
    ['is a number', literal(5), ' ...'],
    ['is JSON of null', literal('null'), ''],
  ];
  for (const [name, of, expected] of rows) it(name, () => assert.equal(statementsOf(of), expected));

  it('that is JSON has its statements where it is', () => {
    const place = { path: 'main.tf', span: { start: 5, end: 9 } };
    const text = JSON.stringify({
      Statement: [allow({ Action: 'kms:DescribeKey' }), allow({ Action: 'kms:GenerateDataKey' })],
    });
    const { because } = judge(readPolicy(literal(text, { place, way: [] })), toEncrypt);
    assert.deepEqual(because, [place]);
  });

  it('came by the ways of all that is in it, each step once', () => {
    const step = (name: string) =>
      ({ kind: 'local', name, place: { path: name, span: { start: 0, end: 1 } }, value: literal(1) }) as const;
    const by = (of: Value, ...names: readonly string[]): Value => ({
      ...of,
      origin: { ...of.origin, way: names.map(step) },
    });
    const way = readPolicy(
      by(value({ Statement: [by(value(allow({ Action: by(literal('kms:*'), 'c', 'a') })), 'b'), unknown('x')] }), 'a'),
    ).way;
    assert.deepEqual(
      way.map(({ name }) => name),
      ['a', 'b', 'c'],
    );
  });

  it('is read in bounded time, however its parts are shared', () => {
    let shared: Value = value(['kms:*']);
    for (let depth = 0; depth < 60; depth++)
      shared = depth % 2 ? value([shared, shared]) : choice([shared, value({ a: shared, b: shared })], nowhere);
    assert.equal(statementsOf(shared), ' ...');
    assert.equal(statementsOf(value({ Statement: shared })), ' ...');
    assert.equal(statementsOf(value({ Statement: [allow({ Action: shared, Condition: shared })] })), 'allow');
    const twice = choice([value(allow({ Action: shared })), value(allow({ Action: shared }))], nowhere);
    assert.equal(statementsOf(value({ Statement: twice })), ' ...');
    assert.equal(statementsOf(literal('['.repeat(100_000))), ' ...');
    assert.equal(statementsOf(literal(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)), ' ...');
    assert.equal(readPolicy(value({ Statement: Array.from({ length: 300_000 }, () => 1) })).isComplete, false);
  });
});
