import { readData } from './syntax/data/read';
import { looksLikeTemplate } from './syntax/data/recognize';
import type { DataFile } from './syntax/data/tree';
import type { ExpressionReader } from './syntax/hcl/expression';
import { assignmentsOfJson, blocksOfJson } from './syntax/hcl/from-json';
import { readAssignments, readHcl } from './syntax/hcl/read';
import type { HclFile, TopLevelBlock } from './syntax/hcl/tree';
import type { Syntax } from './syntax/parser';
import { templateExtensions } from './template-extensions';

/** The languages that are read. A file of YAML or JSON is read as a template, and may turn out to be none. */
export type Language =
  | 'terraform'
  | 'terraform-json'
  | 'terraform-variables'
  | 'terraform-variables-json'
  | 'yaml'
  | 'json';

/** A file as the shell hands it over. */
export interface SourceText {
  /** A name that findings and edits give back: a URI in the language server, a path on the command line. */
  readonly path: string;
  /** Terraform files with the same folder are one module. */
  readonly folder: string;
  readonly language: Language;
  readonly text: string;
}

/** A file that has been read: immutable, and what it is made of is kept as long as it lives. */
export type SourceFile = TerraformFile | VariablesFile | TemplateFile;

export type TerraformFile = HclTerraformFile | JsonTerraformFile;

export interface HclTerraformFile extends SourceText {
  readonly language: 'terraform';
  readonly content: HclFile;
  /** For other texts that it has Terraform read as templates. */
  readonly readExpression: ExpressionReader;
}

export interface JsonTerraformFile extends SourceText {
  readonly language: 'terraform-json';
  readonly content: { readonly blocks: readonly TopLevelBlock[]; readonly data: DataFile };
  readonly readExpression: ExpressionReader;
}

/** A file that gives values to the variables of its module. */
export interface VariablesFile extends SourceText {
  readonly language: 'terraform-variables' | 'terraform-variables-json';
  /** The assignments are the attributes of blocks that are not written: one for the whole file in HCL, one for each value in JSON. */
  readonly content: { readonly blocks: readonly TopLevelBlock[] };
}

export interface TemplateFile extends SourceText {
  readonly language: 'yaml' | 'json';
  readonly content: DataFile;
}

/** Whether it is a file of Terraform's configuration. */
export function isTerraform(file: SourceFile): file is TerraformFile {
  return file.language === 'terraform' || file.language === 'terraform-json';
}

export function isVariables(file: SourceFile): file is VariablesFile {
  return file.language === 'terraform-variables' || file.language === 'terraform-variables-json';
}

/** Whether it has text that does not end as it should, such as a block whose brace is open. */
export function hasOpenings(file: SourceFile): boolean {
  return file.language === 'terraform' && file.content.openings.length > 0;
}

/** Reads a file. With the `previous` state of the same file, only what has changed is read. Never throws. */
export function readSource(syntax: Syntax, source: SourceText, previous?: SourceFile): SourceFile {
  if (previous && previous.text === source.text && previous.language === source.language) return previous;
  const { path, folder, language, text } = source;
  const { readExpression } = syntax;
  switch (language) {
    case 'terraform': {
      const old = previous?.language === 'terraform' ? previous.content : undefined;
      return { path, folder, language, text, content: readHcl(text, readExpression, old), readExpression };
    }
    case 'terraform-json': {
      const old = previous?.language === 'terraform-json' ? previous.content.data : undefined;
      const data = readData(text, 'json', syntax.dataParsers, old);
      return {
        path,
        folder,
        language,
        text,
        content: { data, blocks: blocksOfJson(data, readExpression) },
        readExpression,
      };
    }
    case 'terraform-variables':
      return { path, folder, language, text, content: { blocks: [readAssignments(text, readExpression)] } };
    case 'terraform-variables-json': {
      const data = readData(text, 'json', syntax.dataParsers);
      return { path, folder, language, text, content: { blocks: assignmentsOfJson(data) } };
    }
    case 'yaml':
    case 'json': {
      const old = previous?.language === 'yaml' || previous?.language === 'json' ? previous.content : undefined;
      // Most files of YAML and JSON are no templates: they cost a look.
      const content = looksLikeTemplate(text)
        ? readData(text, language, syntax.dataParsers, old)
        : { text, format: language, sections: [] };
      return { path, folder, language, text, content };
    }
  }
}

/** Reads a file that has got another text. */
export type Reread = (file: SourceFile, text: string) => SourceFile;

export function rereadWith(syntax: Syntax): Reread {
  return (file, text) => {
    const { path, folder, language } = file;
    return readSource(syntax, { path, folder, language, text }, file);
  };
}

/** Whether a file of this name is read together with the others of its folder. Hidden files, such as the locks of editors, are not. */
export function isModuleFile(name: string): boolean {
  const language = languageOf(name);
  return !name.startsWith('.') && language !== undefined && moduleLanguages.has(language);
}

const moduleLanguages: ReadonlySet<Language> = new Set([
  'terraform',
  'terraform-json',
  'terraform-variables',
  'terraform-variables-json',
]);

/** Editor languages by what they are. */
const editorLanguages: Readonly<Record<string, Language>> = {
  terraform: 'terraform',
  opentofu: 'terraform',
  yaml: 'yaml',
  'cloudformation-yaml': 'yaml',
  'yaml-sam': 'yaml',
  json: 'json',
  jsonc: 'json',
  'cloudformation-json': 'json',
};

/** The files of variables that Terraform reads without being told to. (developer.hashicorp.com/terraform/language/values/variables) */
const automaticVariables = /(?:^|[/\\])terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/;

const templateName = new RegExp(`\\.(?:${templateExtensions.join('|')})$`, 'i');

/**
 * The language of a file by its name, else by the editor's language id, else by its text: a template may be called `.template`, or be in
 * YAML or JSON as its author likes.
 */
export function languageOf(path: string, editorLanguage?: string, text = ''): Language | undefined {
  if (/\.(tf|tofu)$/i.test(path)) return 'terraform';
  if (/\.(tf|tofu)\.json$/i.test(path)) return 'terraform-json';
  if (/\.tfvars(\.json)?$/i.test(path)) return variablesLanguage(path);
  if (templateName.test(path) || editorLanguage === 'cloudformation') return /^\s*\{/.test(text) ? 'json' : 'yaml';
  if (/\.ya?ml$/i.test(path)) return 'yaml';
  if (/\.jsonc?$/i.test(path)) return 'json';
  const language = editorLanguages[editorLanguage ?? ''];
  // A Terraform editor language is also that of files that are no configuration.
  return language === 'terraform' && /\.[a-z]+$/i.test(path) ? undefined : language;
}

/** Other files of variables count only where somebody names them to Terraform: they are of no language here. */
function variablesLanguage(path: string): Language | undefined {
  if (!automaticVariables.test(path)) return undefined;
  return path.endsWith('.json') ? 'terraform-variables-json' : 'terraform-variables';
}
