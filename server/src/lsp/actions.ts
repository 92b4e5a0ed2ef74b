import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import type { OfferedFix } from '../core/analyze';
import { editsOf } from '../core/mending';
import type { FileEdits, Mistake } from '../core/model/edits';
import type { Place } from '../core/model/place';
import { present } from '../core/presentation';
import { rereadWith } from '../core/source';
import { reasonPlaceholder } from '../core/suppression/ignore';
import { touches } from '../core/text/span';
import { toSpan } from './conversion';
import { toDiagnostic } from './diagnostics';
import type { OpenDocument } from './documents';
import { copyCommand, type Features, selectCommand } from './features';
import { fixAllActions } from './fix-all';
import { type ActionReference, findFix, readReference, referenceTo, type SecureReference } from './fix-reference';

import { type MenuEntry, menuOf } from './menu';
import type { Platform } from './platform';
import { answer } from './requests';
import type { Snapshot } from './unit';
import { judgeWith, readersWith } from './withholding';
import type { Workspace } from './workspace';
import { selectionIn, toWorkspaceEdit } from './workspace-edit';

/** Offers the fixes of the findings that the selection touches. What a fix writes is worked out when it is chosen. */
export function offerActions(
  connection: Connection,
  workspace: Workspace,
  features: Features,
  accepts: Platform['accepts'],
): void {
  const readers = readersWith(accepts, (sentence) => connection.console.error(sentence));
  const judge = judgeWith(connection, readers);
  connection.onCodeAction(
    answer(connection, 'code actions', async (params: CodeActionParams, token) => {
      const asked = workspace.get(params.textDocument.uri);
      const all = await fixAllActions(params, connection, workspace, features, readers, token);
      if (!asked || !wantsQuickFixes(params)) return [...all];
      const snapshot = await workspace.ready(asked.uri);
      const document = workspace.get(asked.uri);
      const file = snapshot?.file(asked.path);
      if (!document || !snapshot || !file || document.version !== asked.version) return contentModified();
      const selection = toSpan(file, params.range);
      const isTouched = ({ path, span }: Place) => path === document.path && touches(span, selection);
      const findings = snapshot.report.findings.filter(({ place }) => isTouched(place));
      const trails = snapshot.report.trails().flatMap(({ header, address }) => (isTouched(header) ? [address] : []));
      const menu = menuOf({ findings, trails }, snapshot.report.findings, {
        canSecure: features.resolveEdits,
        canPreview: features.resolveEdits && features.previews,
      });
      const actions = await Promise.all(menu.map((entry) => toAction(entry, snapshot, document)));
      return [...actions.flatMap((action) => action ?? []), ...all];
    }),
  );
  connection.onCodeActionResolve(
    answer(connection, 'code action', async (action: CodeAction, token) => {
      if (action.data === undefined) return action;
      const reference = readReference(action.data);
      if (!reference) return new ResponseError(ErrorCodes.InvalidParams, 'This code action is not one of Trailseal.');
      const snapshot = await workspace.ready(reference.uri);
      const document = workspace.get(reference.uri);
      const isOver = () => token.isCancellationRequested || workspace.get(reference.uri)?.version !== document?.version;
      const made = document && snapshot && (await make(reference, snapshot, document, isOver));
      if (!made || isOver()) return contentModified();
      const { title } = action;
      for (const why of made.left ?? []) connection.console.error(`"${title}" leaves one out: ${why}`);
      if (made.edits.length === 0 && !made.mistake) {
        const [why] = made.left ?? [];
        return why === undefined
          ? contentModified()
          : new ResponseError(LSPErrorCodes.RequestFailed, `"${title}" is withheld: ${why}`);
      }
      const done = await finish(title, made, snapshot, { isPreviewed: reference.previewed === true, of: document });
      if (done.kind === 'withheld') return new ResponseError(LSPErrorCodes.RequestFailed, done.reason);
      return done.kind === 'outdated' ? contentModified() : { ...action, ...done.result };
    }),
  );

  /** What a fix would do, before it is judged. */
  async function make(
    reference: ActionReference,
    snapshot: Snapshot,
    { path }: OpenDocument,
    isOver: () => boolean,
  ): Promise<Made | undefined> {
    if ('secures' in reference) {
      const { mending, obstacles } = await snapshot.secure(reference.secures, {
        findObstacle: async () => undefined,
        isOver,
      });
      return { edits: editsOf(mending), mistake: undefined, left: [...obstacles.values()] };
    }
    const fix = findFix(reference, snapshot, path);
    return fix && ofFix(fix);
  }

  async function ofFix(fix: OfferedFix): Promise<Made> {
    const mistake = fix.mistake?.(rereadWith(await workspace.syntax));
    return { edits: mistake ? [] : fix.edits(), mistake, ...(fix.suppresses && { placeholder: reasonPlaceholder }) };
  }

  /** Judges the edits, and puts them into the words of the protocol for the versions that are open then. */
  async function finish(
    title: string,
    { edits, mistake, placeholder }: Made,
    { file }: Snapshot,
    { isPreviewed, of: { path, uri } }: { readonly isPreviewed: boolean; readonly of: OpenDocument },
  ): Promise<Finished> {
    const reason = await judge(title, edits, { file, mistake });
    if (reason !== undefined) return { kind: 'withheld', reason };
    const reread = rereadWith(await workspace.syntax);
    const files = present(edits, { fileAt: file, reread, placeholder, active: path });
    // While the judge was asked, somebody may have typed.
    const isCurrent = files.every((each) => (workspace.get(each.file.path)?.text ?? each.file.text) === each.file.text);
    if (!isCurrent || files.length < edits.length) return { kind: 'outdated' };
    const edit = toWorkspaceEdit(files, workspace, features, { isPreviewed, active: path });
    const selection = features.selects && !isPreviewed ? selectionIn(files, workspace, uri) : undefined;
    const command = selection && { title, command: selectCommand, arguments: [selection] };
    return { kind: 'done', result: { edit, ...(command && { command }) } };
  }

  /** Undefined where the client has no way to do it, or it is not to be done. */
  async function toAction(
    entry: MenuEntry,
    snapshot: Snapshot,
    document: OpenDocument,
  ): Promise<CodeAction | undefined> {
    const { title, findings } = entry;
    const { uri, path } = document;
    const action: CodeAction = {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: findings.flatMap((each) => toDiagnostic(snapshot, each, path, { workspace, features }) ?? []),
    };
    const preferred = features.preferredActions && entry.isPreferred && { isPreferred: true };
    const previewed = entry.hasPreview && { previewed: true as const };
    if (entry.kind === 'secure') {
      const reference: SecureReference = { uri, secures: entry.trail, ...previewed };
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
    if (features.resolveEdits)
      return { ...action, ...preferred, data: { ...referenceTo(fix, finding, snapshot, uri), ...previewed } };
    const done = await finish(title, await ofFix(fix), snapshot, { isPreviewed: false, of: document });
    return done.kind === 'done' ? { ...action, ...preferred, ...done.result } : undefined;
  }
}

interface Made {
  readonly edits: readonly FileEdits[];
  readonly mistake: Mistake | undefined;
  /** Why fixes were left out. */
  readonly left?: readonly string[];
  /** What stands for what a person is to say. */
  readonly placeholder?: string;
}

type Finished =
  | { readonly kind: 'done'; readonly result: Pick<CodeAction, 'edit' | 'command'> }
  | { readonly kind: 'withheld'; readonly reason: string }
  | { readonly kind: 'outdated' };

/** A request may name the kinds it is for: `quickfix` itself, or the empty kind that holds all. */
function wantsQuickFixes({ context: { only } }: CodeActionParams): boolean {
  return !only || only.some((kind) => kind === CodeActionKind.QuickFix || kind === CodeActionKind.Empty);
}

function contentModified(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed, and this fix no longer fits it.');
}
