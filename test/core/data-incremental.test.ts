import assert from 'node:assert/strict';
import { readData } from '../../server/src/core/syntax/data/read';
import { type Data, type DataFile, type DataFormat, startOf } from '../../server/src/core/syntax/data/tree';
import { syntax } from '../syntax';
import { dataTexts } from './data-samples';

const fragments: Readonly<Record<DataFormat, readonly string[]>> = {
  yaml: [
    '"',
    "'",
    '\n',
    '\n  ',
    '\n    ',
    ': ',
    ':',
    '- ',
    '#',
    '[',
    ']',
    '{',
    '}',
    '|\n',
    '&a ',
    '*a',
    '<<: *a',
    '!Ref ',
    '\t',
    '\r\n',
    'é',
    '---\n',
    '  X:\n    Type: Y\n',
    'Outputs:\n',
    'x:\n',
  ],
  json: ['"', '{', '}', '[', ']', ',', ':', '\n', '\n  ', '//', '/*', '*/', '\\', '"a": {', '\r\n', 'true', ' '],
};

describe('reading YAML and JSON after an edit', () => {
  it('gives what reading from nothing gives', async () => {
    const { dataParsers } = await syntax;
    const random = randomNumbers(7);
    const texts = [...dataTexts()].filter(({ text }) => text.length < 20_000);
    for (let round = 0; round < 60; round++) {
      const { format, text: original } = texts[random(texts.length)] ?? { format: 'yaml', text: '' };
      const withAnchors = `Parameters:\n  A: &a\n    b: 1\n${original}\nOutputs:\n  B:\n    <<: *a\n`;
      let text = format === 'yaml' && random(2) === 0 ? withAnchors : original;
      let file = readData(text, format, dataParsers);
      for (let edit = 0; edit < 40; edit++) {
        const start = random(text.length + 1);
        const end = random(3) === 0 ? Math.min(text.length, start + random(40)) : start;
        const inserted = fragments[format];
        text = text.slice(0, start) + (inserted[random(inserted.length)] ?? '') + text.slice(end);
        file = readData(text, format, dataParsers, file);
        // Values are made now and then only, so that some of them stem from many edits ago.
        const values = edit % 8 === 0;
        assert.deepEqual(written(file, values), written(readData(text, format, dataParsers), values), text);
        checkPlaces(file);
      }
    }
  });

  it('keeps every member that the edit does not touch', async () => {
    const { dataParsers } = await syntax;
    for (const { format, text } of dataTexts()) {
      const file = readData(text, format, dataParsers);
      const again = readData(`${text} `, format, dataParsers, readData(`\n${text}`, format, dataParsers, file));
      assert.deepEqual(membersOf(again), membersOf(file));
      for (const [index, member] of membersOf(again).entries()) assert.equal(member, membersOf(file)[index]);
    }
  });

  it('reads a member again when what it is an alias of has changed', async () => {
    const { dataParsers } = await syntax;
    const before = readData('a:\n  b: &b 1\nc:\n  d: *b\n  e: 2\n', 'yaml', dataParsers);
    const after = readData('a:\n  b: &b 3\nc:\n  d: *b\n  e: 2\n', 'yaml', dataParsers, before);
    const [d, e] = after.sections[1]?.members ?? [];
    const value = d?.member.value();
    assert.equal(value?.kind === 'scalar' && value.value, 3);
    assert.equal(value?.owner, after.sections[0]?.members[0]?.member);
    assert.equal(e?.member, before.sections[1]?.members[1]?.member);
  });
});

function membersOf(file: DataFile) {
  return file.sections.flatMap(({ members }) => members.map(({ member }) => member));
}

function written(file: DataFile, values: boolean): unknown {
  return file.sections.map(({ name, nameSpan, start, member, members, lost }) => ({
    name,
    nameSpan,
    start,
    lost,
    text: member.text,
    value: values ? shape(file, member.value(), 0) : undefined,
    broken: values ? member.broken() : undefined,
    members: members.map(({ start, member: { name, text, nameSpan } }) => ({ start, name, text, nameSpan })),
  }));
}

function shape(file: DataFile, data: Data, depth: number): unknown {
  const common = { kind: data.kind, span: data.span, tag: data.tag, at: startOf(file, data.owner) };
  if (depth > 30) return common;
  switch (data.kind) {
    case 'scalar':
      return { ...common, value: data.value, source: data.source, style: data.style };
    case 'mapping': {
      const entries = data.entries.map((entry) => [entry.keyText, entry.span, shape(file, entry.value, depth + 1)]);
      return { ...common, lost: data.lost, entries };
    }
    case 'sequence':
      return { ...common, items: data.items.map((item) => shape(file, item, depth + 1)), broken: data.broken };
    case 'unreadable':
      return common;
  }
}

/** Members lie where the file says, and names where their spans say. */
function checkPlaces(file: DataFile): void {
  for (const { start, member, members, name, nameSpan } of file.sections) {
    assert.equal(file.text.slice(start, start + member.text.length), member.text);
    assert.ok(file.text.slice(nameSpan.start, nameSpan.end).length >= Math.min(1, name.length));
    for (const each of members)
      assert.equal(file.text.slice(each.start, each.start + each.member.text.length), each.member.text);
  }
}

/** Whole numbers below a limit, the same ones in every run. (Numerical Recipes' linear congruential generator.) */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
