import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findings, replace, show, until, untilFindings, uriOf } from './editor';

describe('the warning', () => {
  afterEach(closeAll);

  it('needs no other extension', async () => {
    assert.equal(vscode.extensions.getExtension('hashicorp.terraform'), undefined);
    const document = await show(uriOf('first/main.tf'));
    assert.equal(document.languageId, 'terraform');
  });

  it('stands on the header of the trail, with its rule and the way to the page of the rule', async () => {
    const document = await show(uriOf('first/main.tf'));
    const [warning] = await untilFindings(document, 1);
    assert(warning);
    assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(document.getText(warning.range), 'resource "aws_cloudtrail" "main"');
    assert(typeof warning.code === 'object');
    assert.equal(warning.code.value, 'trail-without-kms-key');
    assert.match(warning.code.target.toString(), /^https:.*trail-without-kms-key/);
  });

  it('follows a variable in another file that is not saved', async () => {
    const variables = await show(uriOf('first/inputs/variables.tf'));
    const trail = await show(uriOf('first/inputs/main.tf'));
    await untilFindings(trail, 1);
    await replace(variables, 'null', '"arn:aws:kms:eu-west-1:111122223333:alias/trail"');
    await untilFindings(trail, 0);
    await replace(variables, '"arn:aws:kms:eu-west-1:111122223333:alias/trail"', 'null');
    await untilFindings(trail, 1);
  });

  it('stays while a line elsewhere is half typed', async () => {
    const document = await show(uriOf('first/main.tf'));
    const [before] = await untilFindings(document, 1);
    assert(before);
    const counts = new Set<number>();
    const count = () => counts.add(findings(document).length);
    const listener = vscode.languages.onDidChangeDiagnostics(count);
    let lines = 0;
    for (const typed of ['variable "x" {\n', '  default = "${\n', 'resource "aws_s3_bucket" "other\n']) {
      await replace(document, '# The trail', `${typed}# The trail`);
      lines++;
      // The warning has moved with its trail once the server has read the half typed line.
      await until(
        () => `the warning to move down by ${lines} line(s): ${JSON.stringify(findings(document))}`,
        () => count() && findings(document)[0]?.range.start.line === before.range.start.line + lines,
      );
    }
    listener.dispose();
    assert.deepEqual([...counts], [1]);
  });
});
