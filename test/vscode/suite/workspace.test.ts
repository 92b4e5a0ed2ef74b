import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { closeAll, findings, replace, show, untilFindings, uriOf } from './editor';

describe('the workspace', () => {
  afterEach(closeAll);

  it('keeps the modules of two folders apart', async () => {
    const first = await show(uriOf('first/inputs/main.tf'));
    const variables = await show(uriOf('second/variables.tf'));
    const second = await show(uriOf('second/main.tf'));
    await untilFindings(first, 1);
    assert.deepEqual(findings(second), []);
    const key = /default = (".*")/.exec(variables.getText())?.[1];
    assert(key);
    await replace(variables, key, 'null');
    await untilFindings(second, 1);
    await replace(variables, 'null', key);
    await untilFindings(second, 0);
    await untilFindings(first, 1);
  });

  it('notices that a file was deleted, and that it came back', async () => {
    const trail = await show(uriOf('first/doomed/main.tf'));
    await untilFindings(trail, 1);
    const locals = uriOf('first/doomed/locals.tf').fsPath;
    const text = readFileSync(locals);
    rmSync(locals);
    // With its local gone nobody can tell whether the trail has a key, so nothing is said.
    await untilFindings(trail, 0);
    writeFileSync(locals, text);
    await untilFindings(trail, 1);
  });

  it('outlives the deletion of a file that is open', async () => {
    const trail = await show(uriOf('first/doomed/main.tf'));
    await untilFindings(trail, 1);
    const path = uriOf('first/doomed/main.tf').fsPath;
    const text = readFileSync(path);
    rmSync(path);
    const other = await show(uriOf('first/main.tf'));
    await untilFindings(other, 1);
    await replace(other, 'is_multi_region_trail', 'kms_key_id = "alias/trail"\n  is_multi_region_trail');
    await untilFindings(other, 0);
    writeFileSync(path, text);
  });
});
