import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { applyFix, closeAll, findings, newKey, replace, show, undo, until, untilFindings, uriOf } from './editor';

const yaml = 'first/templates/template.yaml';

describe('a template', () => {
  afterEach(closeAll);

  it('is warned of at the name of the trail', async () => {
    const document = await show(uriOf(yaml));
    assert.equal(document.languageId, 'yaml');
    const [warning] = await untilFindings(document, 1);
    assert(warning);
    assert.equal(document.getText(warning.range), 'AuditTrail');
  });

  it('gets a key in YAML, and undo brings the warning back', async () => {
    const document = await show(uriOf(yaml));
    await untilFindings(document, 1);
    const before = document.getText();
    await applyFix(document, newKey);
    await untilFindings(document, 0);
    assert.match(document.getText(), /\n {6}KMSKeyId: !GetAtt CloudTrailKey\.Arn\n/);
    await undo(document);
    await until('the text to be as before', () => document.getText() === before);
    await untilFindings(document, 1);
  });

  it('gets its property renamed in JSON', async () => {
    const document = await show(uriOf('first/templates/template.json'));
    const [warning] = await untilFindings(document, 1);
    assert(warning);
    assert.equal(document.getText(warning.range), '"KmsKeyId"');
    await applyFix(document, /^Rename KmsKeyId to KMSKeyId$/);
    await untilFindings(document, 0);
    assert.match(document.getText(), /"KMSKeyId": "arn:aws:kms:/);
  });

  it('works in a document that was never saved', async () => {
    const content = 'Resources:\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties:\n      IsLogging: true\n';
    const document = await show(await vscode.workspace.openTextDocument({ language: 'yaml', content }));
    assert.equal(document.uri.scheme, 'untitled');
    await untilFindings(document, 1);
    await applyFix(document, newKey);
    await untilFindings(document, 0);
    assert.match(document.getText(), /KMSKeyId: !GetAtt/);
  });

  it('may be a .template, which is plain text to the editor', async () => {
    const document = await show(uriOf('first/templates/stack.template'));
    assert.equal(document.languageId, 'plaintext');
    await untilFindings(document, 1);
    await applyFix(document, newKey);
    await untilFindings(document, 0);
  });

  it('keeps its warning while another resource is half typed', async () => {
    const document = await show(uriOf(yaml));
    const [before] = await untilFindings(document, 1);
    assert(before);
    const counts = new Set<number>();
    const count = () => counts.add(findings(document).length);
    const listener = vscode.languages.onDidChangeDiagnostics(count);
    let lines = 0;
    for (const typed of ['  Bucket:\n    Type: AWS::S3\n', '   Policy: {\n', '  Key: !Sub "${\n']) {
      await replace(document, '  # The trail', `${typed}  # The trail`);
      lines += typed.split('\n').length - 1;
      await until(
        () => `the warning to move down by ${lines} line(s): ${JSON.stringify(findings(document))}`,
        () => count() && findings(document)[0]?.range.start.line === before.range.start.line + lines,
      );
    }
    listener.dispose();
    assert.deepEqual([...counts], [1]);
  });

  it('is no Kubernetes manifest: nothing is said of one, nor offered in it', async () => {
    const template = await show(uriOf(yaml));
    const manifest = await show(uriOf('first/templates/manifest.yaml'));
    await untilFindings(template, 1);
    assert.deepEqual(findings(manifest), []);
    const whole = new vscode.Range(0, 0, manifest.lineCount, 0);
    const offered: vscode.CodeAction[] = await vscode.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      manifest.uri,
      whole,
    );
    assert.deepEqual(
      offered.filter(({ title }) => /KMS|Rename/.test(title)),
      [],
    );
  });
});
