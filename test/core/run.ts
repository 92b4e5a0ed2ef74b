import assert from 'node:assert/strict';
import { analyze, type OfferedFix, type Report, type Settings } from '../../server/src/core/analyze';
import { editsOf, startMending } from '../../server/src/core/mending';
import type { FileEdits } from '../../server/src/core/model/edits';
import type { Severity } from '../../server/src/core/model/finding';
import { rules } from '../../server/src/core/rules/index';
import { secure } from '../../server/src/core/secure';
import { languageOf, readSource, type SourceFile } from '../../server/src/core/source';
import type { Surroundings } from '../../server/src/core/surroundings';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { skimFile } from '../../server/src/core/terraform/calls';
import { applyEdits } from '../../server/src/core/text/edit';
import { joinPath } from '../../server/src/core/text/path';

/** The files of a workspace by path. */
export type Texts = ReadonlyMap<string, string>;

export const settings: Settings = { severities: {} };

/** These rules on, those that are off by default as warnings, and no others; undefined for what is on by default. */
export function settingsFor(on: readonly string[] | undefined): Settings {
  if (!on) return settings;
  for (const id of on)
    assert.ok(
      rules.some((rule) => rule.id === id),
      `there is no rule ${id}`,
    );
  const severities = rules.map(({ id, severity }) => [id, on.includes(id) ? loud(severity) : severity] as const);
  return { severities: Object.fromEntries(severities), asked: on };
}

/** Nothing but trails without a key: for what is the same for every rule. */
export const keysOnly = settingsFor(['trail-without-kms-key']);

/** Every rule on. */
export const everyRule: Settings = {
  severities: Object.fromEntries(rules.map(({ id, severity }) => [id, loud(severity)])),
};

function loud(severity: Severity | 'off'): Severity {
  return severity === 'off' ? 'warning' : severity;
}

export function run(texts: Texts, syntax: Syntax, chosen = settings): Report {
  const { judged, surroundings } = readAll(texts, syntax);
  return analyze(judged, chosen, surroundings);
}

/** All files after everything that can be mended of a trail has been. */
export async function runSecure(trail: string, texts: Texts, syntax: Syntax, chosen = settings): Promise<Texts> {
  return withEdits(texts, await securing(trail, texts, syntax, chosen));
}

/** The edits that mend everything of a trail that can be mended. */
export async function securing(
  trail: string,
  texts: Texts,
  syntax: Syntax,
  chosen = settings,
): Promise<readonly FileEdits[]> {
  const { judged, surroundings } = readAll(texts, syntax);
  let report: Report | undefined;
  const { mending } = await secure(trail, startMending(judged), {
    async find(files) {
      report = analyze(files, chosen, surroundings, report);
      return report.findings;
    },
    findObstacle: async () => undefined,
    syntax,
    onFault: (error) => {
      throw error;
    },
  });
  return editsOf(mending);
}

export function withEdits(texts: Texts, edits: readonly FileEdits[]): Texts {
  const after = new Map(texts);
  for (const { path, edits: own } of edits) after.set(path, applyEdits(texts.get(path) ?? '', own));
  return after;
}

/** The files of a workspace that are judged, and what is around them; read after the `previous` state of them. */
export function readAll(texts: Texts, syntax: Syntax, previous: readonly SourceFile[] = []) {
  // Other files are there to be read by Terraform's functions.
  const readable = [...texts].filter(([path, text]) => languageOf(path, undefined, text) !== undefined);
  const sources = readable.map(([path, text]) =>
    read(
      path,
      text,
      syntax,
      previous.find((file) => file.path === path),
    ),
  );
  return {
    sources,
    judged: sources.filter(({ path }) => !isHidden(path)),
    surroundings: surroundingsOf(sources, texts),
  };
}

export function read(path: string, text: string, syntax: Syntax, previous?: SourceFile): SourceFile {
  const language = languageOf(path, undefined, text);
  assert.ok(language, `${path} is of no language`);
  return readSource(syntax, { path, folder: folderOf(path), language, text }, previous);
}

export function apply(fix: OfferedFix, texts: Texts): Texts {
  return withEdits(texts, fix.edits());
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
