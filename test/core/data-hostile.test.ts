import assert from 'node:assert/strict';
import { readData } from '../../server/src/core/syntax/data/read';
import { type Data, type DataFile, entryNamed } from '../../server/src/core/syntax/data/tree';
import { syntax } from '../syntax';

/** What somebody might put into the place of a value, much of it. Reading it has to end: the runner's limit is the judge. */
const hostile: Readonly<Record<string, string>> = {
  'open brackets on lines': '      x: [\n'.repeat(16_000),
  'open braces on lines': '"x": {\n'.repeat(16_000),
  'open quotes on lines': '      x: "\n'.repeat(20_000),
  'open quotes': '"'.repeat(1_000_001),
  'single quotes': "'".repeat(1_000_001),
  'nested brackets': '['.repeat(500_000),
  'closed brackets': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  'closed braces': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  'nested flow mappings': `${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}`,
  'brackets that do not match': `${'{['.repeat(40_000)}${'}]'.repeat(40_000)}`,
  'nested sequences': '- '.repeat(20_000),
  'nested keys': Array.from({ length: 1_500 }, (_, index) => `${' '.repeat(index + 6)}a:`).join('\n'),
  'open comments': '/*\n'.repeat(40_000),
  'open block scalars': '      x: |\n'.repeat(12_000),
  tags: '!a '.repeat(60_000),
  anchors: '      - &a\n'.repeat(12_000),
  aliases: '      - *a\n'.repeat(12_000),
  'a long line': `"${'a'.repeat(5_000_000)}"`,
  'a long plain line': 'a'.repeat(5_000_000),
  'a long open line': `"${'\\'.repeat(5_000_000)}`,
  spaces: ' '.repeat(2_000_000),
  tabs: '\t'.repeat(1_000_000),
  colons: ':'.repeat(1_000_000),
  'colons with spaces': ': '.repeat(500_000),
  questions: '? '.repeat(60_000),
  'stray characters': '\u0000\ufffd;'.repeat(40_000),
  'half characters': '\ud83d'.repeat(60_000),
  'wrong indentation': Array.from({ length: 8_000 }, (_, index) => `${' '.repeat(index % 9)}a:`).join('\n'),
  'falling indentation': Array.from({ length: 1_500 }, (_, index) => `${' '.repeat(1_600 - index)}a: "`).join('\n'),
  'carriage returns': '\r'.repeat(500_000),
};

const templates: Readonly<Record<string, (value: string) => string>> = {
  'in a property': (value) =>
    `Resources:\n  First:\n    Type: A\n  Second:\n    Type: B\n    Properties: ${value}\n  Third:\n    Type: C\n`,
  'below a property': (value) =>
    `Resources:\n  First:\n    Type: A\n  Second:\n    Type: B\n    Properties:\n${value}\n  Third:\n    Type: C\n`,
  'in a JSON property': (value) =>
    `{\n  "Resources": {\n    "First": {\n      "Type": "A"\n    },\n    "Second": {\n      "Properties": ${value}\n    },\n    "Third": {\n      "Type": "C"\n    }\n  }\n}\n`,
  'as a file': (value) => value,
  'as a section': (value) => `Resources:\n${value}\n`,
};

describe('hostile YAML and JSON', () => {
  for (const [name, value] of Object.entries(hostile)) {
    it(`${name}: ends, and its neighbours are read`, async () => {
      const { dataParsers } = await syntax;
      for (const [where, template] of Object.entries(templates)) {
        const text = template(value);
        for (const format of ['yaml', 'json'] as const) {
          const file = readData(text, format, dataParsers);
          readEverything(file);
          readEverything(readData(`${text.slice(0, -9)} ${text.slice(-9)}`, format, dataParsers, file));
          const isBlock = !where.includes('JSON');
          if (!where.includes('property') || (isBlock && format === 'json')) continue;
          assert.equal(typeOf(file, 'First'), 'A', `${format} ${where}`);
          assert.equal(typeOf(file, 'Third'), 'C', `${format} ${where}`);
        }
      }
    });
  }

  it('a bomb of aliases costs nothing', async () => {
    const { dataParsers } = await syntax;
    const lines = Array.from({ length: 40 }, (_, i) => `  a${i}: &a${i} [${`*a${i - 1}, `.repeat(i === 0 ? 0 : 9)}1]`);
    const merges = Array.from(
      { length: 40 },
      (_, i) => `  m${i}: &m${i}\n    <<: [${`*m${i - 1}, `.repeat(i === 0 ? 0 : 9)}{k${i}: 1}]`,
    );
    const file = readData(`Parameters:\n${lines.join('\n')}\n${merges.join('\n')}\n`, 'yaml', dataParsers);
    for (const { member } of file.sections[0]?.members ?? []) assert.ok(!member.broken(), member.name);
    const last = file.sections[0]?.members.at(-1)?.member.value();
    assert.equal(last?.kind === 'mapping' && last.entries.length, 40);
  });

  it('a long chain of aliases ends, and so does a cycle', async () => {
    const { dataParsers } = await syntax;
    const chain = Array.from({ length: 20_000 }, (_, i) => `  a${i}: &a${i} [*a${i - 1}]`);
    const file = readData(`Parameters:\n${chain.join('\n')}\n`, 'yaml', dataParsers);
    readEverything(file);
    const cycle = readData('a: &a [*a]\nb: &b {c: *b, d: 1}\ne: &e\n  <<: *e\n  f: 1\n', 'yaml', dataParsers);
    readEverything(cycle);
    assert.ok(cycle.sections.every(({ member }) => member.broken()));
  });
});

function typeOf(file: DataFile, name: string): unknown {
  const member = file.sections
    .find((section) => section.name === 'Resources')
    ?.members.findLast((each) => each.member.name === name);
  const value = member?.member.value();
  const type = value?.kind === 'mapping' ? entryNamed(value, 'Type')?.value : undefined;
  return type?.kind === 'scalar' ? type.value : undefined;
}

function readEverything(file: DataFile): void {
  for (const { member, members } of file.sections) {
    depthOf(member.value());
    for (const each of members) depthOf(each.member.value());
  }
}

function depthOf(data: Data, seen = new Set<Data>()): number {
  if (seen.has(data)) return 0;
  seen.add(data);
  const inner =
    data.kind === 'mapping' ? data.entries.map(({ value }) => value) : data.kind === 'sequence' ? data.items : [];
  let deepest = 0;
  for (const each of inner) deepest = Math.max(deepest, 1 + depthOf(each, seen));
  return deepest;
}
