import { readFile } from 'node:fs/promises';
import { analyze, type ReportedFinding, type Settings } from '../core/analyze';
import { type Message, render } from '../core/model/message';
import type { Place } from '../core/model/place';
import { languageOf, readSource, type SourceFile } from '../core/source';
import { looksLikeTemplate } from '../core/syntax/data/recognize';
import { loadSyntax, type Syntax } from '../core/syntax/parser';
import { lineStarts, positionAt } from '../core/text/lines';
import { type Folder, findFolders, inFolder } from './folders';
import { readGrammars } from './grammars';

export interface Check {
  readonly findings: readonly CheckedFinding[];
  /** How many files were looked at. */
  readonly files: number;
  /** A sentence for each file or folder that could not be read. */
  readonly unread: readonly string[];
}

/** Lines and columns count from 1. Columns are UTF-16 code units. */
export interface Point {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface CheckedFinding extends Point {
  readonly rule: string;
  readonly severity: string;
  readonly endLine: number;
  readonly endColumn: number;
  readonly resource: string;
  readonly message: string;
  readonly related: readonly (Point & { readonly message: string })[];
}

/** Checks files and folders, one Terraform folder after the other, so that no more than one is in memory. */
export async function check(paths: readonly string[], settings: Settings, workingFolder: string): Promise<Check> {
  const syntax = await loadSyntax(await readGrammars());
  const { folders, unread } = await findFolders(paths, workingFolder);
  const findings: CheckedFinding[] = [];
  const failures = [...unread];
  let files = 0;
  for (const folder of folders) {
    const { sources, failed } = await readFolder(folder, syntax, workingFolder);
    failures.push(...failed);
    const asked = new Set([...folder.asked, ...folder.templates].map((name) => folder.shown + name));
    files += sources.filter(({ path }) => asked.has(path)).length;
    const { findings: found } = analyze(sources, settings);
    findings.push(...found.filter(({ place }) => asked.has(place.path)).map((finding) => describe(finding, sources)));
  }
  return { findings, files, unread: failures };
}

interface ReadFolder {
  readonly sources: readonly SourceFile[];
  readonly failed: readonly string[];
}

async function readFolder({ shown, names, templates }: Folder, syntax: Syntax, workingFolder: string): Promise<ReadFolder> {
  const sources: SourceFile[] = [];
  const failed: string[] = [];
  for (const name of [...names, ...templates]) {
    const path = shown + name;
    const read = await readText(path, workingFolder);
    if (typeof read !== 'string') {
      failed.push(read.failed);
      continue;
    }
    const language = languageOf(path, undefined, read);
    // Most files of YAML and JSON are no templates: they cost a look, and are none of those that were checked.
    if (language === 'terraform' || (language && looksLikeTemplate(read))) {
      sources.push(readSource(syntax, { path, folder: shown, language, text: read }));
    }
  }
  return { sources, failed };
}

async function readText(path: string, workingFolder: string): Promise<string | { readonly failed: string }> {
  const bytes = await readFile(inFolder(workingFolder, path)).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) return { failed: `${path} cannot be read (${bytes.code}).` };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { failed: `${path} cannot be read: it is not UTF-8.` };
  }
}

function describe(finding: ReportedFinding, sources: readonly SourceFile[]): CheckedFinding {
  const { start, end } = locate(finding.place, sources);
  return {
    rule: finding.rule.id,
    severity: finding.severity,
    ...start,
    endLine: end.line,
    endColumn: end.column,
    resource: finding.resource,
    message: render(finding.message),
    related: finding.related.map(({ place, message }: { place: Place; message: Message }) => ({
      ...locate(place, sources).start,
      message: render(message),
    })),
  };
}

function locate({ path, span }: Place, sources: readonly SourceFile[]): { readonly start: Point; readonly end: Point } {
  const starts = lineStarts(sources.find((source) => source.path === path)?.text ?? '');
  const point = (offset: number): Point => {
    const { line, character } = positionAt(starts, offset);
    return { path, line: line + 1, column: character + 1 };
  };
  return { start: point(span.start), end: point(span.end) };
}
