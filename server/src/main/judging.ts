import { analyze, nothingAround, type Report, type Settings } from '../core/analyze';
import { isTerraform, isVariables, type Language, type SourceFile, type TemplateFile } from '../core/source';
import { looksLikeTemplate } from '../core/syntax/data/recognize';
import { sectionNamed } from '../core/syntax/data/tree';
import { loadSyntax, type Syntax } from '../core/syntax/parser';
import { lineStarts, positionAt } from '../core/text/lines';
import { firstUnread, mentionsTrail } from '../core/unread';
import { type Asked, type Folder, findFolders } from './folders';
import { readGrammars } from './grammars';
import { type Library, openLibrary, type ReadFolder, sourceOf } from './library';
import { inFolder } from './paths';
import { readText } from './read-text';

/** What files and folders are judged with. */
export interface Judging {
  readonly syntax: Syntax;
  readonly settings: Settings;
  readonly workingFolder: string;
  readonly library: Library;
}

/** What was looked at, and could not be. */
export interface Looked {
  /** How many files were looked at. */
  readonly files: number;
  /** A sentence for each file or folder that could not be read. */
  readonly unread: readonly string[];
  /** A sentence for each file that a part of does not read. */
  readonly broken: readonly string[];
}

/** What one answer leaves to be asked is fetched so often at most: modules call modules. */
const mostRounds = 50;

/** Finds the folders among and below the paths, and looks at all of them: whether there is something to find in one may only be known then. */
export async function lookAt(
  paths: readonly string[],
  settings: Settings,
  workingFolder: string,
): Promise<{ readonly judging: Judging; readonly folders: readonly Folder[]; readonly looked: Looked }> {
  const { folders, unread } = await findFolders(paths, workingFolder);
  const syntax = await loadSyntax(await readGrammars());
  const library = openLibrary(syntax, workingFolder);
  const skimmed = folders.map((folder) => skim(folder, library));
  return {
    judging: { syntax, settings, workingFolder, library },
    folders,
    looked: sumOf([{ ...nothingLooked, unread }, ...skimmed]),
  };
}

/** What there is in a folder, and what of it does not read. */
function skim({ shown, module, asked, unread }: Folder, library: Library): Looked {
  const folder = library.skim(shown, module);
  const sources = folder.sources.filter(({ path }) => asked.has(path.slice(shown.length)));
  const hasTrail = folder.sources.some(({ text }) => mentionsTrail(text));
  // Each block of all folders would take too long.
  const isNamed = ({ path }: SourceFile) => asked.get(path.slice(shown.length)) === 'named';
  const broken = sources.flatMap((source) => brokenIn(source, hasTrail || isNamed(source)));
  return { files: sources.length, unread: [...unread, ...folder.unread], broken };
}

/** The files of the module in a folder; undefined where there is nothing to find in it. */
export async function readModule({ shown, module }: Folder, { library }: Judging): Promise<ReadFolder | undefined> {
  if (module.length === 0 || !(await library.matters(shown))) return undefined;
  return library.folder(shown, module);
}

/** What was reported `before` of much the same files is kept where it is still so. */
export async function judgeModule(
  sources: readonly SourceFile[],
  { library, settings }: Judging,
  before?: Report,
): Promise<Report> {
  let report = analyze(sources, settings, library.surroundings, before);
  for (let round = 0; round < mostRounds && (await library.fetch(report.asked)); round++)
    report = analyze(sources, settings, library.surroundings, report);
  return report;
}

/**
 * A file that is judged by itself, if it is one, and what is to be said of it. Most files of YAML and JSON are no templates: they cost a look, and unless
 * they are named nobody hears of them.
 */
export function readAlone(
  shown: string,
  name: string,
  asked: Asked,
  { workingFolder, syntax }: Judging,
): { readonly source: SourceFile | undefined; readonly looked: Looked } {
  const path = shown + name;
  const text = readText(inFolder(workingFolder, path));
  if (typeof text !== 'string') {
    const mayMatter = text.text === '' ? !text.isNone : looksLikeTemplate(text.text);
    const unread = asked === 'named' || mayMatter ? [`${path} ${text.why}.`] : [];
    return { source: undefined, looked: { ...nothingLooked, unread } };
  }
  const source = sourceOf(shown, name, text, syntax);
  if (isVariables(source) || (!isTerraform(source) && !isTemplate(source)))
    return { source: undefined, looked: nothingLooked };
  return { source, looked: { files: 1, unread: [], broken: brokenIn(source, mentionsTrail(source.text)) } };
}

export function judgeAlone(source: SourceFile, { settings }: Judging, before?: Report): Report {
  return analyze([source], settings, nothingAround, before);
}

/** A file that is being typed is whole when it is checked: else nobody would know what was passed over. */
function brokenIn(source: SourceFile, everywhere: boolean): readonly string[] {
  const place = firstUnread(source, everywhere);
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

const nothingLooked: Looked = { files: 0, unread: [], broken: [] };

export function sumOf(all: readonly Looked[]): Looked {
  return {
    files: all.reduce((total, { files }) => total + files, 0),
    unread: all.flatMap(({ unread }) => unread),
    broken: all.flatMap(({ broken }) => broken),
  };
}
