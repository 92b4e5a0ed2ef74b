import { type Snippet, snippetsFor, templateSnippetsFor } from '../../server/src/core/snippets/snippets';
import type { Syntax } from '../../server/src/core/syntax/parser';
import type { GeneratedFile } from './generated-file';

/** The snippets as VS Code reads them: code.visualstudio.com/docs/editing/userdefinedsnippets */
export function snippetFiles(syntax: Syntax): readonly GeneratedFile[] {
  return [
    // `terraform fmt` wants two spaces, whatever the editor does.
    fileOf('terraform', snippetsFor('terraform', syntax).map(asWritten)),
    fileOf('cloudformation-yaml', [
      ...snippetsFor('yaml', syntax).map(withoutBlankLines),
      ...templateSnippetsFor('yaml', syntax).map(asWritten).map(asFile),
    ]),
    fileOf('cloudformation-json', [
      ...snippetsFor('json', syntax).map(withTabs),
      ...templateSnippetsFor('json', syntax).map(withTabs).map(asFile),
    ]),
  ];
}

interface Contributed {
  readonly title: string;
  readonly prefix: readonly string[];
  readonly description: string;
  /** Whether it is offered where one fills a file. */
  readonly isFileTemplate?: true;
  readonly body: readonly string[];
}

function fileOf(name: string, snippets: readonly Contributed[]): GeneratedFile {
  const byTitle = Object.fromEntries(snippets.map(({ title, ...snippet }) => [title, snippet]));
  return { path: `snippets/${name}.json`, text: `${JSON.stringify(byTitle, null, 2)}\n` };
}

function asWritten({ title, prefixes: prefix, description, body }: Snippet): Contributed {
  return { title, prefix, description, body: body.split('\n') };
}

/** The editor indents all lines like the first, and blank ones would be so no longer. */
function withoutBlankLines(snippet: Snippet): Contributed {
  const { body, ...others } = asWritten(snippet);
  return { ...others, body: body.filter((line) => line !== '') };
}

/** The editor makes of tabs what the document has. */
function withTabs(snippet: Snippet): Contributed {
  const { body, ...others } = asWritten(snippet);
  return { ...others, body: body.map((line) => line.replace(/^ +/, (white) => '\t'.repeat(white.length / 2))) };
}

function asFile({ body, ...others }: Contributed): Contributed {
  return { ...others, isFileTemplate: true, body };
}
