import assert from 'node:assert/strict';
import { analyze, type OfferedFix, type Report } from '../../server/src/core/analyze';
import { languageOf, readSource, type SourceFile } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { applyEdits } from '../../server/src/core/text/edit';

/** The files of one folder by name. */
export type Texts = ReadonlyMap<string, string>;

export const settings = { severities: {} };

export function run(texts: Texts, syntax: Syntax): Report {
  return analyze(
    [...texts].map(([name, text]) => read(name, text, syntax)),
    settings,
  );
}

export function read(path: string, text: string, syntax: Syntax, previous?: SourceFile): SourceFile {
  const language = languageOf(path, undefined, text);
  assert.ok(language, `${path} is of no language`);
  return readSource(syntax, { path, folder: '', language, text }, previous);
}

export function apply(fix: OfferedFix, texts: Texts): Texts {
  const after = new Map(texts);
  for (const { path, edits } of fix.edits()) after.set(path, applyEdits(texts.get(path) ?? '', edits));
  return after;
}
