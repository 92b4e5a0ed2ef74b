import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionParams,
  type Connection,
  InsertTextFormat,
  InsertTextMode,
  TextEdit,
} from 'vscode-languageserver';
import { mayOffer, type Offer, offersAt } from '../core/snippets/offer';
import type { SourceFile } from '../core/source';
import { lineStart } from '../core/text/lines';
import { toRange, toSpan } from './conversion';
import type { Features } from './features';
import { answer } from './requests';
import type { Workspace } from './workspace';

/** Offers snippets where they belong: files of snippets would be offered anywhere, and could not know what is there already. */
export function offerCompletion(
  connection: Connection,
  workspace: Workspace,
  { insertsAsIs }: Pick<Features, 'insertsAsIs'>,
): void {
  connection.onCompletion(
    answer(connection, 'completion', async ({ textDocument, position }: CompletionParams) => {
      const asked = workspace.get(textDocument.uri);
      const caret = { start: position, end: position };
      if (!asked || !mayOffer(asked.text, toSpan(asked, caret).start)) return [];
      const snapshot = await workspace.ready(asked.uri);
      const syntax = await workspace.syntax;
      const file = snapshot?.file(asked.path);
      // The editor asks again for what has been typed meanwhile.
      if (!snapshot || !file || workspace.get(asked.uri)?.version !== asked.version)
        return { isIncomplete: true, items: [] };
      const { start } = toSpan(file, caret);
      return offersAt(file, start, snapshot.files, syntax).map((offer) => toItem(offer, file, insertsAsIs));
    }),
  );
}

function toItem(
  { prefix, title, description, body, replaces, also }: Offer,
  file: SourceFile,
  insertsAsIs: boolean,
): CompletionItem {
  const indentation = file.text.slice(lineStart(file.text, replaces.start), replaces.start);
  return {
    label: prefix,
    // What is compared with it begins where the edit does.
    ...(file.text[replaces.start] === '"' && { filterText: `"${prefix}` }),
    kind: CompletionItemKind.Snippet,
    detail: title,
    documentation: description,
    insertTextFormat: InsertTextFormat.Snippet,
    ...(insertsAsIs && { insertTextMode: InsertTextMode.asIs }),
    textEdit: TextEdit.replace(toRange(file, replaces), (insertsAsIs ? indented : unparted)(body, indentation)),
    ...(also.length > 0 && {
      additionalTextEdits: also.map(({ span, text }) => TextEdit.replace(toRange(file, span), text)),
    }),
  };
}

/** The lines after the first one as they are in the document. */
function indented(body: string, indentation: string): string {
  return body.replace(/\n(?=.)/g, `\n${indentation}`);
}

/** The editor indents them, blank ones as well, which would be so no longer. */
function unparted(body: string, indentation: string): string {
  return indentation === '' ? body : body.replace(/\n\n+/g, '\n');
}
