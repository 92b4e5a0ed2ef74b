import assert from 'node:assert/strict';
import { analyze, type OfferedFix, type Report } from '../../server/src/core/analyze';
import { languageOf, readSource, type SourceFile } from '../../server/src/core/source';
import type { Surroundings } from '../../server/src/core/surroundings';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { skimFile } from '../../server/src/core/terraform/calls';
import { applyEdits } from '../../server/src/core/text/edit';
import { joinPath } from '../../server/src/core/text/path';

/** The files of a workspace by path. */
export type Texts = ReadonlyMap<string, string>;

export const settings = { severities: {} };

export function run(texts: Texts, syntax: Syntax): Report {
  // Other files are there to be read by Terraform's functions.
  const readable = [...texts].filter(([path, text]) => languageOf(path, undefined, text) !== undefined);
  const sources = readable.map(([path, text]) => read(path, text, syntax));
  const judged = sources.filter(({ path }) => !isHidden(path));
  return analyze(judged, settings, surroundingsOf(sources, texts));
}

export function read(path: string, text: string, syntax: Syntax, previous?: SourceFile): SourceFile {
  const language = languageOf(path, undefined, text);
  assert.ok(language, `${path} is of no language`);
  return readSource(syntax, { path, folder: folderOf(path), language, text }, previous);
}

export function apply(fix: OfferedFix, texts: Texts): Texts {
  const after = new Map(texts);
  for (const { path, edits } of fix.edits()) after.set(path, applyEdits(texts.get(path) ?? '', edits));
  return after;
}

function surroundingsOf(sources: readonly SourceFile[], texts: Texts): Surroundings {
  const folders = new Map<string, SourceFile[]>();
  for (const source of sources) folders.set(source.folder, [...(folders.get(source.folder) ?? []), source]);
  const callers = new Map<string, string[]>();
  for (const [folder, files] of folders) {
    if (isHidden(folder)) continue;
    const called = new Set(files.flatMap((file) => skimFile(file, joinPath).calls));
    for (const one of called) callers.set(one, [...(callers.get(one) ?? []), folder]);
  }
  return {
    filesIn: (folder) => folders.get(folder) ?? [],
    textOf: (path) => texts.get(path) ?? null,
    callersOf: (folder) => callers.get(folder) ?? [],
    resolve: joinPath,
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What Terraform keeps for itself is not judged. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') && part !== '..');
}
