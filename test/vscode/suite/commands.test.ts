import * as vscode from 'vscode';
import { closeAll, replace, show, undo, until, untilFindings, uriOf } from './editor';

describe('the commands', () => {
  afterEach(closeAll);

  it('are there', async () => {
    await show(uriOf('first/main.tf'));
    await until('the commands to be registered', async () => {
      const commands = await vscode.commands.getCommands(true);
      return ['trailseal.restartServer', 'trailseal.showOutput'].every((command) => commands.includes(command));
    });
    await vscode.commands.executeCommand('trailseal.showOutput');
  });

  it('restart the server, which then goes on with its work', async () => {
    const document = await show(uriOf('first/main.tf'));
    await untilFindings(document, 1);
    await vscode.commands.executeCommand('trailseal.restartServer');
    await untilFindings(document, 1);
    await replace(document, 'is_multi_region_trail', 'kms_key_id = "alias/trail"\n  is_multi_region_trail');
    await untilFindings(document, 0);
    await undo(document);
    await untilFindings(document, 1);
  });
});
