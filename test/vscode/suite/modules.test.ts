import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { closeAll, hoverText, replace, show, until, untilFindings, uriOf } from './editor';

const key = '"arn:aws:kms:eu-west-1:111122223333:alias/trail"';

describe('a module', () => {
  afterEach(closeAll);

  it('is judged with its other files and its callers, none of them saved', async () => {
    const trail = await show(uriOf('first/modules/trail/main.tf'));
    const caller = await show(uriOf('first/calling/main.tf'));
    const variables = await show(uriOf('first/modules/trail/variables.tf'));
    const [own] = await untilFindings(trail, 1);
    assert.match(own?.message ?? '', /unless var\.kms_key_arn is set/);
    const [call] = await untilFindings(caller, 1);
    assert.match(call?.message ?? '', /unless kms_key_arn is passed to module\.trail/);
    await replace(variables, 'null', key);
    await untilFindings(trail, 0);
    await untilFindings(caller, 0);
    await replace(variables, key, 'null');
    await untilFindings(trail, 1);
    await untilFindings(caller, 1);
    await replace(caller, '\n}', `\n  kms_key_arn = ${key}\n}`);
    await untilFindings(caller, 0);
    await untilFindings(trail, 0);
  });

  it('notices callers that come and go on disk, in another folder of the workspace', async () => {
    const trail = await show(uriOf('second/trail/main.tf'));
    await untilFindings(trail, 1);
    // Editors surely watch the folders of what is open.
    const other = await show(uriOf('first/doomed/main.tf'));
    await untilFindings(other, 1);
    const caller = uriOf('first/doomed/call.tf').fsPath;
    writeFileSync(caller, `module "trail" {\n  source = "../../second/trail"\n  kms_key_arn = ${key}\n}\n`);
    await untilFindings(trail, 0);
    rmSync(caller);
    await untilFindings(trail, 1);
  });

  it('gets values from a file of variables', async () => {
    const trail = await show(uriOf('first/inputs/main.tf'));
    await untilFindings(trail, 1);
    const values = await show(uriOf('first/inputs/terraform.tfvars'));
    assert.equal(values.languageId, 'terraform-vars');
    await replace(values, '# ', '');
    await untilFindings(trail, 0);
    await replace(values, 'key_arn', '# key_arn');
    await untilFindings(trail, 1);
  });

  it('says on hover how the value came to be', async () => {
    const caller = await show(uriOf('first/calling/main.tf'));
    await untilFindings(caller, 1);
    let text = '';
    await until('the hover to appear', async () => {
      text = await hoverText(caller, new vscode.Position(0, 3));
      return text !== '';
    });
    assert.match(text, /\| where \| what \| value \|/);
    assert.match(text, /\[trail\/variables\.tf:3\]\(file:.*variables\.tf#L3\)/);
  });
});
