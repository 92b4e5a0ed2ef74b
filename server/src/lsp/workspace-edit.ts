import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdits } from '../core/model/edits';
import { toRange } from './conversion';
import type { Features } from './features';
import type { Snapshot } from './unit';
import type { Workspace } from './workspace';

/**
 * Edits in the words of the protocol: for the open version of a document, or for the file on disk. With the label of a `preview`, the client shows
 * them before it makes them.
 */
export function toWorkspaceEdit(
  edits: readonly FileEdits[],
  snapshot: Snapshot,
  workspace: Pick<Workspace, 'get'>,
  { documentChanges }: Pick<Features, 'documentChanges'>,
  preview?: string,
): WorkspaceEdit {
  const files = edits.map((file) => ({
    document: workspace.get(file.path),
    path: file.path,
    edits: toTextEdits(file, snapshot),
  }));
  if (!documentChanges) {
    return { changes: Object.fromEntries(files.map((file) => [file.document?.uri ?? file.path, file.edits])) };
  }
  const annotationId = 'preview';
  return {
    documentChanges: files.map(
      (file): TextDocumentEdit => ({
        textDocument: { uri: file.document?.uri ?? file.path, version: file.document?.version ?? null },
        edits: preview === undefined ? file.edits : file.edits.map((edit) => ({ ...edit, annotationId })),
      }),
    ),
    ...(preview !== undefined && {
      changeAnnotations: { [annotationId]: { label: preview, needsConfirmation: true } },
    }),
  };
}

function toTextEdits({ path, edits }: FileEdits, snapshot: Snapshot): TextEdit[] {
  const file = snapshot.file(path);
  if (!file) throw new Error(`There is an edit for ${path}, which is no file of the module.`);
  return edits.map(({ span, text }) => ({ range: toRange(file, span), newText: text }));
}
