import assert from 'node:assert/strict';
import { readData } from '../../server/src/core/syntax/data/read';
import { looksLikeTemplate } from '../../server/src/core/syntax/data/recognize';
import {
  type Data,
  type DataFile,
  type DataFormat,
  findEntry,
  sectionNamed,
  startOf,
} from '../../server/src/core/syntax/data/tree';
import { syntax } from '../syntax';
import { asValue, fileAsValue } from './data-samples';

async function read(text: string, format: DataFormat = 'yaml'): Promise<DataFile> {
  return readData(text, format, (await syntax).dataParsers);
}

/** The value of the first section. */
async function firstValue(text: string): Promise<Data> {
  const file = await read(text);
  const value = file.sections[0]?.member.value();
  assert.ok(value);
  return value;
}

describe('YAML and JSON', () => {
  it('keep tags, styles and the text of scalars', async () => {
    for (const [text, expected] of [
      ['a: !GetAtt b.c', { tag: '!GetAtt', value: 'b.c', source: 'b.c', style: 'plain' }],
      ['a: !Ref "b"', { tag: '!Ref', value: 'b', source: 'b', style: 'double' }],
      ["a: 'b''c'", { tag: undefined, value: "b'c", source: "b'c", style: 'single' }],
      ['a: |-\n  b', { tag: undefined, value: 'b', source: 'b', style: 'literal' }],
      ['a: !Sub >\n  b\n  c', { tag: '!Sub', value: 'b c\n', source: 'b c\n', style: 'folded' }],
      ['a: 012345678901', { tag: undefined, value: '012345678901', source: '012345678901', style: 'plain' }],
      ['a: 012345670123', { tag: undefined, value: 1402433619, source: '012345670123', style: 'plain' }],
      ['a: yes', { tag: undefined, value: true, source: 'yes', style: 'plain' }],
      ['a: y', { tag: undefined, value: 'y', source: 'y', style: 'plain' }],
      ['a:', { tag: undefined, value: null, source: '', style: 'plain' }],
    ] as const) {
      const value = await firstValue(text);
      assert.ok(value.kind === 'scalar', text);
      const { tag, source, style } = value;
      assert.deepEqual({ tag, value: value.value, source, style }, expected, text);
    }
  });

  it('say where things stand', async () => {
    const text = 'R:\n  A:\n    T: &x !Sub "b"  # c\n    U: *x\nS:\n  B: *x\n';
    const file = await read(text);
    const a = file.sections[0]?.members[0];
    const b = file.sections[1]?.members[0];
    assert.ok(a && b);
    const t = findEntry(a.member.value(), 'T');
    const u = findEntry(a.member.value(), 'U');
    assert.ok(typeof t === 'object' && typeof u === 'object');
    const inFile = ({ start, end }: { start: number; end: number }, from: number) =>
      text.slice(from + start, from + end);
    assert.equal(inFile(t.value.span, a.start), '&x !Sub "b"');
    assert.equal(inFile(t.value.contentSpan, a.start), '"b"');
    assert.equal(inFile(t.span, a.start), 'T: &x !Sub "b"');
    assert.equal(inFile(u.valueSpan, a.start), '*x');
    assert.equal(u.value, t.value);
    assert.equal(b.member.value(), t.value);
    assert.equal(startOf(file, b.member.value().owner), a.start);
    assert.equal(inFile(b.member.nameSpan, b.start), 'B');
  });

  it('lets own keys win over merged ones, which keep their origin', async () => {
    const file = await read('a:\n  x: &x\n    p: 1\n    q: 2\nb:\n  y:\n    q: 3\n    <<: *x\n');
    const [x, y] = file.sections.map(({ members }) => members[0]?.member);
    assert.ok(x && y);
    assert.deepEqual(asValue(y.value()), { p: 1, q: 3 });
    const p = findEntry(y.value(), 'p');
    assert.equal(typeof p === 'object' && p.owner, x);
  });

  it('take the last of duplicate keys, and the first document', async () => {
    const file = await read('a:\n  b: 1\n  b: 2\n---\nc: 3\n');
    const a = sectionNamed(file, 'a');
    assert.ok(a);
    assert.equal(a.members.length, 2);
    assert.deepEqual(
      a.members.map(({ member }) => asValue(member.value())),
      [1, 2],
    );
    assert.deepEqual(fileAsValue(file), { a: { b: 2 } });
    assert.deepEqual(fileAsValue(await read('{"a": {"b": 1, "b": 2}}', 'json')), { a: { b: 2 } });
  });

  it('tolerates comments and trailing commas in JSON', async () => {
    const file = await read('// c\n{\n  "a": { /* c */ "b": [1, 2,], // c\n  },\n}\n', 'json');
    assert.deepEqual(fileAsValue(file), { a: { b: [1, 2] } });
    assert.ok(file.sections.every(({ member }) => !member.broken()));
  });

  it('loses no more than the line that does not read', async () => {
    const cases: readonly (readonly [string, DataFormat, readonly string[]])[] = [
      ['R:\n  T:\n    P:\n      A: 1\n      @@\n      B: 2\n', 'yaml', ['unsure-none']],
      ['R:\n  T:\n    P:\n      A: 1\n      KMSK\n      B: 2\n', 'yaml', ['KMSKeyId']],
      ['R:\n  T:\n    P:\n      KMSKeyId:x\n      A: 1\n      B: 2\n', 'yaml', ['KMSKeyId']],
      ['R:\n  T:\n    P:\n      X: "open\n      A: 1\n      B: 2\n', 'yaml', []],
      ['R:\n  T:\n    P:\n      X: [a, {\n      A: 1\n      B: 2\n', 'yaml', []],
      ['R:\n  T:\n    P:\n      X: !If [a,\n      A: 1\n      Y: }\n      B: 2\n', 'yaml', []],
      ['R:\n  T:\n    P:\n      A: 1\n        bad: x\n      B: 2\n', 'yaml', []],
      ['R:\n  T:\n    P: {A: 1, B: 2, X: "open, \n      C: 2}\n', 'yaml', ['KMSKeyId']],
      [
        '{\n  "R": {\n    "T": {\n      "P": {\n        "A": 1,\n        "KMSK\n        "B": 2\n      }\n    }\n  }\n}',
        'json',
        ['KMSKeyId'],
      ],
      [
        '{\n  "R": {\n    "T": {\n      "P": {\n        "A": 1\n        "X": {,\n        "B": 2\n      }\n    }\n  }\n}',
        'json',
        [],
      ],
      [
        '{\n  "R": {\n    "T": {\n      "P": {\n        "A": 1,\n        "X": "open,\n        "B": 2\n      }}\n    }\n  }\n}',
        'json',
        [],
      ],
      ['{\n  "R": {\n    "T": {\n      "P": {\n        "A": 1,\n        "X": ,\n        "B": 2', 'json', []],
    ];
    for (const [text, format, unsure] of cases) {
      const file = await read(text, format);
      const member = file.sections[0]?.members[0]?.member;
      const properties = member && findEntry(member.value(), 'P');
      assert.ok(typeof properties === 'object', text);
      assert.ok(file.sections[0]?.member.broken(), text);
      for (const [name, value] of [
        ['A', 1],
        ['B', 2],
      ] as const) {
        const found = findEntry(properties.value, name);
        if (text.includes('bad') && name === 'A') continue;
        assert.deepEqual(typeof found === 'object' && asValue(found.value), value, `${name} in ${text}`);
      }
      for (const name of ['KMSKeyId'])
        assert.equal(findEntry(properties.value, name), unsure.includes(name) ? 'unsure' : 'absent', text);
    }
  });

  it('reads quotes and brackets that go on or close at any indentation', async () => {
    const cases: readonly (readonly [string, unknown])[] = [
      ['P:\n  K:\n    D: "The key\n    of it"\n    E: 1\n', { D: 'The key of it', E: 1 }],
      ['P:\n  K:\n    D: "The key\n  of it"\n    E: 1\n', { D: 'The key of it', E: 1 }],
      ["P:\n  K:\n    D: 'The key\n\nof it,\n  it''s' # c\n    E: 1\n", { D: "The key\nof it, it's", E: 1 }],
      ['P:\r\n  K:\r\n    D: "The \\\r\n  key"\r\n    E: 1\r\n', { D: 'The key', E: 1 }],
      ['P:\n  K:\n    D: "Note\n    this: x"\n    E: 1\n', { D: 'Note this: x', E: 1 }],
      ['P:\n  K:\n    A: [\n      a,\n      b\n  ]\n    E: 1\n', { A: ['a', 'b'], E: 1 }],
      ['P:\n  K:\n    A: [\n      a, # one ]\n      "b"\n    ]\n    E: 1\n', { A: ['a', 'b'], E: 1 }],
      ['P:\n  K:\n    A: [\n    a,\n  b,\nc]\n    E: 1\n', { A: ['a', 'b', 'c'], E: 1 }],
      ['P:\n  K:\n    A: !Sub {\n      a: b\n    }\n    E: 1\n', { A: { a: 'b' }, E: 1 }],
      [
        'P:\n  K:\n    A:\n    - "one\n    two"\n    - x: [\n      1\n      ]\n    E: 1\n',
        { A: ['one two', { x: [1] }], E: 1 },
      ],
      ['P:\n  K:\n    T: |\n      A: [\n    A: [\n      a\n    ]\n    E: 1\n', { T: 'A: [\n', A: ['a'], E: 1 }],
      ['P:\n  K: "The key\n  of\nit"\n  L: 1\n', 'The key of it'],
    ];
    for (const [text, expected] of cases) {
      const file = await read(`D: "What\nit is"\n${text}O:\n  X: 1\n`);
      const [description, section, last] = file.sections;
      assert.equal(description?.member.value().kind === 'scalar' && asValue(description.member.value()), 'What it is');
      const member = section?.members[0]?.member;
      assert.deepEqual(member && asValue(member.value()), expected, text);
      assert.equal(last?.name, 'O', text);
      assert.ok(
        file.sections.every((each) => !each.member.broken()),
        text,
      );
    }
  });

  it('does not take a quote that has just been opened for one that a line below closes', async () => {
    const file = await read('P:\n  K:\n    D: "open\n  L:\n    E: "x"\nO:\n  X: "y"\n');
    assert.deepEqual(
      file.sections.map(({ name, members }) => [name, ...members.map(({ member }) => member.name)]),
      [
        ['P', 'K', 'L'],
        ['O', 'X'],
      ],
    );
    assert.deepEqual(
      file.sections.flatMap(({ members }) => members.map(({ member }) => member.broken())),
      [true, false, false],
    );
  });

  it('knows a member among lines that do not read, and that its neighbours stay', async () => {
    const file = await read(
      'Resources:\n  A:\n    T: 1\n Trai:\n    T: 2\nfoo\n  Key\n  B:\n    T: 3\nOutputs:\n  C: 1\n',
    );
    const resources = sectionNamed(file, 'Resources');
    assert.ok(resources);
    assert.deepEqual(
      resources.members.map(({ member }) => [member.name, asValue(member.value())]),
      [
        ['A', { T: 1 }],
        ['Trai', { T: 2 }],
        ['Key', { unreadable: true }],
        ['B', { T: 3 }],
      ],
    );
    assert.deepEqual(resources.lost, ['Key', 'foo']);
    assert.ok(sectionNamed(file, 'Outputs'));
  });

  it('is unsure of what may be missing from an entry that a line in the middle cuts short', async () => {
    for (const line of ['KMS', '  KMS', ' KMS:', '  KMS:']) {
      const file = await read(`Resources:\n  A:\n    T: 1\n${line}\n    U: 2\n  B:\n    T: 3\n`);
      const resources = sectionNamed(file, 'Resources');
      const a = resources?.members.find(({ member }) => member.name === 'A');
      const b = resources?.members.find(({ member }) => member.name === 'B');
      assert.ok(a && b, line);
      assert.deepEqual(asValue(b.member.value()), { T: 3 });
      // A key of its own that stands where a member stands is one.
      const isMember = line === '  KMS:';
      assert.equal(findEntry(a.member.value(), 'U') === 'absent', isMember, line);
    }
  });

  it('look like a template or not', () => {
    for (const text of [
      'Resources:\n  A:\n    Type: AWS::S3::Bucket\n',
      '\ufeff{"Resources":{"A":{"Type":"AWS::S3::Bucket"}}}',
      '{\n  "Description": "x", "Resources": {\n  "A": { "Type": "AWS::',
      'Transform: AWS::Serverless-2016-10-31\r\nResources\r\n',
      '{Resources: {A: {Type: AWS::S3::Bucket}}}',
    ])
      assert.ok(looksLikeTemplate(text), text);
    for (const text of [
      'apiVersion: v1\nkind: Pod\nspec:\n  resources:\n    limits: {}\n',
      'on: push\njobs: {}\n',
      '{"name": "x", "Resources": 1}',
      'text: AWS::S3::Bucket\n',
      'MyResources: AWS::S3::Bucket\n',
    ])
      assert.ok(!looksLikeTemplate(text), text);
  });
});
