import type { FileEdits } from './model/edits';
import type { Finding, Fix, Severity } from './model/finding';
import type { Message } from './model/message';
import type { Rule } from './model/rule';
import { rules } from './rules/index';
import type { SourceFile } from './source';
import { type Module, makeModule } from './terraform/module';
import { readProject } from './terraform/project';
import { write } from './terraform/write';
import { inOrder } from './text/edit';

/** What is on by choice of the user: the severity of rules by id; a rule that is not named has its own. */
export interface Settings {
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export interface Report {
  /** Sorted by path and place. */
  readonly findings: readonly ReportedFinding[];
}

export interface ReportedFinding extends Omit<Finding, 'fixes'> {
  readonly rule: Rule;
  readonly severity: Severity;
  /** Made when asked for. */
  readonly fixes: () => readonly OfferedFix[];
}

/** A fix that can be written in the language of its file. */
export interface OfferedFix {
  /** Unique among the fixes of a finding. */
  readonly title: Message;
  readonly safety: 'safe' | 'suggestion';
  readonly preferred: boolean;
  /** Made when asked for. The edits of one file are disjoint and sorted. */
  readonly edits: () => readonly FileEdits[];
}

/** The whole of Trailseal: files in, findings and edits out. Terraform files of one folder are judged together. */
export function analyze(files: readonly SourceFile[], settings: Settings): Report {
  const findings = [...byFolder(files).values()].flatMap((members) => analyzeModule(makeModule(members), settings));
  return { findings: findings.sort(byPlace) };
}

function byFolder(files: readonly SourceFile[]): ReadonlyMap<string, readonly SourceFile[]> {
  const folders = new Map<string, SourceFile[]>();
  for (const file of [...files].sort((a, b) => compare(a.path, b.path))) {
    const members = folders.get(file.folder);
    if (members) members.push(file);
    else folders.set(file.folder, [file]);
  }
  return folders;
}

function analyzeModule(module: Module, settings: Settings): readonly ReportedFinding[] {
  const project = readProject(module);
  return rules.flatMap((rule) => {
    const severity = settings.severities[rule.id] ?? rule.severity;
    if (severity === 'off') return [];
    return [...rule.check(project)].map((finding) => report(finding, rule, severity, module));
  });
}

function report(finding: Finding, rule: Rule, severity: Severity, module: Module): ReportedFinding {
  return { ...finding, rule, severity, fixes: () => finding.fixes().map((fix) => offer(fix, module)) };
}

function offer({ title, safety, preferred, changes }: Fix, module: Module): OfferedFix {
  const edits = () => write(module, changes).map((file) => ({ ...file, edits: inOrder(file.edits) }));
  return { title, safety, preferred, edits };
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  return (
    compare(a.place.path, b.place.path) ||
    a.place.span.start - b.place.span.start ||
    a.place.span.end - b.place.span.end ||
    compare(a.rule.id, b.rule.id)
  );
}

/** By code unit, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
