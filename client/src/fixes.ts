import {
  type CancellationToken,
  type CodeAction,
  commands,
  type Disposable,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from 'vscode';
import {
  type BaseLanguageClient,
  type CodeAction as ChosenAction,
  CodeActionResolveRequest,
  type CreateFile,
  LSPErrorCodes,
  type Range as ProtocolRange,
  ResponseError,
} from 'vscode-languageclient';

/** What a fix leaves to decide is selected: see `Selection` in the server. */
export const selectCommand = 'trailseal.select';

export function registerSelect(): Disposable {
  return commands.registerCommand(selectCommand, select);
}

interface Decision {
  readonly from: string;
  readonly uri: string;
  readonly ranges: readonly ProtocolRange[];
  readonly text: string;
}

async function select({ from, uri, ranges, text }: Decision): Promise<void> {
  // Meanwhile somebody may have gone elsewhere.
  if (window.activeTextEditor?.document.uri.toString() !== Uri.parse(from).toString()) return;
  const selections = ranges.map(
    ({ start, end }) => new Selection(start.line, start.character, end.line, end.character),
  );
  const [first] = selections;
  const document = await workspace.openTextDocument(Uri.parse(uri));
  // The edit may have been made in part only, after a preview.
  if (!first || selections.some((each) => document.getText(each) !== text)) return;
  const editor = await window.showTextDocument(document);
  editor.selections = selections;
  editor.revealRange(new Range(first.start, first.end), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Gets the edit of a fix that somebody has chosen. One that comes too late, or is withheld, changes nothing and says so. */
export async function resolveFix(
  client: BaseLanguageClient,
  action: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  try {
    const asked = client.code2ProtocolConverter.asCodeActionSync(action);
    const chosen = await client.sendRequest(CodeActionResolveRequest.type, asked, token);
    if (token.isCancellationRequested) return action;
    if (isLate(chosen)) throw new ResponseError(LSPErrorCodes.ContentModified, tooLate);
    return await client.protocol2CodeConverter.asCodeAction(withPreview(chosen), token);
  } catch (error) {
    if (token.isCancellationRequested) return action;
    client.outputChannel.appendLine(String(error));
    // Whoever closes the message is not waited for.
    void window.showWarningMessage(`Trailseal: ${error instanceof Error ? error.message : error}`);
    return action;
  }
}

const tooLate = 'The text has changed, and this fix no longer fits it.';

/**
 * VS Code's preview leaves out what is to be confirmed until it is ticked: who presses Apply gets nothing. It opens for anything that is to be confirmed, and
 * does not list the creation of a file that exists. So that is what is to be confirmed, and all else is ticked.
 */
function withPreview(chosen: ChosenAction): ChosenAction {
  const { documentChanges = [], changeAnnotations = {} } = chosen.edit ?? {};
  const isPreviewed = Object.values(changeAnnotations).some(({ needsConfirmation }) => needsConfirmation);
  const uri = documentChanges.flatMap((change) => ('textDocument' in change ? change.textDocument.uri : []))[0];
  if (!isPreviewed || !uri?.startsWith('file:')) return chosen;
  const annotations = Object.entries(changeAnnotations).map(([id, { label, description }]) => [
    id,
    { label, ...(description !== undefined && { description }) },
  ]);
  const annotationId = 'preview';
  const opening: CreateFile = { kind: 'create', uri, options: { ignoreIfExists: true }, annotationId };
  return {
    ...chosen,
    edit: {
      documentChanges: [opening, ...documentChanges],
      changeAnnotations: {
        ...Object.fromEntries(annotations),
        [annotationId]: { label: chosen.title, needsConfirmation: true },
      },
    },
  };
}

/** VS Code itself does not compare the versions of an edit that comes with a code action. */
function isLate({ edit }: ChosenAction): boolean {
  const versions = new Map(workspace.textDocuments.map(({ uri, version }) => [uri.toString(), version]));
  return (edit?.documentChanges ?? []).some((change) => {
    if (!('textDocument' in change) || change.textDocument.version === null) return false;
    return versions.get(Uri.parse(change.textDocument.uri).toString()) !== change.textDocument.version;
  });
}
