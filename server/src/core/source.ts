import { readHcl } from './syntax/hcl/read';
import type { HclFile } from './syntax/hcl/tree';
import type { Syntax } from './syntax/parser';

/** The languages that are read. */
export type Language = 'terraform';

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
export interface SourceFile extends SourceText {
  readonly content: HclFile;
}

/** Reads a file. With the `previous` state of the same file, only what has changed is read. Never throws. */
export function readSource(syntax: Syntax, source: SourceText, previous?: SourceFile): SourceFile {
  if (previous && previous.text === source.text) return previous;
  return { ...source, content: readHcl(source.text, syntax.readExpression, previous?.content) };
}

/** The language of a file by its name, and of a document without a telling name by the editor's language id. */
export function languageOf(path: string, editorLanguage?: string): Language | undefined {
  if (/\.(tf|tofu)$/i.test(path)) return 'terraform';
  if (editorLanguage === 'terraform' || editorLanguage === 'opentofu')
    return /\.[a-z]+$/i.test(path) ? undefined : 'terraform';
  return undefined;
}
