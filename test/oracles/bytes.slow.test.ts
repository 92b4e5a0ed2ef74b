import type { TextEdit } from '../../server/src/core/text/edit';
import { slice } from '../../server/src/core/text/span';
import { type Case, type Fixed, readCases } from './cases';
import { judgeEach } from './report';

describe('the bytes of a fixed file', function () {
  this.timeout(120_000);

  let cases: readonly Case[];
  before(async () => {
    cases = await readCases();
  });

  it('are as they were outside of the edits, which take no comment and no whole line that they need not', () => {
    judgeEach(
      'other bytes unchanged',
      cases.flatMap(({ fixes }) => fixes),
      wrongWith,
    );
  });
});

function wrongWith({ unit, edits, texts }: Fixed): readonly string[] {
  const edited = new Map(edits.map(({ path, edits: own }) => [path, own]));
  return [
    ...(edits.length === 0 ? ['has no edit'] : []),
    ...(edited.size < edits.length ? ['names a file twice'] : []),
    ...[...unit.texts].flatMap(([path, before]) =>
      wrongIn(before, texts.get(path) ?? '', edited.get(path) ?? []).map((wrong) => `${path} ${wrong}`),
    ),
  ];
}

/** What lies between the edits is looked for in the text after them, each piece where the one before has ended. */
function wrongIn(before: string, after: string, edits: readonly TextEdit[]): readonly string[] {
  let [from, at] = [0, 0];
  for (const { span, text } of edits) {
    if (span.start < from || span.end < span.start || span.end > before.length) return ['has edits that overlap'];
    const kept = before.slice(from, span.start) + text;
    if (!after.startsWith(kept, at)) return [`has other bytes than it had before offset ${span.start}`];
    [from, at] = [span.end, at + kept.length];
  }
  return [
    ...(after.slice(at) === before.slice(from) ? [] : [`has other bytes than it had after offset ${from}`]),
    ...edits.flatMap((edit) => needlesslyTaken(slice(before, edit.span), edit.text)),
  ];
}

function needlesslyTaken(gone: string, added: string): readonly string[] {
  const lines = gone.split('\n');
  const comments = lines.filter((line) => /^\s*(#|\/\/)/.test(line) && !added.includes(line.trim()));
  // At both ends of an edit, a line that comes back need not have gone.
  const ends = lines.length > 1 ? [lines[0], lines.at(-1)] : [];
  const again = [added.split('\n')[0], added.split('\n').at(-1)];
  return [
    ...comments.map((line) => `loses the comment ${line.trim()}`),
    ...ends
      .filter((line, index) => line?.trim() && line === again[index])
      .map((line) => `has a line replaced by itself: ${line}`),
  ];
}
