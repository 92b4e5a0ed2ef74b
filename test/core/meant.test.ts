import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readTemplate } from '../../server/src/core/cloudformation/template';
import { mistakeOf } from '../../server/src/core/cloudformation/writing/mistake';
import { findMistake, plan, write } from '../../server/src/core/cloudformation/writing/write';
import type { Change } from '../../server/src/core/model/change';
import type { Mistake } from '../../server/src/core/model/edits';
import { render } from '../../server/src/core/model/message';
import { rereadWith } from '../../server/src/core/source';
import type { Syntax } from '../../server/src/core/syntax/parser';
import { applyEdits, type TextEdit } from '../../server/src/core/text/edit';
import { lineEnd, lineStart } from '../../server/src/core/text/lines';
import { span } from '../../server/src/core/text/span';
import { syntax as loading } from '../syntax';
import { read } from './run';
import { dataOf, formsOf } from './template-forms';

const key: Change = { kind: 'encrypt-trail', trail: 'Trail', key: 'Key' };

describe('edits of a template are read again', () => {
  let syntax: Syntax;
  before(async () => {
    syntax = await loading;
  });

  function templateOf(text: string, path: string) {
    const file = read(path, text, syntax);
    assert.ok(file.language === 'yaml' || file.language === 'json');
    const template = readTemplate(file);
    assert.ok(template, text);
    return { file, template };
  }

  /** What is wrong with edits that somebody else has made for the change. */
  function judge(text: string, edits: readonly TextEdit[], change: Change = key, path = 'template.yaml') {
    const { file, template } = templateOf(text, path);
    return mistakeOf(file, edits, plan(template, [change]).operations, rereadWith(syntax));
  }

  const effectOf = (mistake: Mistake | undefined) => mistake && render(mistake.effect);

  const template = `Resources:
  Key:
    Type: AWS::KMS::Key
  Trail:
    Type: AWS::CloudTrail::Trail
    Properties:
      IsLogging: true # always
      S3BucketName: logs
      EventSelectors:
        - ReadWriteType: All
  Note:
    Type: AWS::SSM::Parameter
    Properties:
      Value: |
        some words
      Type: String
`;
  const after = (line: string, text: string): TextEdit => {
    const at = template.indexOf(line) + line.length;
    assert.ok(at >= line.length, line);
    return { span: span(at, at), text };
  };
  const line = '\n      KMSKeyId: !GetAtt Key.Arn';

  it('and are right in any place of the mapping, in any form, with any comment', () => {
    assert.equal(judge(template, [after('logs', line)]), undefined);
    assert.equal(judge(template, [after('- ReadWriteType: All', line)]), undefined);
    assert.equal(
      judge(template, [after('logs', '\n      "KMSKeyId":   {"Fn::GetAtt": [Key, Arn]} # the key\n')]),
      undefined,
    );
  });

  const wrong: readonly (readonly [string, readonly TextEdit[], string | RegExp])[] = [
    ['a line too low, in a neighbour', [after('Type: AWS::SSM::Parameter', line)], /Resources\.Note/],
    ['indented into a neighbour', [after('- ReadWriteType: All', `\n  ${line.slice(1)}`)], /EventSelectors/],
    ['indented into an item', [after('- ReadWriteType: All', `\n    ${line.slice(1)}`)], /EventSelectors\.0/],
    ['indented too little', [after('- ReadWriteType: All', '\n    KMSKeyId: !GetAtt Key.Arn')], /Resources\.Trail/],
    ['swallowed by a block scalar', [after('some words', `\n  ${line.slice(1)}`)], /Resources\.(Note|Trail)/],
    [
      'swallowed by a comment',
      [after('# always', ' KMSKeyId: !GetAtt Key.Arn')],
      'change Resources.Trail.Properties.KMSKeyId in a way that is not meant',
    ],
    ['twice', [after('logs', line + line)], /Properties\.KMSKeyId/],
    ['twice, in two places', [after('logs', line), after('- ReadWriteType: All', line)], /Properties\.KMSKeyId/],
    ['not at all', [], 'change Trail in a way that is not meant'],
    ['another value', [after('logs', line.replace('Arn', 'KeyId'))], /Properties\.KMSKeyId/],
    ['another kind of value', [after('logs', line.replace('!GetAtt ', ''))], /Properties\.KMSKeyId/],
    ['beside what takes the value of a neighbour', [after('S3BucketName:', `${line}\n      Other:`)], /Properties/],
    [
      'beside what replaces a neighbour',
      [
        after('logs', line),
        { ...after('IsLogging: ', 'no'), span: span(template.indexOf('true'), template.indexOf('true') + 4) },
      ],
      /IsLogging/,
    ],
    ['with an entry of its own', [after('logs', `${line}\n      Extra: 1`)], /Properties\.Extra/],
    [
      'with a resource of its own',
      [after('logs', line), after('Resources:', '\n  Extra:\n    Type: AWS::SNS::Topic')],
      'change Resources.Extra in a way that is not meant',
    ],
    [
      'with a section of its own',
      [after('logs', line), { span: span(0, 0), text: 'Outputs: {}\n' }],
      'change Outputs in a way that is not meant',
    ],
    [
      'where it parts a comment from its line',
      [after('IsLogging: true', line)],
      'part "# always" from what it is about',
    ],
    [
      'in one place with something else',
      [after('logs', line), { span: span(template.indexOf('logs'), template.indexOf('- Read')), text: '' }],
      'write two things in one place',
    ],
  ];
  for (const [title, edits, expected] of wrong) {
    it(`and are wrong ${title}`, () => {
      const [lf, crlf] = [judge(template, edits), judge(...withCrlf(template, edits))];
      for (const found of [lf, crlf]) {
        assert.ok(found);
        const effect = render(found.effect);
        if (typeof expected === 'string') assert.equal(effect, expected);
        else assert.match(effect, expected);
      }
    });
  }

  it('and may not lose a comment that stands in what is replaced', () => {
    const text = template.replace('      S3BucketName', '      KMSKeyId: # none yet\n        ""\n      S3BucketName');
    const { file, template: parsed } = templateOf(text, 'template.yaml');
    const { operations } = plan(parsed, [key]);
    assert.equal(
      effectOf(mistakeOf(file, write(parsed, [key])[0]?.edits ?? [], operations, rereadWith(syntax))),
      undefined,
    );
    const start = text.indexOf(': # none yet');
    const edit = { span: span(start, text.indexOf('""') + 2), text: ': !GetAtt Key.Arn' };
    const lossy = operations.map((each) => (each.kind === 'replace' ? { ...each, edit } : each));
    assert.equal(
      effectOf(mistakeOf(file, [edit], lossy, rereadWith(syntax))),
      'part "# none yet" from what it is about',
    );
  });

  it('and change what an alias stands for only where that is meant', () => {
    const shared = template
      .replace('      EventSelectors:\n        - ReadWriteType: All', '      EventSelectors: *selectors')
      .replace('Resources:', 'Mappings:\n  Selectors: &selectors\n    - ReadWriteType: All\nResources:');
    const at = (text: string) => shared.indexOf(text) + text.length;
    const right = { span: span(at('logs'), at('logs')), text: line };
    assert.equal(effectOf(judge(shared, [right])), undefined);
    const other = { span: span(at('ReadWriteType: '), at('ReadWriteType: All')), text: 'None' };
    assert.match(effectOf(judge(shared, [right, other])) ?? '', /Mappings\.Selectors/);
    const moved = { span: span(at('*'), at('*selectors')), text: 'others' };
    assert.match(effectOf(judge(shared, [right, moved])) ?? '', /EventSelectors/);
  });

  it('and are wrong in JSON, too', () => {
    const json = JSON.stringify(
      {
        Resources: {
          Key: { Type: 'AWS::KMS::Key' },
          Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true, Tags: [{ Key: 'a' }] } },
        },
      },
      undefined,
      2,
    );
    const added = ', "KMSKeyId": {"Fn::GetAtt": ["Key", "Arn"]}';
    const insert = (text: string, written = added): TextEdit => ({
      span: span(json.indexOf(text) + text.length, json.indexOf(text) + text.length),
      text: written,
    });
    const path = 'template.json';
    assert.equal(judge(json, [insert('"IsLogging": true')], key, path), undefined);
    assert.match(effectOf(judge(json, [insert('"Key": "a"')], key, path)) ?? '', /Tags\.0/);
    assert.match(effectOf(judge(json, [insert('::Trail"')], key, path)) ?? '', /Resources\.Trail/);
    assert.equal(
      effectOf(judge(json, [insert('"IsLogging": true', added.slice(1))], key, path)),
      'leave something else than JSON',
    );
    assert.match(effectOf(judge(json, [insert('"IsLogging": true', `${added}${added}`)], key, path)) ?? '', /KMSKeyId/);
  });

  /** Ways to go wrong that a writer may have. */
  const spoil: readonly ((edit: TextEdit, text: string) => TextEdit)[] = [
    (edit, text) => moved(edit, lineEnd(text, edit.span.end + 2)),
    (edit, text) => moved(edit, lineEnd(text, lineStart(text, edit.span.start) - 2)),
    (edit) => ({ ...edit, text: edit.text.replaceAll('\n', '\n  ') }),
    (edit) => ({ ...edit, text: edit.text.replaceAll('\n  ', '\n') }),
    (edit) => ({ ...edit, text: edit.text + edit.text }),
    (edit) => ({ ...edit, text: edit.text.slice(0, -2) }),
    (edit) => ({ ...edit, text: edit.text.replace(',', '') }),
    (edit) => ({ ...edit, text: edit.text.replace(/"(?!2012)/g, '') }),
    (edit) => ({ ...edit, text: edit.text.replace(':', '') }),
    (edit) => ({ ...edit, text: '' }),
  ];
  const moved = (edit: TextEdit, at: number): TextEdit =>
    at < 0 || edit.span.end > edit.span.start ? { ...edit, text: '' } : { ...edit, span: span(at, at) };

  it('and are right if they do what the changes mean by the yaml package and JSON.parse, and wrong if they do not', () => {
    const reread = rereadWith(syntax);
    let [kept, caught] = [0, 0];
    for (const { template: text, changes } of cases()) {
      for (const [form, { path, text: source }] of formsOf(text)) {
        const { file, template: parsed } = templateOf(source, path);
        const [{ edits = [] } = {}] = write(parsed, changes);
        assert.equal(
          effectOf(findMistake(parsed, changes, reread)),
          undefined,
          `${form}:\n${applyEdits(source, edits)}`,
        );
        kept++;
        const expected = dataOf(path, applyEdits(source, edits));
        const { operations } = plan(parsed, changes);
        for (const [index, edit] of edits.entries()) {
          for (const [way, change] of spoil.entries()) {
            const spoilt = edits.map((each) => (each === edit ? change(each, source) : each));
            const result = applied(source, spoilt);
            if (result !== undefined && isDeepStrictEqual(dataIn(path, result), expected)) continue;
            caught++;
            assert.ok(mistakeOf(file, spoilt, operations, reread), `${form}, edit ${index}, way ${way}:\n${result}`);
          }
        }
      }
    }
    assert.ok(kept > 100 && caught > 1000, `${kept} right, ${caught} wrong`);
  }).timeout(120_000);
});

function withCrlf(text: string, edits: readonly TextEdit[]): [string, readonly TextEdit[]] {
  const long = (part: string) => part.replaceAll('\n', '\r\n');
  const at = (offset: number) => long(text.slice(0, offset)).length;
  return [
    long(text),
    edits.map(({ span: { start, end }, text: written }) => ({ span: span(at(start), at(end)), text: long(written) })),
  ];
}

/** Undefined where two of the edits are in each other's way. */
function applied(text: string, edits: readonly TextEdit[]): string | undefined {
  try {
    return applyEdits(text, edits);
  } catch {
    return undefined;
  }
}

function dataIn(path: string, text: string): unknown {
  try {
    return dataOf(path, text);
  } catch {
    return undefined;
  }
}

function cases(): readonly { readonly template: string; readonly changes: readonly Change[] }[] {
  const markdown = readFileSync(join(__dirname, '../template-writing.md'), 'utf8');
  return [...markdown.matchAll(/^```yaml\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```$/gm)].map(
    ([, template = '', changes = '']) => ({
      template,
      changes: changes
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    }),
  );
}
