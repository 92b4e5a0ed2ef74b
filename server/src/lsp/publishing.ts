import {
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { type DiagnosticContext, diagnosticsOf } from './diagnostics';
import type { OpenDocument } from './documents';
import type { Features } from './features';
import { answer, attempt } from './requests';
import type { Workspace } from './workspace';

/** How diagnostics reach the client. Both ways tell it when those of a document change because of another file. */
export interface Publishing {
  /** What is to be said about the documents of the unit may have changed. */
  readonly changed: (unit: string) => void;
  readonly closed: (document: OpenDocument) => void;
}

/** What the client was last told about a document. */
interface Told {
  readonly version: number;
  readonly diagnostics: string;
  readonly resultId: string;
}

/** The client asks; a refresh is sent when an answer that it was given is no longer right and nothing else would make it ask. */
export function pulledDiagnostics(
  connection: Connection,
  workspace: Workspace,
  context: DiagnosticContext & { readonly features: Pick<Features, 'refreshDiagnostics'> },
): Publishing {
  const told = new Map<string, Told>();
  let count = 0;
  connection.languages.diagnostics.on(
    answer(connection, 'diagnostics', async ({ textDocument, previousResultId }, token) => {
      await workspace.ready(textDocument.uri);
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
      const current = currentDiagnostics(workspace, textDocument.uri, context);
      if (!current) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const { document, items, text } = current;
      const before = told.get(document.path);
      if (before?.version === document.version && before.diagnostics === text && before.resultId === previousResultId) {
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: before.resultId };
      }
      const resultId = String(++count);
      told.set(document.path, { version: document.version, diagnostics: text, resultId });
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }),
  );
  const isOutdated = (document: OpenDocument) => {
    const before = told.get(document.path);
    if (before?.version !== document.version) return false; // the client is about to ask, or never did
    const current = currentDiagnostics(workspace, document.uri, context);
    return current !== undefined && current.text !== before.diagnostics;
  };
  return {
    changed: oncePerUnit(connection, workspace, async (documents) => {
      if (context.features.refreshDiagnostics && documents.some(isOutdated))
        await connection.languages.diagnostics.refresh();
    }),
    closed: ({ path }) => told.delete(path),
  };
}

/** The client is told without asking. */
export function pushedDiagnostics(
  connection: Connection,
  workspace: Workspace,
  context: DiagnosticContext,
): Publishing {
  const told = new Map<string, Omit<Told, 'resultId'>>();
  return {
    changed: oncePerUnit(connection, workspace, async (documents) => {
      for (const { uri } of documents) {
        const current = currentDiagnostics(workspace, uri, context);
        if (!current) continue;
        const { document, items, text } = current;
        const before = told.get(document.path);
        if (before?.version === document.version && before.diagnostics === text) continue;
        told.set(document.path, { version: document.version, diagnostics: text });
        await connection.sendDiagnostics({ uri, version: document.version, diagnostics: items });
      }
    }),
    closed: ({ path, uri }) => {
      if (told.delete(path))
        void attempt(connection, 'diagnostics', () => connection.sendDiagnostics({ uri, diagnostics: [] }));
    },
  };
}

interface Current {
  readonly document: OpenDocument;
  readonly items: Diagnostic[];
  /** The items as text, to compare. */
  readonly text: string;
}

function currentDiagnostics(workspace: Workspace, uri: string, context: DiagnosticContext): Current | undefined {
  const document = workspace.get(uri);
  const snapshot = workspace.snapshot(uri);
  if (!document || !snapshot) return undefined;
  const items = diagnosticsOf(snapshot, document.path, context);
  return { document, items, text: JSON.stringify(items) };
}

/** Calls `publish` with the open documents of a unit, once for all the changes that come in one go, when the unit is loaded. */
function oncePerUnit(
  connection: Connection,
  workspace: Workspace,
  publish: (documents: readonly OpenDocument[]) => Promise<void>,
): (unit: string) => void {
  const waiting = new Set<string>();
  return (unit) => {
    if (waiting.has(unit)) return;
    waiting.add(unit);
    setTimeout(() => {
      waiting.delete(unit);
      void attempt(connection, 'diagnostics', async () => {
        const [first] = workspace.documentsIn(unit);
        if (!first) return;
        await workspace.ready(first.uri);
        await publish(workspace.documentsIn(unit));
      });
    }, 0);
  };
}
