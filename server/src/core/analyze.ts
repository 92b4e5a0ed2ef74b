import { readProject as readTemplateProject } from './cloudformation/reading/project';
import { readTemplate, type Template } from './cloudformation/template';
import { findMistake, write as writeTemplate } from './cloudformation/writing/write';
import { judge, type Memory } from './judging/judge-trails';
import type { Verdict } from './judging/verdict';
import type { AnyDependency, Dependency } from './memory/dependency';
import { lazy } from './memory/lazy';
import type { Change } from './model/change';
import type { FileEdits, Mistake } from './model/edits';
import type { Explanation } from './model/explanation';
import type { Finding, Fix, IsWanted, Severity } from './model/finding';
import { type Message, message } from './model/message';
import type { Place } from './model/place';
import type { Project } from './model/project';
import type { Rule } from './model/rule';
import { rules } from './rules/index';
import type { Reread, SourceFile, TemplateFile } from './source';
import { ignoreFix } from './suppression/ignore';
import { isSuppressed, suppress, unusedSuppression } from './suppression/suppress';
import type { Asked, Surroundings } from './surroundings';
import { rootInstance, type World } from './terraform/instance';
import type { Module } from './terraform/module';
import { readProject } from './terraform/reading/project';
import { modulesOf, worldOf } from './terraform/world';
import { write } from './terraform/writing/write';
import { inOrder } from './text/edit';
import { joinPath } from './text/path';

/** What is on by choice of the user: the severity of rules by id; a rule that is not named has its own. */
export interface Settings {
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** The rules that are asked, where it is not all that are on: others say nothing, but what they would say is not unwanted. */
  readonly asked?: readonly string[];
}

export interface Report {
  /** Sorted by path and place. */
  readonly findings: readonly ReportedFinding[];
  readonly asked: Asked;
  /** Made when asked for. */
  readonly explanations: () => readonly ReportedExplanation[];
  /** Those that an address names, whatever there is to say of them: where each is made, by a block or by the call of a module. */
  readonly trails: () => readonly { readonly address: string; readonly header: Place }[];
  /** What need not be worked out again for the next report. */
  readonly memory: ReportMemory;
}

interface ReportMemory {
  readonly settings: Settings;
  /** By the folder of a module, the path of a template. */
  readonly units: ReadonlyMap<string, Memory>;
}

export interface ReportedExplanation extends Explanation {
  /** The rule that it explains the verdict of; undefined where none has looked. */
  readonly rule: Rule | undefined;
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
  /** Instead of edits, a text for the clipboard. */
  readonly copies: (() => string) | undefined;
  /** Reads the files again as the edits would leave them, and says what is not as it is meant. Absent where that is not known. */
  readonly mistake?: (reread: Reread) => Mistake | undefined;
  /** Whether it mends nothing and only silences the finding: then a person has to choose it. */
  readonly suppresses?: boolean;
}

/**
 * The whole of Trailseal: files in, findings and edits out. Terraform files of one folder are judged together, with the modules that they
 * call and that call them; each template alone. What was reported `before` of much the same files is kept where it is still so.
 */
export function analyze(
  files: readonly SourceFile[],
  settings: Settings,
  surroundings = nothingAround,
  before?: Pick<Report, 'memory'>,
): Report {
  const asked = { folders: new Set<string>(), texts: new Set<string>(), callers: new Set<string>() };
  const templates = [...files].sort(byPath).filter(isTemplate);
  const modules = modulesOf(templates.length === 0 ? files : files.filter((file) => !isTemplate(file)));
  const world = worldOf(modules, surroundings, asked);
  const units = [
    ...[...modules.values()].sort(byFolder).map((module) => moduleUnit(module, world)),
    ...templates.flatMap(templateUnit),
  ];
  const judged = byPathOf(files);
  const around = lazy(() => byPathOf([...asked.folders].flatMap((folder) => surroundings.filesIn(folder) ?? [])));
  const fileAt = (path: string) => judged.get(path) ?? around().get(path);
  const chosenFor = ({ id, severity }: Rule) => settings.severities[id] ?? severity;
  const severityOf = (rule: Rule) => (settings.asked && !settings.asked.includes(rule.id) ? 'off' : chosenFor(rule));
  const remembered = before?.memory.settings === settings ? before.memory.units : undefined;
  const memories = new Map<string, Memory>();
  const suppressing = {
    files,
    fileAt,
    severities: new Map([...rules, unusedSuppression].map((rule) => [rule.id, severityOf(rule)])),
    today: surroundings.today?.(),
    mayBeCalled: (folder: string) => modules.has(folder) && world.callersOf(folder)?.length !== 0,
  };
  const isOff = (id: string) => rules.some((rule) => rule.id === id && chosenFor(rule) === 'off');
  const isWanted: IsWanted = (id, where) => !isOff(id) && !isSuppressed({ ...where, rule: { id } }, suppressing);
  const { kept, unused } = suppress(
    units.flatMap((unit) => {
      const { verdicts, memory } = judge({ ...unit, fileAt }, severityOf, remembered?.get(unit.id));
      memories.set(unit.id, memory);
      return verdicts.map((verdict) => report(verdict, unit, isWanted));
    }),
    suppressing,
  );
  const ignorable = kept.map((finding): ReportedFinding => {
    const ignore = () => ignoreFix(finding, judged.get(finding.place.path)) ?? [];
    return { ...finding, fixes: () => [finding.fixes(), ignore()].flat() };
  });
  return {
    findings: [...ignorable, ...unused].sort(byPlace),
    asked,
    memory: { settings, units: memories },
    explanations: () => units.flatMap(({ project }) => explanationsOf(project)),
    trails: () => units.flatMap(({ project }) => project.trails.filter(({ isRedeclared }) => !isRedeclared)),
  };
}

/** For what stands alone. */
export const nothingAround: Surroundings = {
  filesIn: () => undefined,
  textOf: () => undefined,
  callersOf: () => [],
  resolve: joinPath,
};

/** What is judged together, whatever language it is written in, and how changes are written into it. */
interface Unit {
  readonly id: string;
  readonly project: Project;
  /** Whether what was noted of an earlier state of the unit holds of it as it is now. */
  isSame(dependency: AnyDependency): boolean;
  readonly write: (changes: readonly Change[]) => readonly FileEdits[];
  readonly mistake?: (changes: readonly Change[], reread: Reread) => Mistake | undefined;
}

function moduleUnit(module: Module, world: World): Unit {
  const instance = rootInstance(module, world);
  return {
    id: module.folder,
    project: readProject(instance),
    isSame: (dependency: Dependency<World>) => dependency.isSame(world),
    write: (changes) => write(instance, changes),
  };
}

function isTemplate(file: SourceFile): file is TemplateFile {
  return file.language === 'yaml' || file.language === 'json';
}

function templateUnit(file: TemplateFile): readonly Unit[] {
  const template = readTemplate(file);
  if (!template) return [];
  return [
    {
      id: file.path,
      project: readTemplateProject(template),
      isSame: (dependency: Dependency<Template>) => dependency.isSame(template),
      write: (changes) => writeTemplate(template, changes),
      mistake: (changes, reread) => findMistake(template, changes, reread),
    },
  ];
}

function explanationsOf(project: Project): readonly ReportedExplanation[] {
  const unread = project.unreadCalls().map(({ address, header, reason }) => ({
    resource: address,
    places: [header],
    verdict: message('What {0} makes is not checked: {1}.', address, reason),
    steps: [],
    rule: undefined,
  }));
  const explained = rules.flatMap((rule) => [...(rule.explain?.(project) ?? [])].map((each) => ({ ...each, rule })));
  return [...explained, ...unread];
}

function report({ finding, rule, severity }: Verdict, unit: Unit, isWanted: IsWanted): ReportedFinding {
  return { ...finding, rule, severity, fixes: () => finding.fixes(isWanted).map((fix) => offer(fix, unit)) };
}

function offer({ title, safety, preferred, changes, copies }: Fix, unit: Unit): OfferedFix {
  const edits = () => unit.write(changes).map((file) => ({ ...file, edits: inOrder(file.edits) }));
  const { mistake } = unit;
  return {
    title,
    safety,
    preferred,
    edits,
    copies,
    ...(mistake && { mistake: (reread: Reread) => mistake(changes, reread) }),
  };
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  return (
    compare(a.place.path, b.place.path) ||
    a.place.span.start - b.place.span.start ||
    a.place.span.end - b.place.span.end ||
    rules.indexOf(a.rule) - rules.indexOf(b.rule)
  );
}

function byPathOf(files: readonly SourceFile[]): ReadonlyMap<string, SourceFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function byPath(a: SourceFile, b: SourceFile): number {
  return compare(a.path, b.path);
}

function byFolder(a: Module, b: Module): number {
  return compare(a.folder, b.folder);
}

/** By code unit, so that the order is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
