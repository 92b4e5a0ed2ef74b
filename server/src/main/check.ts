import { analyze, type Settings } from '../core/analyze';
import {
  isModuleFile,
  isTerraform,
  isVariables,
  type Language,
  type SourceFile,
  type TemplateFile,
} from '../core/source';
import { looksLikeTemplate } from '../core/syntax/data/recognize';
import { sectionNamed } from '../core/syntax/data/tree';
import { loadSyntax, type Syntax } from '../core/syntax/parser';
import { lineStarts, positionAt } from '../core/text/lines';
import { firstUnread } from '../core/unread';
import { type CheckedFinding, checkedFinding } from './checked-finding';
import { type Asked, type Folder, findFolders } from './folders';
import { readGrammars } from './grammars';
import { type Library, openLibrary, sourceOf } from './library';
import { inFolder } from './paths';
import { readText } from './read-text';

export interface Check {
  /** In the order of the folders, and in each by file and place. */
  readonly findings: readonly CheckedFinding[];
  /** How many files were looked at. */
  readonly files: number;
  /** A sentence for each file or folder that could not be read. */
  readonly unread: readonly string[];
  /** A sentence for each file that a part of could not be made sense of. */
  readonly doubts: readonly string[];
}

/** What one answer leaves to be asked is fetched so often at most: modules call modules. */
const mostRounds = 50;

/** Checks files and folders. A module is judged with the modules that it calls, and with those that call it among what is checked. */
export async function check(paths: readonly string[], settings: Settings, workingFolder: string): Promise<Check> {
  const { folders, unread } = await findFolders(paths, workingFolder);
  const syntax = await loadSyntax(await readGrammars());
  const checker = { syntax, settings, workingFolder, library: openLibrary(syntax, workingFolder) };
  // Whether there is something to find in a folder may only be known when all have been looked at.
  const skimmed = folders.map((folder) => skim(folder, checker));
  const checks: Check[] = [];
  for (const folder of folders) checks.push(await checkFolder(folder, checker));
  return sum([{ ...nothing, unread }, ...checks, ...skimmed]);
}

interface Checker {
  readonly syntax: Syntax;
  readonly settings: Settings;
  readonly workingFolder: string;
  readonly library: Library;
}

async function checkFolder(folder: Folder, checker: Checker): Promise<Check> {
  const findings = await checkModule(folder, checker);
  const alone = [...folder.asked]
    .filter(([name]) => !isModuleFile(name))
    .map(([name, asked]) => checkAlone(folder.shown, name, asked, checker));
  const all = sum([{ ...nothing, findings }, ...alone]);
  return { ...all, findings: [...all.findings].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)) };
}

/** What there is in a folder, and what of it does not read. */
function skim({ shown, module, asked, unread }: Folder, { library }: Checker): Check {
  const folder = library.skim(shown, module);
  const sources = folder.sources.filter(({ path }) => asked.has(path.slice(shown.length)));
  return {
    findings: [],
    files: sources.length,
    unread: [...unread, ...folder.unread],
    doubts: sources.flatMap(doubtsOf),
  };
}

async function checkModule(
  { shown, module, asked }: Folder,
  { library, settings }: Checker,
): Promise<readonly CheckedFinding[]> {
  if (module.length === 0 || !(await library.matters(shown))) return [];
  const { sources } = await library.folder(shown, module);
  let report = analyze(sources, settings, library.surroundings);
  for (let round = 0; round < mostRounds && (await library.fetch(report.asked)); round++)
    report = analyze(sources, settings, library.surroundings);
  return report.findings
    .map((finding) => checkedFinding(finding, library.sourceAt))
    .filter(({ path }) => asked.has(path.slice(shown.length)));
}

/** Most files of YAML and JSON are no templates: they cost a look, and unless they are named nobody hears of them. */
function checkAlone(shown: string, name: string, asked: Asked, checker: Checker): Check {
  const path = shown + name;
  const text = readText(inFolder(checker.workingFolder, path));
  if (typeof text !== 'string') {
    const mayMatter = text.text === '' ? !text.isNone : looksLikeTemplate(text.text);
    return asked === 'named' || mayMatter ? { ...nothing, unread: [`${path} ${text.why}.`] } : nothing;
  }
  const source = sourceOf(shown, name, text, checker.syntax);
  if (isVariables(source) || (!isTerraform(source) && !isTemplate(source))) return nothing;
  const { findings } = analyze([source], checker.settings);
  return {
    findings: findings.map((finding) => checkedFinding(finding, () => source)),
    files: 1,
    unread: [],
    doubts: doubtsOf(source),
  };
}

/** A file that is being typed is whole when it is checked: else nobody would know what was passed over. */
function doubtsOf(source: SourceFile): readonly string[] {
  const place = firstUnread(source);
  if (!place) return [];
  const { line } = positionAt(lineStarts(source.text), place.span.start);
  return [
    `${source.path}:${line + 1} does not read as ${languages[source.language]}: what stands there is not checked.`,
  ];
}

const languages: Readonly<Record<Language, string>> = {
  terraform: 'Terraform',
  'terraform-json': 'JSON',
  'terraform-variables': 'Terraform',
  'terraform-variables-json': 'JSON',
  yaml: 'YAML',
  json: 'JSON',
};

function isTemplate({ content }: TemplateFile): boolean {
  return sectionNamed(content, 'Resources')?.members.some(({ member }) => member.text.includes('AWS::')) === true;
}

const nothing: Check = { findings: [], files: 0, unread: [], doubts: [] };

function sum(checks: readonly Check[]): Check {
  return {
    findings: checks.flatMap(({ findings }) => findings),
    files: checks.reduce((total, { files }) => total + files, 0),
    unread: checks.flatMap(({ unread }) => unread),
    doubts: checks.flatMap(({ doubts }) => doubts),
  };
}
