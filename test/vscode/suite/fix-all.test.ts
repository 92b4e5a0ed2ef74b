import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findings, replace, show, undo, until, uriOf } from './editor';

const folder = uriOf('first/saved/');
const text = `resource "aws_cloudtrail" "saved" {
  name           = "saved"
  s3_bucket_name = "logs"
}
`;
const fixed = /\n {2}enable_log_file_validation = true\n/;

describe('all safe fixes of a file', () => {
  const rules = vscode.workspace.getConfiguration('trailseal').get<object>('rules');
  let document: vscode.TextDocument;
  before(() => configure('trailseal.rules', { ...rules, 'trail-without-log-validation': 'warning' }));
  after(() => configure('trailseal.rules', rules));

  beforeEach(async () => {
    const uri = vscode.Uri.joinPath(folder, 'main.tf');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    document = await show(uri);
    await until('the finding', () =>
      findings(document).some(({ code }) => idOf(code) === 'trail-without-log-validation'),
    );
  });
  afterEach(async () => {
    await configure('editor.codeActionsOnSave', undefined);
    await closeAll();
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('are made when it is saved, where that is chosen, and undo takes them back', async () => {
    await configure('editor.codeActionsOnSave', { 'source.fixAll.trailseal': 'explicit' });
    await replace(document, '"saved"\n', '"kept"\n');
    const typed = document.getText();
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until('the file to be saved with the fix', () => !document.isDirty && fixed.test(document.getText()));
    const onDisk = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
    assert.equal(onDisk, document.getText());
    assert(!onDisk.includes('kms_key_id'), 'what costs something is nobody’s to do unasked');
    await undo(document);
    await until('the text to be as it was typed', () => document.getText() === typed);
  });

  it('are not made where it is not', async () => {
    await replace(document, '"saved"\n', '"kept"\n');
    await vscode.commands.executeCommand('workbench.action.files.save');
    await until('the file to be saved', () => !document.isDirty);
    assert.doesNotMatch(document.getText(), fixed);
  });

  it('are made by Fix All', async () => {
    // The editor learns by and by that there is such a thing for the document; until then the command does nothing.
    await until('the fix', async () => {
      await vscode.commands.executeCommand('editor.action.fixAll');
      return fixed.test(document.getText());
    });
    await until('the finding to be gone', () =>
      findings(document).every(({ code }) => idOf(code) !== 'trail-without-log-validation'),
    );
  });
});

function idOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}

async function configure(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration(undefined, folder).update(name, value, vscode.ConfigurationTarget.Workspace);
}
