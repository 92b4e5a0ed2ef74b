import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { FileEdits } from '../core/model/edits';
import { applyEdits } from '../core/text/edit';
import { touches } from '../core/text/span';
import { toSpan } from './conversion';
import { toDiagnostic } from './diagnostics';
import type { OpenDocument } from './documents';
import { copyCommand, type Features } from './features';
import { type ActionReference, findFix, readReference, referenceTo, type SecureReference } from './fix-reference';
import { type MenuEntry, menuOf } from './menu';
import type { Platform } from './platform';
import { answer } from './requests';
import type { Snapshot } from './unit';
import type { Workspace } from './workspace';
import { toWorkspaceEdit } from './workspace-edit';

/** Offers the fixes of the findings that the selection touches. What a fix writes is worked out when it is chosen. */
export function offerActions(
  connection: Connection,
  workspace: Workspace,
  features: Features,
  accepts: Platform['accepts'],
): void {
  connection.onCodeAction(
    answer(connection, 'code actions', async (params: CodeActionParams) => {
      const asked = workspace.get(params.textDocument.uri);
      if (!asked || !wantsQuickFixes(params)) return [];
      const snapshot = await workspace.ready(asked.uri);
      const document = workspace.get(asked.uri);
      const file = snapshot?.file(asked.path);
      if (!document || !snapshot || !file || document.version !== asked.version) return contentModified();
      const selection = toSpan(file, params.range);
      const touched = snapshot.report.findings.filter(
        ({ place }) => place.path === document.path && touches(place.span, selection),
      );
      const menu = menuOf(touched, snapshot.report.findings, {
        canSecure: features.resolveEdits,
        canPreview: features.resolveEdits && features.previews,
      });
      return menu.flatMap((entry) => toAction(entry, snapshot, document) ?? []);
    }),
  );
  connection.onCodeActionResolve(
    answer(connection, 'code action', async (action: CodeAction) => {
      if (action.data === undefined) return action;
      const reference = readReference(action.data);
      if (!reference) return new ResponseError(ErrorCodes.InvalidParams, 'This code action is not one of Trailseal.');
      const snapshot = await workspace.ready(reference.uri);
      const document = workspace.get(reference.uri);
      const edits = document && snapshot && (await findEdits(reference, snapshot, document));
      if (!edits || edits.length === 0) return contentModified();
      // Made for the version that is open now, before anything is waited for.
      const preview = 'previewed' in reference ? action.title : undefined;
      const edit = toWorkspaceEdit(edits, snapshot, workspace, features, preview);
      const spoilt = await findSpoilt(edits, snapshot);
      if (spoilt !== undefined) {
        const sentence = `"${action.title}" is withheld: it would leave ${spoilt} in a state that Terraform cannot read.`;
        connection.console.error(sentence);
        return new ResponseError(LSPErrorCodes.RequestFailed, sentence);
      }
      return { ...action, edit };
    }),
  );

  /** The first file that HashiCorp's parser accepts as it is, and would not after the edits. */
  async function findSpoilt(edits: readonly FileEdits[], snapshot: Snapshot): Promise<string | undefined> {
    if (!accepts) return undefined;
    try {
      for (const file of edits) {
        const { language, text = '' } = snapshot.file(file.path) ?? {};
        if (language !== 'terraform') continue; // the parser reads nothing else, and is large
        if (await accepts(file.path, applyEdits(text, file.edits))) continue;
        if (await accepts(file.path, text)) return file.path;
      }
    } catch (error) {
      // Without its judge a fix is as good as its tests.
      connection.console.error(`HashiCorp's parser could not be asked: ${error}`);
    }
    return undefined;
  }

  /** Undefined where the client has no way to do it. */
  function toAction(entry: MenuEntry, snapshot: Snapshot, { uri, path }: OpenDocument): CodeAction | undefined {
    const { title, findings } = entry;
    const action: CodeAction = {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: findings.flatMap((each) => toDiagnostic(snapshot, each, path, { workspace, features }) ?? []),
    };
    const preferred = features.preferredActions && entry.isPreferred && { isPreferred: true };
    if (entry.kind === 'secure') {
      const reference: SecureReference = { uri, secures: entry.trail, ...(entry.hasPreview && { previewed: true }) };
      return { ...action, ...preferred, data: reference };
    }
    const {
      fix,
      findings: [finding],
    } = entry;
    if (fix.copies) {
      const where = `Copied. Put it into the policy of ${finding.resource}, where that is written.`;
      const command = { title, command: copyCommand, arguments: [fix.copies(), where] };
      return features.copies ? { ...action, command } : undefined;
    }
    return {
      ...action,
      ...preferred,
      ...(features.resolveEdits
        ? { data: referenceTo(fix, finding, snapshot, uri) }
        : { edit: toWorkspaceEdit(fix.edits(), snapshot, workspace, features) }),
    };
  }
}

async function findEdits(
  reference: ActionReference,
  snapshot: Snapshot,
  { path }: OpenDocument,
): Promise<readonly FileEdits[] | undefined> {
  return 'secures' in reference ? snapshot.secure(reference.secures) : findFix(reference, snapshot, path)?.edits();
}

/** A request may name the kinds it is for: `quickfix` itself, or the empty kind that holds all. */
function wantsQuickFixes({ context: { only } }: CodeActionParams): boolean {
  return !only || only.some((kind) => kind === CodeActionKind.QuickFix || kind === CodeActionKind.Empty);
}

function contentModified(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed, and this fix no longer fits it.');
}
