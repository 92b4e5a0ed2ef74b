import assert from 'node:assert/strict';
import { posix } from 'node:path';
import * as vscode from 'vscode';

/** A file of the workspace; the path starts with the name of one of its folders. */
export function uriOf(path: string): vscode.Uri {
  const file = vscode.workspace.workspaceFile;
  assert(file, 'the suite needs test/vscode/workspace to be open');
  return file.with({ path: `${posix.dirname(file.path)}/${path}` });
}

/** Opens the document in a tab that stays. */
export async function show(what: vscode.Uri | vscode.TextDocument): Promise<vscode.TextDocument> {
  const document = 'getText' in what ? what : await vscode.workspace.openTextDocument(what);
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

/** Closes every tab without saving anything. */
export async function closeAll(): Promise<void> {
  // VS Code has documents of its own, such as the settings while it writes them.
  const isOurs = ({ uri }: vscode.TextDocument) =>
    uri.scheme === 'untitled' || vscode.workspace.getWorkspaceFolder(uri);
  for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty && isOurs(each))) {
    await show(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(`${document.uri.path} to be as it was`, () => !document.isDirty || document.isClosed);
  }
  await vscode.commands.executeCommand('workbench.action.closePanel');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until('all tabs to close', () => vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0));
}

/** Takes the last edit of the document back, as Ctrl+Z does. */
export async function undo(document: vscode.TextDocument): Promise<void> {
  await show(document);
  await vscode.commands.executeCommand('undo');
}

/** Trailseal's findings as the editor shows them now. */
export function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'trailseal');
}

/** Waits until the editor shows that many findings. */
export async function untilFindings(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  const place = vscode.workspace.asRelativePath(document.uri);
  await until(
    () => `${count} finding(s) in ${place}, not ${findings(document).length}`,
    () => findings(document).length === count,
  );
  return findings(document);
}

/** Asks again and again until the answer is not false, for 20 seconds at most. */
export async function until(what: string | (() => string), isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Replaces the one place where `from` stands, in the editor and not on disk. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert(at >= 0, `'${from}' is not in ${document.uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  edit.replace(document.uri, range, to);
  assert(await vscode.workspace.applyEdit(edit));
}

/** The quick fixes that Ctrl+. offers on the finding, each with its edit. Nothing else in the suite's VS Code offers any. */
export async function quickFixes(document: vscode.TextDocument, on: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const resolved = 10;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, on.range, kind, resolved);
}

/** The title of the fix that makes a new key. */
export const newKey = /\bnew\b.*\bkey\b/i;

/** Applies the fix of that title to a finding, the first if none is named. */
export async function applyFix(
  document: vscode.TextDocument,
  wanted: RegExp,
  finding = findings(document)[0],
): Promise<void> {
  assert(finding, 'there is nothing to fix');
  let fix: vscode.CodeAction | undefined;
  await until(`a fix of the title ${wanted} to be offered`, async () => {
    const offered = await quickFixes(document, finding);
    fix = offered.find(({ title }) => wanted.test(title));
    return fix !== undefined;
  });
  assert(fix?.edit, 'the fix has no edit');
  assert(await vscode.workspace.applyEdit(fix.edit), 'the editor refused the edit');
}

/** What Trailseal says where the mouse would be, as Markdown; empty where it says nothing. */
export async function hoverText(document: vscode.TextDocument, at: vscode.Position): Promise<string> {
  const hovers: vscode.Hover[] = await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, at);
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((one) => (typeof one === 'string' ? one : one.value)).join('\n');
}
