import assert from 'node:assert/strict';
import { nowhere, type Origin, type Value, type WayStep } from '../../server/src/core/model/value';
import { literal, unknown } from '../../server/src/core/model/values';
import { callFunction } from '../../server/src/core/terraform/evaluation/functions';
import { binaryOperation } from '../../server/src/core/terraform/evaluation/operations';
import { syntax } from '../syntax';
import { evaluateAlone, readRows, resultOf } from './expressions';

/** `nosuch` is not known; `a_key` is there once a resource is. */
const withWhatIsNotKnown: Readonly<Record<string, string>> = {
  'coalesce(nosuch, a_key)': 'one of (?, key)',
  'coalesce("", a_key)': 'key',
  'coalesce(null, nosuch ? "" : "a", a_key)': 'one of (key, "a")',
  'coalesce(nosuch, true)': 'one of (?, true, "true")',
  'coalesce(nosuch)': '?',
  'coalescelist(nosuch, ["a"])': 'one of (?, ["a"])',
  'try(nosuch, "a")': 'one of (?, "a")',
  'try(a_key, "a")': 'key',
  'try([nosuch], [])': 'one of ([?], [])',
  'try(nosuch ? [][0] : "a", "b")': 'one of ("b", "a")',
  'can(nosuch)': '?',
  'can(a_key)': 'true',
  'compact(["", a_key, null])': '[key]',
  'compact([nosuch, a_key])': '?',
  'element(compact([nosuch ? "" : "a", a_key]), 0)': 'one of (key, "a")',
  'join("", [a_key])': 'key',
  'join("", [a_key, "x"])': '?',
  'join("", compact(["", a_key]))': 'key',
  'one([nosuch ? "a" : "b"])': 'one of ("a", "b")',
  'element([a_key, "b"], nosuch)': 'one of (key, "b")',
  'length([nosuch, a_key])': '2',
  'length(a_key)': '?',
  'length(nosuch ? "ab" : "cd")': '2',
  'keys({ a = nosuch })': '["a"]',
  'values({ b = nosuch, a = a_key })': '[key, ?]',
  'merge({ a = nosuch }, { b = a_key })': '{a: ?, b: key}',
  'merge({ a = 1 }, nosuch)': '?',
  'merge({ a = 1 }, nosuch ? { b = 2 } : {})': 'one of ({a: 1, b: 2}, {a: 1})',
  'lookup({ a = a_key }, "a", null)': 'key',
  'lookup({ a = a_key, b = "b" }, nosuch, null)': 'one of (key, "b", null)',
  'lookup({ a = a_key }, nosuch ? "a" : "b", null)': 'one of (key, null)',
  'concat([nosuch], [a_key])': '[?, key]',
  'concat(["a"], [1])': 'one of (["a", 1], ["a", "1"])',
  'flatten([["a", a_key], [["b"]]])': '["a", key, "b"]',
  'flatten([nosuch])': '?',
  'contains([nosuch, "a"], "a")': 'true',
  'contains([nosuch, "a"], "b")': '?',
  'contains([a_key], "")': 'false',
  'contains([a_key], "a")': '?',
  'index(["a", nosuch], "a")': '0',
  'index([nosuch, "a"], "a")': '?',
  'anytrue([nosuch, true])': 'true',
  'alltrue([nosuch, true])': '?',
  'alltrue([nosuch, false])': 'false',
  'toset([a_key])': '[key]',
  'toset([a_key, "a"])': '?',
  'tolist([a_key, "a"])': '[key, "a"]',
  'tostring(a_key)': 'key',
  'trimspace(a_key)': 'key',
  'format("%s", a_key)': 'key',
  'format("%s/x", a_key)': '?',
  'formatlist("%s/%s", ["a", nosuch], "x")': '["a/x", ?]',
  'upper(nosuch ? "a" : null)': 'one of ("A", error)',
  'upper(nosuch)': '?',
  'upper([][0])': 'error',
  'nosuch(1)': '?',
  'constructor(1)': '?',
  'a_key == null': 'false',
  'a_key != ""': 'true',
  'a_key == "a"': '?',
  'nosuch == null': '?',
  '[a_key] == []': 'false',
  '[a_key, 1] == [a_key, 2]': 'false',
  'nosuch && false': 'false',
  'nosuch || true': 'true',
  'nosuch && true': '?',
  'nosuch && "x"': 'error',
  '!nosuch': '?',
  '(nosuch ? 1 : 2) + 1': 'one of (2, 3)',
  '(nosuch ? 1 : 2) > 0': 'true',
  'nosuch + 1': '?',
  'nosuch + null': 'error',
  'jsonencode({ a = nosuch })': '?',
  'chunklist([nosuch, "a", "b"], 2)': '[[?, "a"], ["b"]]',
  'reverse([nosuch, 1])': '[1, ?]',
  'slice([nosuch, 1], 1, 2)': '[1]',
  'zipmap(["a"], [nosuch])': '{a: ?}',
  'distinct([nosuch, "a"])': '?',
  'nonsensitive(a_key)': 'key',
  'timestamp()': '?',
};

describe('expressions', () => {
  it('come to what test/expressions.md says', async () => {
    const readers = await syntax;
    const rows = readRows();
    const wrong = rows
      .map((row) => ({ ...row, found: resultOf(row, readers) }))
      .filter(({ result, found }) => result !== found)
      .map(({ type, expression, result, found }) => `${type ? `${type}: ` : ''}${expression}: ${found}, not ${result}`);
    assert.deepEqual(wrong, []);
    assert.ok(rows.length > 700, `${rows.length} rows`);
  });

  for (const [expression, expected] of Object.entries(withWhatIsNotKnown)) {
    it(`${expression} is ${expected}`, async () => {
      assert.equal(describeValue(evaluateAlone(expression, await syntax)), expected);
    });
  }

  it('are never worked out for ever', async () => {
    const readers = await syntax;
    for (const [expression, expected] of large)
      assert.match(describeValue(evaluateAlone(expression, readers)), expected, expression.slice(0, 80));
  });

  it('do not look for what is shared more often than they must', () => {
    let value: Value = { kind: 'list', items: [], origin: nowhere };
    for (let depth = 0; depth < 5000; depth++) value = { kind: 'list', items: [value, value], origin: nowhere };
    for (const name of [
      'jsonencode',
      'flatten',
      'distinct',
      'toset',
      'tolist',
      'length',
      'concat',
      'try',
      'coalesce',
      'format',
    ])
      callFunction(
        name,
        name === 'format' ? [literal('%v'), value] : [value, value].slice(0, name === 'coalesce' ? 2 : 1),
        nowhere,
      );
    binaryOperation('==', value, { ...value });
  });

  it('of many values that may be several are given up', () => {
    let value: Value = literal('a');
    for (let depth = 0; depth < 200; depth++) {
      value = {
        kind: 'choice',
        arms: [value, { kind: 'choice', arms: [value, literal(depth)], origin: nowhere }],
        origin: nowhere,
      };
    }
    assert.equal(callFunction('upper', [value], nowhere).kind, 'unknown');
  });
});

describe('the way of an expression', () => {
  it('is that of the values that decide it', () => {
    const yes = literal(true, from('yes'));
    const no = literal(false, from('no'));
    assert.deepEqual(wayOf(binaryOperation('&&', yes, no)), ['no']);
    assert.deepEqual(wayOf(binaryOperation('||', yes, no)), ['yes']);
    assert.deepEqual(wayOf(binaryOperation('&&', yes, yes)), ['yes']);
    assert.deepEqual(wayOf(binaryOperation('==', yes, no)), ['yes', 'no']);
  });

  it('leads through functions', () => {
    const [a, b, nothing] = [literal('a', from('a')), literal('b', from('b')), literal('', from('nothing'))];
    const list: Value = { kind: 'list', items: [nothing, a, b], origin: from('list') };
    assert.deepEqual(wayOf(callFunction('coalesce', [nothing, a, b], nowhere)), ['nothing', 'a']);
    assert.deepEqual(wayOf(callFunction('compact', [list], nowhere)), ['list', 'nothing', 'a', 'b']);
    assert.deepEqual(wayOf(callFunction('element', [list, literal(1, from('index'))], nowhere)), [
      'index',
      'list',
      'a',
    ]);
    assert.deepEqual(wayOf(callFunction('concat', [list], nowhere)), ['list']);
    assert.deepEqual(wayOf(callFunction('upper', [a], nowhere)), ['a']);
    const either: Value = { kind: 'choice', arms: [a, b], origin: from('test') };
    assert.deepEqual(wayOf(callFunction('upper', [either], nowhere)), ['test']);
    assert.deepEqual(wayOf(callFunction('length', [either], nowhere)), ['a', 'b']);
  });
});

const large: readonly (readonly [string, RegExp])[] = [
  ['range(0, 1e9)', /^error$/],
  ['indent(1e9, "a\\nb")', /^\?$/],
  ['format("%1000000000d", 1)', /^\?$/],
  ['format("%.1000000000f", 1)', /^\?$/],
  [
    'replace(replace("aaaaaaaaaa", "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")',
    /^"a+"$/,
  ],
  [`replace("${'a'.repeat(900)}!", "/a+a+a+b/", "x")`, /^\?$/],
  [`replace("${'a'.repeat(30)}!", "/(a+)+b/", "x")`, /^\?$/],
  [`jsondecode("${'['.repeat(20_000)}")`, /^error$/],
  [`jsondecode("${'['.repeat(20_000)}${']'.repeat(20_000)}")`, /^\[+\?\]+$/],
  [`substr("${'é'.repeat(50_000)}", 0, 1)`, /^"é"$/],
  [`trim("${' '.repeat(90_000)}a", " ")`, /^"a"$/],
  [`[${'1,'.repeat(3000)}] == [${'1,'.repeat(3000)}]`, /^\?$/],
  [`distinct([${Array.from({ length: 3000 }, (_, index) => index).join(',')}])`, /^\?$/],
  ['pow(10, 1e9)', /^\?$/],
  ['9007199254740991 * 9007199254740991', /^\?$/],
];

function from(name: string): Origin {
  const place = { path: 'main.tf', span: { start: 0, end: 0 } };
  const step: WayStep = { kind: 'local', name, place, value: unknown('not looked at') };
  return { place: undefined, way: [step] };
}

function wayOf(value: Value): readonly string[] {
  return value.origin.way.map(({ name }) => name);
}

function describeValue(value: Value): string {
  switch (value.kind) {
    case 'absent':
      return 'null';
    case 'literal':
      return JSON.stringify(value.value);
    case 'list':
      return `[${value.items.map(describeValue).join(', ')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, entry]) => `${key}: ${describeValue(entry)}`).join(', ')}}`;
    case 'reference':
      return 'key';
    case 'choice':
      return `one of (${value.arms.map(describeValue).join(', ')})`;
    case 'unknown':
      return value.fails ? 'error' : '?';
  }
}
