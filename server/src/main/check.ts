import { analyze, type Settings } from '../core/analyze';
import {
  isModuleFile,
  isTerraform,
  type Language,
  languageOf,
  readSource,
  type SourceFile,
  type TemplateFile,
} from '../core/source';
import { looksLikeTemplate } from '../core/syntax/data/recognize';
import { sectionNamed } from '../core/syntax/data/tree';
import { loadSyntax, type Syntax } from '../core/syntax/parser';
import { lineStarts, positionAt } from '../core/text/lines';
import { firstUnread } from '../core/unread';
import { mapLimited } from '../lsp/limited';
import { type CheckedFinding, checkedFinding } from './checked-finding';
import { type Asked, type Folder, findFolders, inFolder } from './folders';
import { readGrammars } from './grammars';
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

/** Few, because each may be a module that is in memory. */
const foldersAtOnce = 4;
const filesAtOnce = 16;

/** Checks files and folders. The disk is read ahead, and what has been judged is forgotten. */
export async function check(paths: readonly string[], settings: Settings, workingFolder: string): Promise<Check> {
  const { folders, unread } = await findFolders(paths, workingFolder);
  const checker = { syntax: await loadSyntax(await readGrammars()), settings, workingFolder };
  const checks = await mapLimited(foldersAtOnce, folders, (folder) => checkFolder(folder, checker));
  return sum([{ ...nothing, unread }, ...checks]);
}

interface Checker {
  readonly syntax: Syntax;
  readonly settings: Settings;
  readonly workingFolder: string;
}

async function checkFolder(folder: Folder, checker: Checker): Promise<Check> {
  const module = await checkModule(folder, checker);
  const alone = await mapLimited(
    filesAtOnce,
    [...folder.asked].filter(([name]) => !isModuleFile(name)),
    ([name, asked]) => checkAlone(folder.shown, name, asked, checker),
  );
  const all = sum([{ ...nothing, unread: folder.unread }, module, ...alone]);
  return { ...all, findings: [...all.findings].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)) };
}

async function checkModule({ shown, module, asked }: Folder, checker: Checker): Promise<Check> {
  const read = await mapLimited(filesAtOnce, module, async (name) => {
    const text = await readText(inFolder(checker.workingFolder, shown + name));
    return typeof text === 'string' ? sourceOf(shown, name, text, checker) : `${shown}${name} ${text.why}.`;
  });
  const sources = read.filter((one) => typeof one !== 'string');
  const isAsked = ({ path }: { readonly path: string }) => asked.has(path.slice(shown.length));
  return {
    findings: findingsIn(sources, checker).filter(isAsked),
    files: sources.filter(isAsked).length,
    unread: read.filter((one) => typeof one === 'string'),
    doubts: sources.filter(isAsked).flatMap(doubtsOf),
  };
}

/** Most files of YAML and JSON are no templates: they cost a look, and unless they are named nobody hears of them. */
async function checkAlone(shown: string, name: string, asked: Asked, checker: Checker): Promise<Check> {
  const path = shown + name;
  const text = await readText(inFolder(checker.workingFolder, path));
  if (typeof text !== 'string') {
    const mayMatter = text.text === '' ? !text.isNone : looksLikeTemplate(text.text);
    return asked === 'named' || mayMatter ? { ...nothing, unread: [`${path} ${text.why}.`] } : nothing;
  }
  const source = sourceOf(shown, name, text, checker);
  if (!isTerraform(source) && !isTemplate(source)) return nothing;
  return { findings: findingsIn([source], checker), files: 1, unread: [], doubts: doubtsOf(source) };
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
  yaml: 'YAML',
  json: 'JSON',
};

function isTemplate({ content }: TemplateFile): boolean {
  return sectionNamed(content, 'Resources')?.members.some(({ member }) => member.text.includes('AWS::')) === true;
}

function sourceOf(folder: string, name: string, text: string, { syntax }: Checker): SourceFile {
  const path = folder + name;
  // Only files whose name says what they are get here.
  const language = languageOf(name, undefined, text) ?? 'terraform';
  return readSource(syntax, { path, folder, language, text });
}

function findingsIn(sources: readonly SourceFile[], { settings }: Checker): readonly CheckedFinding[] {
  return analyze(sources, settings).findings.map((finding) => checkedFinding(finding, sources));
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
