import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import json from '../../../snippets/cloudformation-json.json';
import yaml from '../../../snippets/cloudformation-yaml.json';
import terraform from '../../../snippets/terraform.json';
import { expand } from '../../core/expand';
import { inWhole, languages, type SnippetLanguage } from '../../snippets';
import { closeAll, findings, replace, show, undo, until, untilFindings } from './editor';

interface ContributedSnippet {
  readonly prefix: readonly string[];
  readonly body: readonly string[];
  readonly isFileTemplate?: boolean;
}

const snippets: Readonly<Record<SnippetLanguage, Readonly<Record<string, ContributedSnippet>>>> = {
  terraform,
  yaml,
  json,
};

/** What has no key of its own, in a text that may name trails all the same. */
const parts = ['kms-cloudtrail', 'kms-cloudtrail-trails', 's3-sse-kms', 'cloudtrail-bucket-policy'];

describe('snippets', () => {
  const rules = vscode.workspace.getConfiguration('trailseal').inspect('rules')?.workspaceValue;

  before(() => setRules({ 'trail-bucket-public': 'warning' }));
  // Each test has a document of its own: one that takes the name of one that was just closed may get its text as well.
  after(async () => {
    await closeAll();
    await setRules(rules);
  });

  for (const language of languages) {
    for (const [name, { body, prefix, isFileTemplate }] of Object.entries<ContributedSnippet>(snippets[language])) {
      it(`make what the server takes for good in ${language}: ${name}`, async () => {
        const document = await emptyDocument(language, isFileTemplate === true);
        const before = document.getText();
        const text = expand(body.join('\n'), '  ');
        const expected = isFileTemplate ? text : wholeOf(language, text);
        await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: language, name });
        await until('the snippet to be there', () => document.getText() !== before);
        await vscode.commands.executeCommand('leaveSnippet');
        assert.equal(document.getText(), expected);
        if (prefix.some((one) => parts.some((part) => one.startsWith(part)))) return;
        // What is not looked at has no findings either.
        const [key = ''] = /(?<=kms_?key_?id"?\s*[=:] ).*?(?=,?$)/im.exec(expected) ?? [];
        await replace(document, key, nothing[language]);
        await untilFindings(document, 1);
        await undo(document);
        await untilFindings(document, 0);
        assert.equal(document.getText(), expected);
      });
    }

    it(`are found by what one types in ${language}`, async () => {
      const document = await emptyDocument(language);
      await vscode.commands.executeCommand('type', { text: 'cloudtrail-enc' });
      const labels = await labelsAt(document);
      assert.deepEqual(
        labels.filter((label) => label === 'cloudtrail-encrypted'),
        ['cloudtrail-encrypted'],
        labels.join(),
      );
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await until('the suggestion to be taken', async () => {
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        return /aws_kms_key|AWS::KMS::Key/.test(document.getText());
      });
      await vscode.commands.executeCommand('leaveSnippet');
      const [first] = Object.values(snippets[language]);
      assert.equal(document.getText(), wholeOf(language, expand(first?.body.join('\n') ?? '', '  ')));
      assert.deepEqual(findings(document), []);
    });
  }

  it('go through what there is to decide, and change a name wherever it stands', async () => {
    const document = await emptyDocument('terraform');
    const name = Object.keys(terraform)[0];
    await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'terraform', name });
    await vscode.commands.executeCommand('type', { text: 'audit' });
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    await vscode.commands.executeCommand('type', { text: 'audit-logs-' });
    await vscode.commands.executeCommand('leaveSnippet');
    const text = document.getText();
    assert.match(text, /^ {2}name +=.*"audit"$/m);
    assert.match(text, /^ {2}name +=.*"alias\/audit"$/m);
    assert.match(text, /^ {2}bucket_prefix = "audit-logs-"$/m);
    assert.equal(text.match(/:trail\/audit"$/gm)?.length, 5);
    assert.doesNotMatch(text, /management-events|cloudtrail-logs-/);
  });
});

const nothing: Readonly<Record<SnippetLanguage, string>> = {
  terraform: 'null',
  yaml: '!Ref AWS::NoValue',
  json: '{ "Ref": "AWS::NoValue" }',
};

async function setRules(value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('trailseal').update('rules', value, vscode.ConfigurationTarget.Workspace);
}

function wholeOf(language: SnippetLanguage, text: string): string {
  const [whole = ''] = inWhole(language, text).values();
  if (text !== '') return whole;
  // The caret is indented like what will be there.
  return whole.replace(language === 'json' ? '{\n\n' : 'Resources:\n\n', (found) =>
    found.replace(/\n$/, language === 'json' ? '    \n' : '  \n'),
  );
}

/** A document that has no file, with the caret where a snippet goes. */
async function emptyDocument(language: SnippetLanguage, whole = false): Promise<vscode.TextDocument> {
  const content = whole ? '' : wholeOf(language, '');
  const document = await show(await vscode.workspace.openTextDocument({ language, content }));
  const editor = vscode.window.activeTextEditor;
  assert(editor?.document === document);
  assert.equal(document.getText(), content);
  editor.options = { tabSize: 2, insertSpaces: true };
  const line = whole ? 0 : document.lineCount - (language === 'json' ? 4 : 2);
  const at = document.lineAt(line).range.end;
  editor.selection = new vscode.Selection(at, at);
  return document;
}

async function labelsAt(document: vscode.TextDocument): Promise<readonly string[]> {
  const at = vscode.window.activeTextEditor?.selection.active;
  assert(at);
  const list: vscode.CompletionList = await vscode.commands.executeCommand(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}
