import assert from 'node:assert/strict';
import { isMap, isScalar, parseAllDocuments, Scalar, visit } from 'yaml';
import { readData } from '../../server/src/core/syntax/data/read';
import type { DataFormat } from '../../server/src/core/syntax/data/tree';
import { syntax } from '../syntax';
import { dataTexts, fileAsValue } from './data-samples';

/** What the files at hand may lack. */
const samples: readonly string[] = [
  'a: b\r\nc:\r\n  d: |\r\n    x\r\n    y\r\n  e: "x\r\n    y"\r\n',
  '\ufeffa: 1\n',
  '%YAML 1.1\n---\na: 1\nb: 2\n...\n',
  '--- # comment\na: 1\n---\nb: 2\n',
  '# comment\n\na:\n  # comment\n  b: 1\n\n  # comment\n  c: 2 # comment\n# comment\nd: 3',
  'a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\n- - 5\n  - 6\nb: 1\n',
  'a:\n    b:\n      c: 1\n    d:\n          e: 1\n',
  'a:\n  b: |\n    x\n     y\n\n    z\n\n  c: >-\n    x\n    y\n\n    z\n      w\n    v\n',
  'a:\n  b: |2\n      x\n    y\n  c: >1\n    x\n   y\n  d: |+\n    x\n\n\n  e: |-\n    x\n\n  f: >+\n    x\n\n',
  'a:\n  b: |\n\n    x\n  c: |\n  d: >\n\n\n  e: 1\n',
  'a:\n  - |2\n     x\n  - >-\n    x\n    y\n  - a: |1\n      x\n',
  "a:\n  b: one\n    two\n\n    three\n  c: \"one\n    two \\\n    three\\\n\n    four\"\n  d: 'one\n\n    it''s'\n",
  'a:\n  b: "\\x41\\u00e9\\U0001F600\\n\\t\\"\\\\\\/\\0\\e\\_"\n',
  'a: yes\nb: No\nc: ON\nd: off\ne: True\nf: FALSE\ng: null\nh: ~\ni:\nj: Null\nk: nO\n',
  'a: 0777\nb: 0x1F\nc: 1_000\nd: -12\ne: +5\nf: 1.5e+3\ng: .5\nh: 190:20\ni: 0b11\nj: 123456789012\nk: 1.\nl: 0o17\nm: -0.5\n',
  'a: 1.2.3\nb: 10.0.0.0/16\nc: arn:aws:s3:::x\nd: a:b\ne: a#b\nf: -x\ng: ?x\nh: :x\ni: x - y\n',
  'a: !Ref b\nb: !GetAtt a.b\nc: !Sub\n  - x\n  - y: 1\nd: !If [a, !Ref b, !Ref "AWS::NoValue"]\ne: !Base64\n  Fn::Sub: x\n',
  'a: !!str 12\nb: !Foo yes\nc: !Bar\n  d: 1\n',
  'a: &x\n  b: 1\n  c: 2\nd:\n  <<: *x\n  c: 3\ne: *x\nf: &y [1, 2]\ng: *y\n',
  'a: {b: &b {c: 1, d: 2}, e: &e {d: 3, f: 4}}\ng:\n  h:\n    <<: [*b, *e]\n    c: 5\n  i:\n    <<: *b\n    <<: *e\n',
  'a:\n  b: &b 1\n  c: *b\n  d: &b 2\n  e: *b\nf: *b\n',
  'a: {b: 1, "c": [1, 2, {d: e, f}], g: }\nh: [a: b, c]\n',
  'a:\n  b: {\n    "c": 1,\n    "d": [\n      1,\n      2\n    ]\n  }\n  e: 1\n',
  'a: {\n  b: 1,\n  # comment\n  c: {"d": 1},\n}\ne: 2\n',
  'a:\n  b: {"c": 1\n  }\nd: 1\n',
  '{"a": {"b": [1, "x", null, true]}, "c": "d"}\n',
  '{\n  "a": {\n    "b": 1\n  },\n  c: !Ref d,\n}\n',
  '"a": 1\n\'b\': 2\n"c d":\n  "e:f": 1\n  g h: 2\n',
  'a: 1\na: 2\nb:\n  c: 1\n  c: 2\n',
  'a:\n  - "x: y"\n  - \'# z\'\n  - "\n    x"\n',
  'a:\n  b:\n  c:\nd:\n',
  'on: 1\n12: 2\n',
  '  a: 1\n  b:\n    c: 2\n',
  'a:\n  ? b\n  : 1\n',
];

const json: readonly string[] = [
  '{}',
  '{"a":1}',
  '{"a": {"b": {"c": []}}, "d": "\\u00e9\\n\\"\\\\\\/\\ud83d\\ude00", "e": -1.5e3, "f": [true, false, null, {}]}',
  '{\n"a": {\n"b": 1,\n"c": {\n"d": 2\n}\n}\n}\n',
  '{"a": 1, "a": 2}',
  '{\r\n\t"a": {\r\n\t\t"b": "}],{"\r\n\t}\r\n}\r\n',
  '\n\n  { "a" : { "b" : 1 , "c" : [ 1 , 2 ] } }  ',
];

describe('the yaml package and JSON.parse', () => {
  it('agree with what our reader says of every file at hand', async () => {
    const { dataParsers } = await syntax;
    let compared = 0;
    const texts = [
      ...dataTexts(),
      ...samples.map((text, index) => ({ name: `sample ${index}`, format: 'yaml' as const, text })),
      ...json.map((text, index) => ({ name: `JSON sample ${index}`, format: 'json' as const, text })),
      ...json.map((text, index) => ({ name: `JSON sample ${index} as YAML`, format: 'yaml' as const, text })),
    ];
    for (const { name, format, text } of texts) {
      const expected = oracle(format, text);
      if (expected === undefined) {
        assert.ok(!name.includes('sample'), `the oracle rejects ${name}`);
        continue;
      }
      const file = readData(text, format, dataParsers);
      const broken = file.sections.filter(({ member }) => member.broken()).map((section) => section.name);
      assert.deepEqual({ value: fileAsValue(file), broken }, { value: expected, broken: [] }, name);
      compared++;
    }
    assert.ok(compared > 40, `compared ${compared} files`);
    console.log(`      ${compared} files compared`);
  });
});

/** What the oracle makes of a text, or nothing where it rejects it, or where the root is no mapping. */
function oracle(format: DataFormat, text: string): unknown {
  if (format === 'json') {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }
  const options = { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent' } as const;
  const [document] = parseAllDocuments(text, options);
  if (!document || 'empty' in document || document.errors.length > 0 || !isMap(document.contents)) return undefined;
  visit(document, {
    Pair: (_, pair) => {
      // Keys are strings to us, as they are to CloudFormation.
      if (isScalar(pair.key) && pair.key.source !== '<<')
        pair.key = new Scalar(pair.key.source ?? String(pair.key.value));
    },
    Scalar: (key, node) => {
      if (key === 'key' || node.type !== 'PLAIN') return;
      // Dates, and letters alone, are strings to the parsers that templates meet.
      if (node.value instanceof Date || /^[yn]$/i.test(node.source ?? '')) node.value = node.source;
    },
  });
  return document.toJS({ maxAliasCount: -1 });
}
