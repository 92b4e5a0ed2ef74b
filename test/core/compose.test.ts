import assert from 'node:assert/strict';
import { composeEdits } from '../../server/src/core/text/compose';
import { applyEdits, originOf, type TextEdit } from '../../server/src/core/text/edit';
import { span } from '../../server/src/core/text/span';

const edit = (start: number, end: number, text: string): TextEdit => ({ span: span(start, end), text });

describe('composed edits', () => {
  it('are none for none', () => {
    assert.deepEqual(composeEdits(5, []), []);
    assert.deepEqual(composeEdits(5, [[], []]), []);
  });

  it('touch only what one of the steps touches', () => {
    const steps = [[edit(2, 2, 'X')], [edit(0, 1, 'Y'), edit(6, 6, 'Z')]];
    assert.deepEqual(composeEdits(5, steps), [edit(0, 1, 'Y'), edit(2, 2, 'X'), edit(5, 5, 'Z')]);
  });

  it('take back what a later step removes', () => {
    assert.deepEqual(composeEdits(3, [[edit(1, 1, 'new')], [edit(1, 4, '')]]), []);
  });

  it('insert in the order of the steps, where these say', () => {
    assert.deepEqual(composeEdits(2, [[edit(1, 1, 'b')], [edit(1, 1, 'a'), edit(2, 2, 'c')]]), [edit(1, 1, 'abc')]);
  });

  it('lead back to where things were', () => {
    const edits = [edit(2, 2, '++'), edit(4, 6, ''), edit(7, 8, '---')];
    const after = applyEdits('0123456789', edits);
    assert.equal(after, '01++236---89');
    const back = Array.from({ length: after.length + 1 }, (_, offset) => originOf(offset, edits));
    assert.deepEqual(back, [0, 1, 2, 2, 2, 3, 6, 7, 7, 7, 8, 9, 10]);
  });

  it('do what the steps do one after the other, whatever they are', () => {
    const random = generator(7);
    for (let round = 0; round < 2000; round++) {
      const text = 'abcdefghijklmnop'.slice(0, random(16));
      let now = text;
      const steps = Array.from({ length: 1 + random(4) }, () => {
        const edits = randomEdits(now, random);
        now = applyEdits(now, edits);
        return edits;
      });
      assert.equal(applyEdits(text, composeEdits(text.length, steps)), now);
    }
  });
});

function randomEdits(text: string, random: (below: number) => number): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (let from = 0; from <= text.length; ) {
    const start = from + random(5);
    const end = start + random(4);
    if (end > text.length) break;
    edits.push(edit(start, end, '0123'.slice(0, random(4))));
    from = end + 1;
  }
  return edits;
}

/** Numbers that are the same on every run: a linear congruential generator. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}
