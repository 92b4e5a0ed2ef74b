import type { Position } from 'vscode-languageserver/node';
import type { Task } from './language';

export interface Keystroke {
  readonly position: Position;
  readonly text: string;
}

/** Keystrokes one after the other, each at another place than the one before. Ends when every place has had all of its text. */
export function* keystrokes(text: string, tasks: readonly Task[]): Generator<Keystroke> {
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
