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
        const text = expand(body.join('\n'), '  ');
        const whole = isFileTemplate ? text : wholeOf(language, text);
        await take(document, prefix[0] ?? '');
        const expected = document.getText();
        assert.equal(withoutBlankLines(expected), withoutBlankLines(whole));
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

    it(`are found by the beginning of a word in ${language}`, async () => {
      const document = await emptyDocument(language);
      await take(document, 'kms-cloudtrail-t');
      assert.match(document.getText(), /trail\/\*/);
      assert.deepEqual(findings(document), []);
    });
  }

  it('are found by a name in quotes, and get the commas that they need', async () => {
    const content = '{\n  "Resources": {\n    "Topic": { "Type": "AWS::SNS::Topic" }\n    \n  }\n}\n';
    const document = await show(await vscode.workspace.openTextDocument({ language: 'json', content }));
    moveTo(document.lineAt(3).range.end);
    await take(document, '"event-data');
    const { Resources } = JSON.parse(document.getText());
    assert.deepEqual(Object.keys(Resources).slice(0, 2), ['Topic', 'EventDataStore']);
  });

  it('use what the module has already', async () => {
    const content = 'data "aws_caller_identity" "me" {}\n\n';
    const document = await show(await vscode.workspace.openTextDocument({ language: 'terraform', content }));
    moveTo(document.lineAt(2).range.end);
    await take(document, 'kms-cloudtrail');
    assert.equal(document.getText().match(/^data "aws_caller_identity"/gm)?.length, 1);
    assert.match(document.getText(), /data\.aws_caller_identity\.me\.account_id/);
  });

  for (const [where, content] of Object.entries({
    'a workflow': 'on:\n  push:\njobs:\n  build:\n    steps:\n      - run: make\n  ',
    'the properties of a resource': 'Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties:\n      ',
  })) {
    it(`are not offered in ${where}`, async () => {
      const document = await show(await vscode.workspace.openTextDocument({ language: 'yaml', content }));
      moveTo(document.lineAt(document.lineCount - 1).range.end);
      await vscode.commands.executeCommand('type', { text: 'event' });
      const labels = await labelsAt(document);
      assert.deepEqual(
        labels.filter((label) => label.includes('event-data-store')),
        [],
      );
    });
  }

  it('go through what there is to decide, and change a name wherever it stands', async () => {
    const document = await emptyDocument('terraform');
    await take(document, 'cloudtrail', false);
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
  moveTo(document.lineAt(line).range.end);
  return document;
}

function moveTo(at: vscode.Position): void {
  const editor = vscode.window.activeTextEditor;
  assert(editor);
  editor.selection = new vscode.Selection(at, at);
}

/** Types the word, and takes the suggestion that comes by itself. */
async function take(document: vscode.TextDocument, word: string, isLeft = true): Promise<void> {
  for (const text of word) await vscode.commands.executeCommand('type', { text });
  const typed = document.getText();
  await until(`what ${word} means to be taken`, async () => {
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return document.getText() !== typed;
  });
  if (isLeft) await vscode.commands.executeCommand('leaveSnippet');
}

/** Files of snippets have none where VS Code would indent them. */
function withoutBlankLines(text: string): string {
  return text.replace(/\n(?=[ \t]*\n)/g, '').trimEnd();
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
