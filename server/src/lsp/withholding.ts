import type { Connection } from 'vscode-languageserver';
import type { FileEdits, Mistake } from '../core/model/edits';
import { render } from '../core/model/message';
import type { SourceFile } from '../core/source';
import { applyEdits } from '../core/text/edit';

/** Says, and logs, why edits are not to be made; undefined where they may be. */
export type Judge = (title: string, edits: readonly FileEdits[], judged: Judged) => Promise<string | undefined>;

export interface Judged {
  readonly file: (path: string) => SourceFile | undefined;
  /** What our own reader has to say of the edits. */
  readonly mistake: Mistake | undefined;
}

export function judgeWith(connection: Connection, readers: Readers): Judge {
  return async (title, edits, { file, mistake }) => {
    const reason = mistake ? reasonOf(mistake) : await findUnreadable(edits, file);
    if (reason === undefined) return undefined;
    const sentence = `"${title}" is withheld: it would ${reason}.`;
    connection.console.error(sentence);
    return sentence;
  };

  async function findUnreadable(edits: readonly FileEdits[], fileAt: Judged['file']): Promise<string | undefined> {
    for (const { path, edits: made } of edits) {
      const file = fileAt(path);
      const reads = file && readers[file.language];
      if (!reads || (await reads(path, applyEdits(file.text, made)))) continue;
      // What is wrong already is not for an edit to mend.
      if (await reads(path, file.text)) return `leave ${path} in a state that Terraform cannot read`;
    }
    return undefined;
  }
}

function reasonOf({ path, effect }: Mistake): string {
  return `${render(effect)}, in ${path}`;
}

export type Reads = (path: string, text: string) => boolean | Promise<boolean>;

export type Readers = Partial<Readonly<Record<SourceFile['language'], Reads>>>;

/**
 * Who says whether a file reads. Templates are read again by ourselves: see `mistake` of a fix. That HashiCorp's parser could not be asked is told
 * once for all files: without its judge a fix is as good as its tests.
 */
export function readersWith(accepts: Reads | undefined, tell: (sentence: string) => void): Readers {
  let told: string | undefined;
  const asked: Reads = async (path, text) => {
    try {
      return (await accepts?.(path, text)) ?? true;
    } catch (error) {
      const sentence = `HashiCorp's parser could not be asked: ${error}`;
      if (sentence !== told) tell(sentence);
      told = sentence;
      return true;
    }
  };
  return {
    // The parser reads nothing else, and is large.
    ...(accepts && { terraform: asked, 'terraform-variables': asked }),
    'terraform-json': isJson,
    'terraform-variables-json': isJson,
  };
}

/** Terraform wants JSON as the standard has it: github.com/hashicorp/hcl/blob/main/json/spec.md */
function isJson(_path: string, text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
