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
import type { Snapshot } from './unit';
import type { Workspace } from './workspace';

/** How diagnostics reach the client. Both ways tell it when those of a document change because of another file. */
export interface Publishing {
  /** What is to be said about any document may have changed: first of all about those of the unit, if one is named. */
  readonly changed: (unit?: string) => void;
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
  /** The diagnostics that the client was asked to ask for: once is enough, it may not show the document. */
  const announced = new Map<string, string>();
  let count = 0;
  connection.languages.diagnostics.on(
    answer(connection, 'diagnostics', async ({ textDocument, previousResultId }, token) => {
      const snapshot = await workspace.ready(textDocument.uri);
      if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
      const current = currentDiagnostics(snapshot, workspace.get(textDocument.uri), context);
      if (!current) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const { document, items, text } = current;
      const before = told.get(document.path);
      if (before?.version === document.version && before.diagnostics === text && before.resultId === previousResultId) {
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: before.resultId };
      }
      const resultId = String(++count);
      told.set(document.path, { version: document.version, diagnostics: text, resultId });
      announced.delete(document.path);
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }),
  );
  const isAnswered = (document: OpenDocument) => told.get(document.path)?.version === document.version;
  const isOutdated = (document: OpenDocument) => {
    if (!isAnswered(document)) return false; // the client is about to ask, or never did
    const current = currentDiagnostics(workspace.snapshot(document.uri), document, context);
    if (!current || current.text === told.get(document.path)?.diagnostics) return false;
    const isNews = announced.get(document.path) !== current.text;
    announced.set(document.path, current.text);
    return isNews;
  };
  let isRefreshDue = false;
  const check = async (unit: string) => {
    if (!context.features.refreshDiagnostics || !workspace.documentsIn(unit).some(isAnswered)) return;
    await readyUnit(workspace, unit);
    isRefreshDue ||= workspace.documentsIn(unit).some(isOutdated);
  };
  const refresh = async () => {
    if (!isRefreshDue) return;
    isRefreshDue = false;
    await connection.languages.diagnostics.refresh();
  };
  return {
    changed: unitByUnit(connection, workspace, check, refresh),
    closed({ path }) {
      told.delete(path);
      announced.delete(path);
    },
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
    changed: unitByUnit(connection, workspace, async (unit) => {
      await readyUnit(workspace, unit);
      for (const { uri } of workspace.documentsIn(unit)) {
        const current = currentDiagnostics(workspace.snapshot(uri), workspace.get(uri), context);
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

function currentDiagnostics(
  snapshot: Snapshot | undefined,
  document: OpenDocument | undefined,
  context: DiagnosticContext,
): Current | undefined {
  if (!document || !snapshot) return undefined;
  const items = diagnosticsOf(snapshot, document.path, context);
  return { document, items, text: JSON.stringify(items) };
}

async function readyUnit(workspace: Workspace, unit: string): Promise<void> {
  const [first] = workspace.documentsIn(unit);
  if (first) await workspace.ready(first.uri);
}

/**
 * Calls `visit` for each open unit, once for all the changes that come in one go: a change of one may be a change of those that call it.
 * Between two of them others have their turn, so that the document that somebody types in does not wait for all. `rest` is called when
 * there is none left, and after each that took longer.
 */
function unitByUnit(
  connection: Connection,
  workspace: Workspace,
  visit: (unit: string) => Promise<void>,
  rest: () => Promise<void> = async () => {},
): (first?: string) => void {
  let waiting = new Set<string>();
  const next = () => {
    const [unit] = waiting;
    if (unit === undefined) return;
    waiting.delete(unit);
    void attempt(connection, 'diagnostics', () => visit(unit)).then(() => {
      if (waiting.size === 0) void attempt(connection, 'diagnostics', rest);
    });
    if (waiting.size > 0) setTimeout(next, 0);
  };
  return (first) => {
    if (waiting.size === 0) setTimeout(next, 0);
    waiting = new Set([...(first === undefined ? [] : [first]), ...waiting, ...workspace.units()]);
  };
}
