import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix, closeAll, findings, newKey, show, undo, until, untilFindings, uriOf } from './editor';

describe('the fix with a new key', () => {
  afterEach(closeAll);

  it('takes the warning away, and undo brings both back', async () => {
    const document = await show(uriOf('first/main.tf'));
    await untilFindings(document, 1);
    const before = document.getText();
    await applyFix(document, newKey);
    await untilFindings(document, 0);
    assert.match(document.getText(), /kms_key_id += aws_kms_key\.\w+\.arn/);
    assert.match(document.getText(), /resource "aws_kms_key" "\w+"/);
    await undo(document);
    await until('the text to be as before', () => document.getText() === before);
    await untilFindings(document, 1);
  });

  it('works in a document that was never saved', async () => {
    const content = 'resource "aws_cloudtrail" "new" {\n  name           = "new"\n  s3_bucket_name = "logs"\n}\n';
    const document = await show(await vscode.workspace.openTextDocument({ language: 'terraform', content }));
    assert.equal(document.uri.scheme, 'untitled');
    await untilFindings(document, 1);
    await applyFix(document, newKey);
    await untilFindings(document, 0);
    assert.match(document.getText(), /kms_key_id += aws_kms_key\.\w+\.arn/);
    assert.deepEqual(findings(document), []);
  });
});
