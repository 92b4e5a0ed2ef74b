import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../server/src/core/analyze';
import { languageOf, type SourceFile } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { syntax as loading } from '../syntax';
import { read, settingsFor } from './run';
import { parseSpecs, type Spec } from './spec-file';

const folder = join(__dirname, '../specs');

describe('every prefix of the specs', () => {
  let syntax: Syntax;
  /** What has been typed, by the name of the file and the rules. */
  const typed = new Map<string, readonly string[]>();
  before(async () => {
    syntax = await loading;
  });

  for (const name of readdirSync(folder).sort()) {
    describe(name, () => {
      for (const spec of parseSpecs(readFileSync(join(folder, name), 'utf8')).specs)
        it(spec.title, () => survivesPrefixes(spec));
    });
  }

  function survivesPrefixes({ files, rules }: Spec): void {
    const chosen = settingsFor(rules);
    for (const { name, text } of files) {
      if (languageOf(name, undefined, text) === undefined) continue;
      const id = `${name} ${rules}`;
      const others = typed.get(id) ?? [];
      typed.set(id, [...others, text]);
      // As long as texts begin alike, they are the same file with the same past.
      const known = Math.max(-1, ...others.map((other) => sharedStart(other, text)));
      let previous: SourceFile | undefined;
      for (let length = 0; length <= text.length; length++) {
        previous = read(name, text.slice(0, length), syntax, previous);
        if (length <= known || isWithinWord(text, length)) continue;
        for (const finding of analyze([previous], chosen).findings) {
          assert.ok(finding.place.span.end <= length, 'a place lies in the text');
          for (const fix of finding.fixes()) fix.edits();
        }
      }
    }
  }
});

/** What is judged in the midst of a word is seldom another thing than before it: each prefix is read, and those between words are judged. */
function isWithinWord(text: string, length: number): boolean {
  return /^\w{3}$/.test(text.slice(length - 2, length + 1));
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
