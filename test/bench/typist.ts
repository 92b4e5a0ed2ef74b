import type { Position } from 'vscode-languageserver/node';

export interface Keystroke {
  readonly position: Position;
  readonly text: string;
}

/** What is typed, and the line that it is typed into: at the end of that line, or before the ending that is given. */
interface Task {
  readonly line: RegExp;
  readonly before: string;
  readonly text: string;
}

const tasks: readonly Task[] = [
  { line: /^ {2}name\s+= "open-/, before: '"', text: '-of-the-whole-organization-in-all-of-its-regions' },
  { line: /^# Role/, before: '', text: ' It belongs to (nobody) and is "temporary" { since 2019' },
  // A whole block, from an empty line: most of the time the file is broken.
  { line: /^$/, before: '', text: 'resource "aws_s3_bucket" "typed" {\n  bucket = lower("typed-logs")\n}\n' },
  { line: /^ {4}Owner = local/, before: '', text: ' == "nobody" ? lower("somebody else") : upper("x")' },
];

/** Keystrokes one after the other, each at another place than the one before. Ends when every place has had all of its text. */
export function* keystrokes(text: string): Generator<Keystroke> {
  const lines = text.split('\n');
  const places = tasks.flatMap((task, index) => {
    // The places are spread over the file: the first at its beginning, the last near its end.
    const from = Math.floor((lines.length * index) / tasks.length);
    const below = lines.findIndex((line, number) => number >= from && task.line.test(line));
    const line = below < 0 ? lines.findIndex((one) => task.line.test(one)) : below;
    return line < 0 ? [] : [{ task, line, character: (lines[line] ?? '').length - task.before.length, typed: 0 }];
  });
  while (places.some(({ task, typed }) => typed < task.text.length)) {
    for (const place of places) {
      const character = place.task.text[place.typed++];
      if (character === undefined) continue;
      yield { position: { line: place.line, character: place.character }, text: character };
      if (character !== '\n') {
        place.character++;
        continue;
      }
      for (const other of places) if (other !== place && other.line > place.line) other.line++;
      place.line++;
      place.character = 0;
    }
  }
}
