import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { closeAll, findings, quickFixes, replace, show, undo, until, untilFindings, uriOf } from './editor';

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a fix, chosen as people choose it', () => {
  const files = ['main.tf', 'variables.tf', 'stack.yaml'].map((name) => uriOf(`third/two-files/${name}`).fsPath);
  const texts = files.map((file) => readFileSync(file));
  afterEach(async () => {
    await closeAll();
    // VS Code saves what changes several files: see its setting files.refactoring.autoSave.
    files.forEach((file, index) => {
      writeFileSync(file, texts[index] ?? '');
    });
  });

  const isAsBefore = (document: vscode.TextDocument) =>
    document.getText() === String(texts[files.indexOf(document.uri.fsPath)]);
  const twoFiles = async () => {
    const variables = await show(uriOf('third/two-files/variables.tf'));
    const trail = await show(uriOf('third/two-files/main.tf'));
    await until('the files to be as they were', () => isAsBefore(trail) && isAsBefore(variables));
    await untilFindings(trail, 1);
    return { trail, variables };
  };

  it('that changes several files is seen first where one wants to, and changes nothing until it is told to', async () => {
    const { trail, variables } = await twoFiles();
    const before = [trail.getText(), variables.getText()];
    await choose(trail, /passed in.*with a preview$/, async () => {
      await sleep(2000);
      assert.deepEqual([trail.getText(), variables.getText()], before);
      await vscode.commands.executeCommand('refactorPreview.apply');
      return soon(() => trail.getText() !== before[0]);
    });
    await until('the other file to be changed', () => variables.getText() !== before[1]);
    assert.match(trail.getText(), /kms_key_id {5}= var\.kms_key_arn\n/);
    assert.match(variables.getText(), /variable "kms_key_arn" \{/);
    await untilFindings(trail, 0);
  });

  it('that is seen first and not wanted leaves everything as it is', async () => {
    const { trail, variables } = await twoFiles();
    const before = [trail.getText(), variables.getText()];
    await choose(trail, /passed in.*with a preview$/, async () => {
      await sleep(2000);
      await vscode.commands.executeCommand('refactorPreview.discard');
      return true;
    });
    await vscode.commands.executeCommand('refactorPreview.apply');
    await sleep(1000);
    assert.deepEqual([trail.getText(), variables.getText()], before);
    assert.equal(findings(trail).length, 1);
  });

  it('is seen first, like any fix, where one asks the menu for it', async () => {
    const { trail } = await twoFiles();
    const before = trail.getText();
    await choose(
      trail,
      /^Encrypt with a new KMS key/,
      async () => {
        await sleep(2000);
        assert.equal(trail.getText(), before);
        await vscode.commands.executeCommand('refactorPreview.apply');
        return soon(() => trail.getText() !== before);
      },
      // As with Ctrl+Enter.
      'previewSelectedCodeAction',
    );
    assert.match(trail.getText(), /resource "aws_kms_key" /);
    await untilFindings(trail, 0);
  });

  it('changes several files at once without being seen first, shows what it made, and one undo takes that back in all of them', async () => {
    const { trail, variables } = await twoFiles();
    const before = [trail.getText(), variables.getText()];
    await choose(trail, /passed in[^,]*$/, () => soon(() => variables.getText() !== before[1]));
    await untilFindings(trail, 0);
    await until('the new input to be shown', () => {
      const { document, selection } = vscode.window.activeTextEditor ?? {};
      const name = variables.getText().indexOf('kms_key_arn');
      return document === variables && selection?.isEmpty === true && document.offsetAt(selection.active) === name;
    });
    await undo(trail);
    await until('both files to be as before', () => trail.getText() === before[0] && variables.getText() === before[1]);
    await untilFindings(trail, 1);
  });

  it('leaves what is to be said selected, so that typing says it, and one undo takes all of the fix back', async () => {
    const { trail } = await twoFiles();
    const before = trail.getText();
    await choose(trail, /^Ignore/, () => soon(() => trail.getText() !== before));
    await until('the reason to be selected', () => selected(trail) === 'reason');
    await vscode.commands.executeCommand('undo');
    await until('the text to be as before', () => trail.getText() === before);
    await choose(trail, /^Ignore/, () => soon(() => selected(trail) === 'reason'));
    await vscode.commands.executeCommand('type', { text: 'because' });
    assert.match(trail.getText(), /^# trailseal:ignore trail-without-kms-key because\n/);
  });

  for (const [path, count, chosen, wanted] of [
    ['third/two-files/main.tf', 1, /^Encrypt with a new KMS key/, /^[a-z-]+$/],
    ['third/two-files/stack.yaml', 1, /^Encrypt with a new KMS key/, /cloudtrail$/],
  ] as const) {
    it(`leaves the text that it would leave without a selection, and the first name to decide selected: ${path}`, async () => {
      const document = await show(uriOf(path));
      const [finding] = await untilFindings(document, count);
      assert(finding);
      const before = document.getText();
      const plain = (await quickFixes(document, finding)).find(({ title }) => chosen.test(title))?.edit;
      assert(plain);
      await vscode.workspace.applyEdit(plain);
      const expected = document.getText();
      assert.notEqual(expected, before);
      await undo(document);
      await until('the text to be as before', () => document.getText() === before);
      await untilFindings(document, count);
      await choose(document, chosen, () => soon(() => document.getText() !== before));
      await until('a name to be selected', () => wanted.test(selected(document)));
      assert.equal(document.getText(), expected);
      await untilFindings(document, 0);
      await vscode.commands.executeCommand('undo');
      await until('the text to be as before', () => document.getText() === before);
    });
  }

  it('selects every place of a new name', async () => {
    const document = await show(uriOf('third/two-files/stack.yaml'));
    await untilFindings(document, 1);
    const before = document.getText();
    await choose(document, /passed in/, () => soon(() => document.getText() !== before));
    await until('the name to be selected', () => selected(document) === 'KmsKeyArn');
    await vscode.commands.executeCommand('type', { text: 'Mine' });
    assert.match(document.getText(), /^ {2}Mine:\n/m);
    assert.match(document.getText(), /KMSKeyId: !Ref Mine\n/);
    await untilFindings(document, 0);
  });

  it('that comes too late changes nothing', async () => {
    const { trail } = await twoFiles();
    const at = await openMenu(trail, /^Encrypt with a new KMS key/);
    assert.equal(at, 0);
    await replace(
      trail,
      '"third-trail-logs"',
      '"third-trail-logs"\n  kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/k"',
    );
    const after = trail.getText();
    await vscode.commands.executeCommand('acceptSelectedCodeAction');
    await untilFindings(trail, 0);
    await sleep(1000);
    assert.equal(trail.getText(), after);
  });
});

/** Chooses a fix out of the menu, again until that has had its effect: a menu may close when something else takes the focus. */
async function choose(
  document: vscode.TextDocument,
  wanted: RegExp,
  hasHadEffect: () => Promise<boolean>,
  accept = 'acceptSelectedCodeAction',
): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    const index = await openMenu(document, wanted);
    for (let at = 0; at < index; at++) await vscode.commands.executeCommand('selectNextCodeAction');
    await vscode.commands.executeCommand(accept);
    if (await hasHadEffect()) return;
    await vscode.commands.executeCommand('hideCodeActionWidget');
  }
  assert.fail(`${wanted} had no effect`);
}

/** Opens the menu as Ctrl+. does, and gives the place of a fix in it. */
async function openMenu(document: vscode.TextDocument, wanted: RegExp): Promise<number> {
  await until('something to be found', () => findings(document).length > 0);
  const [finding] = findings(document);
  assert(finding);
  let index = -1;
  await until(`${wanted} to be offered`, async () => {
    index = (await quickFixes(document, finding)).findIndex(({ title }) => wanted.test(title));
    return index >= 0;
  });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
  await vscode.commands.executeCommand('editor.action.quickFix');
  await sleep(1000);
  return index;
}

async function soon(isSo: () => boolean): Promise<boolean> {
  const end = Date.now() + 5000;
  while (!isSo() && Date.now() < end) await sleep(50);
  return isSo();
}

function selected(document: vscode.TextDocument): string {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) return '';
  const [first = '', ...others] = editor.selections.map((each) => document.getText(each));
  return others.every((each) => each === first) ? first : '';
}
