import { analyze, type OfferedFix, type ReportedFinding, type Settings } from './analyze';
import type { FileEdits } from './model/edits';
import { rules } from './rules/index';
import { readSource, type SourceFile } from './source';
import type { Surroundings } from './surroundings';
import type { Syntax } from './syntax/parser';
import { composeEdits } from './text/compose';
import { applyEdits, type TextEdit } from './text/edit';

/** No trail takes more fixes than this: each leaves less to do. */
const mostSteps = 50;

/**
 * The edits that mend all that is found of a trail and of what it uses, as far as the files can: the preferred fix of each finding, one after the
 * other, each made for what the one before has left.
 */
export function secure(
  trail: string,
  files: readonly SourceFile[],
  settings: Settings,
  surroundings: Surroundings,
  syntax: Syntax,
): readonly FileEdits[] {
  let now = files;
  const steps = new Map<string, (readonly TextEdit[])[]>();
  const tried = new Set<string>();
  for (let step = 0; step < mostSteps; step++) {
    const next = nextFix(trail, analyze(now, settings, surroundings).findings, tried);
    if (!next) break;
    const edits = next.edits();
    now = now.map((file) => withEdits(file, edits, syntax));
    for (const { path, edits: made } of edits) steps.set(path, [...(steps.get(path) ?? []), made]);
  }
  return files.flatMap(({ path, text }) => {
    const made = steps.get(path);
    return made ? [{ path, edits: composeEdits(text.length, made) }] : [];
  });
}

/** How many of the findings of a trail have a fix that would be taken. */
export function countMendable(trail: string, findings: readonly ReportedFinding[]): number {
  return findings.filter((finding) => finding.trails.includes(trail) && fixOf(finding) !== undefined).length;
}

/** In the order of the rules: what one of them makes, such as a key, another may use. */
function nextFix(trail: string, findings: readonly ReportedFinding[], tried: Set<string>): OfferedFix | undefined {
  const own = findings.filter((finding) => finding.trails.includes(trail));
  for (const finding of own.sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule))) {
    const id = `${finding.rule.id} ${finding.resource} ${finding.place.path}`;
    if (tried.has(id)) continue;
    tried.add(id);
    const fix = fixOf(finding);
    if (fix) return fix;
  }
  return undefined;
}

/** What most people want. */
function fixOf(finding: ReportedFinding): OfferedFix | undefined {
  return finding.fixes().find(({ preferred }) => preferred);
}

function withEdits(file: SourceFile, edits: readonly FileEdits[], syntax: Syntax): SourceFile {
  const own = edits.find(({ path }) => path === file.path);
  if (!own) return file;
  const { path, folder, language, text } = file;
  return readSource(syntax, { path, folder, language, text: applyEdits(text, own.edits) }, file);
}
