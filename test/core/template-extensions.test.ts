import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentSelector, ownDocuments } from '../../client/src/selector';
import { languageOf } from '../../server/src/core/source';
import { templateExtensions } from '../../server/src/core/template-extensions';
import { scratch } from '../cli/run';

const text = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');

describe('the extensions of templates', () => {
  const { write, run } = scratch();

  it('are read, whatever is in the file', () => {
    for (const extension of templateExtensions)
      deepEqual([languageOf(`a.${extension}`), languageOf(`a.${extension}`, undefined, ' {')], ['yaml', 'json']);
  });

  it('are told of by the editor, and wake the extension', () => {
    const events: readonly string[] = JSON.parse(text('package.json')).activationEvents;
    deepEqual(
      events.filter((event) => event.startsWith('workspaceContains:')),
      templateExtensions.map((extension) => `workspaceContains:**/*.${extension}`),
    );
    const pattern = `**/*.{${templateExtensions}}`;
    for (const selector of [documentSelector, ownDocuments])
      ok(selector.some((filter) => 'pattern' in filter && filter.pattern === pattern));
  });

  it('are named by README and by the command line', async () => {
    const [row = ''] = /^\| CloudFormation, SAM .*$/m.exec(text('README.md')) ?? [];
    write({ 'notes.md': '' });
    const { code, error } = await run('check', 'notes.md');
    equal(code, 2);
    for (const extension of templateExtensions) {
      ok(row.includes(`\`.${extension}\``), `${extension}: ${row}`);
      match(error, new RegExp(`\\.${extension}\\b`));
    }
  });
});
