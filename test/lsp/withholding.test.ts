import { deepEqual, equal, fail, match } from 'node:assert/strict';
import type { Connection } from 'vscode-languageserver/node';
import { message } from '../../server/src/core/model/message';
import type { SourceFile } from '../../server/src/core/source';
import { judgeWith, readersWith } from '../../server/src/lsp/withholding';
import { isAccepted } from '../../server/src/main/hashicorp-parser';
import { read } from '../core/run';
import { syntax } from '../syntax';

describe('what is withheld', () => {
  const judged = async (path: string, text: string, written: string) => {
    const logged: string[] = [];
    const connection = { console: { error: (line: string) => void logged.push(line) } } as unknown as Connection;
    const source: SourceFile = read(path, text, await syntax);
    const end = { start: text.length, end: text.length };
    const judge = judgeWith(connection, readersWith(isAccepted, fail));
    const edits = [{ path, edits: [{ span: end, text: written }] }];
    const reason = await judge('A fix', edits, { file: () => source, mistake: undefined });
    return { reason, logged };
  };

  it('would leave a file that Terraform cannot read, in each of its languages', async () => {
    for (const [path, text] of [
      ['main.tf', 'locals {}\n'],
      ['terraform.tfvars', 'a = 1\n'],
      ['main.tf.json', '{}\n'],
      ['terraform.tfvars.json', '{}\n'],
    ] as const) {
      const { reason, logged } = await judged(path, text, '{');
      match(reason ?? '', /^"A fix" is withheld: it would leave \S+ in a state that Terraform cannot read\.$/, path);
      deepEqual(logged, [reason], path);
      deepEqual(await judged(path, text, '\n'), { reason: undefined, logged: [] }, path);
      deepEqual(await judged(path, `${text}]`, '{'), { reason: undefined, logged: [] }, path);
    }
  });

  it('is nothing where HashiCorp’s parser cannot be asked, which is told once', async () => {
    const logged: string[] = [];
    const connection = { console: { error: (line: string) => void logged.push(line) } } as unknown as Connection;
    const accepts = async () => {
      throw new Error('no parser');
    };
    const judge = judgeWith(
      connection,
      readersWith(accepts, (sentence) => void logged.push(sentence)),
    );
    const source = read('main.tf', 'locals {}\n', await syntax);
    const edits = [{ path: 'main.tf', edits: [{ span: { start: 0, end: 0 }, text: '{' }] }];
    for (let time = 0; time < 2; time++)
      equal(await judge('A fix', edits, { file: () => source, mistake: undefined }), undefined);
    deepEqual(logged, ["HashiCorp's parser could not be asked: Error: no parser"]);
  });

  it('would do what is not meant, with the reason in the log', async () => {
    const logged: string[] = [];
    const connection = { console: { error: (line: string) => void logged.push(line) } } as unknown as Connection;
    const mistake = { path: 'stack.yaml', effect: message('change {0} in a way that is not meant', 'Resources.Note') };
    const reason = await judgeWith(connection, {})('A fix', [], { file: () => undefined, mistake });
    equal(reason, '"A fix" is withheld: it would change Resources.Note in a way that is not meant, in stack.yaml.');
    deepEqual(logged, [reason]);
  });
});
