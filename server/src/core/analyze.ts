import { readProject as readTemplateProject } from './cloudformation/project';
import { readTemplate } from './cloudformation/template';
import { write as writeTemplate } from './cloudformation/write';
import type { Change } from './model/change';
import type { FileEdits } from './model/edits';
import type { Finding, Fix, Severity } from './model/finding';
import type { Message } from './model/message';
import type { Project } from './model/project';
import type { Rule } from './model/rule';
import { rules } from './rules/index';
import { isTerraform, type SourceFile, type TemplateFile, type TerraformFile } from './source';
import { makeModule } from './terraform/module';
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

/** The whole of Trailseal: files in, findings and edits out. Terraform files of one folder are judged together, each template alone. */
export function analyze(files: readonly SourceFile[], settings: Settings): Report {
  const findings = unitsOf(files).flatMap((unit) => analyzeUnit(unit, settings));
  return { findings: findings.sort(byPlace) };
}

/** What is judged together, whatever language it is written in, and how changes are written into it. */
interface Unit {
  readonly project: Project;
  readonly write: (changes: readonly Change[]) => readonly FileEdits[];
}

function unitsOf(files: readonly SourceFile[]): readonly Unit[] {
  const sorted = [...files].sort((a, b) => compare(a.path, b.path));
  const templates = sorted.filter((file) => !isTerraform(file));
  const modules = byFolder(sorted.filter(isTerraform));
  return [...modules.map(moduleUnit), ...templates.flatMap(templateUnit)];
}

function byFolder(files: readonly TerraformFile[]): readonly (readonly TerraformFile[])[] {
  const folders = new Map<string, TerraformFile[]>();
  for (const file of files) {
    const members = folders.get(file.folder);
    if (members) members.push(file);
    else folders.set(file.folder, [file]);
  }
  return [...folders.values()];
}

function moduleUnit(files: readonly TerraformFile[]): Unit {
  const module = makeModule(files);
  return { project: readProject(module), write: (changes) => write(module, changes) };
}

function templateUnit(file: TemplateFile): readonly Unit[] {
  const template = readTemplate(file);
  if (!template) return [];
  return [{ project: readTemplateProject(template), write: (changes) => writeTemplate(template, changes) }];
}

function analyzeUnit(unit: Unit, settings: Settings): readonly ReportedFinding[] {
  return rules.flatMap((rule) => {
    const severity = settings.severities[rule.id] ?? rule.severity;
    if (severity === 'off') return [];
    return [...rule.check(unit.project)].map((finding) => report(finding, rule, severity, unit));
  });
}

function report(finding: Finding, rule: Rule, severity: Severity, unit: Unit): ReportedFinding {
  return { ...finding, rule, severity, fixes: () => finding.fixes().map((fix) => offer(fix, unit)) };
}

function offer({ title, safety, preferred, changes }: Fix, unit: Unit): OfferedFix {
  const edits = () => unit.write(changes).map((file) => ({ ...file, edits: inOrder(file.edits) }));
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
