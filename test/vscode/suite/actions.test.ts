import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix, closeAll, quickFixes, show, undo, until, untilFindings, uriOf } from './editor';

/** Beside the one rule that the settings of the workspace leave on. */
const more = [
  'trail-bucket-policy-blocks-cloudtrail',
  'trail-bucket-without-kms',
  'trail-key-policy-blocks-cloudtrail',
  'trail-single-region',
  'trail-without-global-events',
  'trail-without-log-validation',
];

describe('a trail with several findings', () => {
  const settings = () => vscode.workspace.getConfiguration('trailseal');
  const chosen = settings().get<object>('rules');
  const choose = (rules: object | undefined) => settings().update('rules', rules, vscode.ConfigurationTarget.Workspace);
  before(() => choose({ ...chosen, ...Object.fromEntries(more.map((rule) => [rule, 'warning'])) }));
  after(() => choose(chosen));
  afterEach(closeAll);

  it('is secured by the first of the quick fixes, and a single undo takes that back', async () => {
    const document = await show(uriOf('third/main.tf'));
    const [finding] = await untilFindings(document, 6);
    assert(finding);
    const before = document.getText();
    await until('the action to be offered first', async () =>
      /^Secure aws_cloudtrail\.main \(6 findings\)$/.test((await quickFixes(document, finding))[0]?.title ?? ''),
    );
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    // As with Ctrl+. and Enter.
    await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix', apply: 'first' });
    await untilFindings(document, 0);
    const after = document.getText();
    assert.match(after, /kms_key_id += aws_kms_key\.\w+\.arn/);
    assert.match(after, /is_multi_region_trail += true/);
    assert.match(after, /resource "aws_s3_bucket_policy" "\w+"/);
    await undo(document);
    await until('the text to be as before', () => document.getText() === before);
    await untilFindings(document, 6);
  });

  it('may be ignored with a reason', async () => {
    const document = await show(uriOf('second/trail/main.tf'));
    const all = await untilFindings(document, 3);
    const before = document.getText();
    const ruleOf = ({ code }: vscode.Diagnostic) => (typeof code === 'object' ? code.value : code);
    const finding = all.find((each) => ruleOf(each) === 'trail-without-kms-key');
    await applyFix(document, /^Ignore trail-without-kms-key here/, finding);
    await untilFindings(document, all.length - 1);
    assert.match(document.getText(), /^# trailseal:ignore trail-without-kms-key reason\r?\nresource "aws_cloudtrail"/m);
    await undo(document);
    await until('the text to be as before', () => document.getText() === before);
    await untilFindings(document, all.length);
  });

  it('gets what the policy of its key lacks by way of the clipboard, where the policy is written elsewhere', async () => {
    const document = await show(uriOf('third/elsewhere/main.tf'));
    const [found] = await untilFindings(document, 1);
    assert(found);
    const copy = (await quickFixes(document, found)).find(({ title }) => title.startsWith('Copy '))?.command;
    assert(copy);
    await vscode.env.clipboard.writeText('');
    await vscode.commands.executeCommand(copy.command, ...(copy.arguments ?? []));
    const text = await vscode.env.clipboard.readText();
    assert.match(JSON.stringify(JSON.parse(text)), /"Service":"cloudtrail\.amazonaws\.com"/);
  });
});
