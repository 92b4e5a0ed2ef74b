import assert from 'node:assert/strict';
import { isModuleFile, isTerraform, isVariables, languageOf, readSource } from '../../server/src/core/source';
import type { Expression } from '../../server/src/core/syntax/hcl/tree';
import { firstUnread } from '../../server/src/core/unread';
import { syntax as loading } from '../syntax';
import { read } from './run';

const hcl = `\uFEFF# Of this module.
name = "logs"
tags = {
  owner = "a$\${b}" # c
  "x y" = [1, true, null]
}
text = <<-EOT
  one
    two
EOT
`;

const json = `{
  "name": "logs",
  "tags": {
    "owner": "a\${b} %{ if",
    "x y": [1, true, null]
  },
  "list": [{ "a": "\\"" }], "nothing": null
}
`;

describe('files of variables', () => {
  it('are those that Terraform reads by itself', () => {
    const languages = {
      'terraform.tfvars': 'terraform-variables',
      'terraform.tfvars.json': 'terraform-variables-json',
      'prod.auto.tfvars': 'terraform-variables',
      'prod.auto.tfvars.json': 'terraform-variables-json',
      'file:///a/terraform.tfvars': 'terraform-variables',
      'C:\\a\\terraform.tfvars': 'terraform-variables',
      'prod.tfvars': undefined,
      'prod.tfvars.json': undefined,
      'my-terraform.tfvars': undefined,
    };
    for (const [name, language] of Object.entries(languages)) {
      for (const id of [undefined, 'terraform-vars', 'terraform', 'json', 'plaintext']) {
        assert.equal(languageOf(name, id, '{}'), language, name);
      }
      assert.equal(isModuleFile(name), language !== undefined, name);
    }
    assert.equal(isModuleFile('.#terraform.tfvars'), false);
  });

  it('give values in HCL', async () => {
    assert.deepEqual(await assignments('terraform.tfvars', hcl), {
      name: ['name = "logs"', '"logs"', 'logs'],
      tags: [
        hcl.slice(hcl.indexOf('tags'), hcl.indexOf('}\n') + 1),
        hcl.slice(hcl.indexOf('{\n'), hcl.indexOf('}\n') + 1),
        { owner: 'a${b}', 'x y': [1, true, null] },
      ],
      text: [hcl.slice(hcl.indexOf('text')).trimEnd(), hcl.slice(hcl.indexOf('<<')).trimEnd(), 'one\n  two\n'],
    });
  });

  it('give values in JSON, in which strings are no templates', async () => {
    // The place of an object with members of its own starts with the first of them.
    const tags = json.slice(json.indexOf('"owner"'), json.indexOf('},\n') + 1);
    assert.deepEqual(await assignments('a.auto.tfvars.json', json), {
      name: ['"name": "logs"', '"logs"', 'logs'],
      tags: [`"tags": {\n    ${tags}`, tags, { owner: 'a${b} %{ if', 'x y': [1, true, null] }],
      list: ['"list": [{ "a": "\\"" }]', '[{ "a": "\\"" }]', [{ a: '"' }]],
      nothing: ['"nothing": null', 'null', null],
    });
  });

  it('stay the same value where their text is the same, and are no configuration', async () => {
    const syntax = await loading;
    for (const [name, text] of [
      ['terraform.tfvars', hcl],
      ['terraform.tfvars.json', json],
    ] as const) {
      const file = read(name, text, syntax);
      assert.equal(read(name, text, syntax, file), file);
      assert.notEqual(read(name, `${text} `, syntax, file), file);
      assert.ok(isVariables(file) && !isTerraform(file));
    }
    const template = readSource(
      syntax,
      { path: 'a', folder: '', language: 'json', text: json },
      read('terraform.tfvars.json', json, syntax),
    );
    assert.equal(template.language, 'json');
  });

  it('are read up to every place in them', async () => {
    for (const [name, text] of [
      ['terraform.tfvars', hcl],
      ['terraform.tfvars.json', json],
    ] as const) {
      for (let length = 0; length <= text.length; length++) {
        await assignments(name, text.slice(0, length));
        await assignments(name, text.slice(length));
        firstUnread(read(name, text.slice(0, length), await loading));
      }
    }
  });

  it('say what in them is not finished, and hold the rest', async () => {
    const syntax = await loading;
    for (const [name, text, unread, rest] of [
      ['terraform.tfvars', 'a = "x"\nb = [\nc = 1\n', 8, { a: 'x', b: undefined, c: 1 }],
      ['terraform.tfvars', 'a = "x"\nb\nc = 1\n', 8, { a: 'x', c: 1 }],
      ['terraform.tfvars', hcl, undefined, undefined],
      ['terraform.tfvars.json', '{\n  "a": "x",\n  "b":\n  "c": 1\n}\n', 16, undefined],
      ['terraform.tfvars.json', json, undefined, undefined],
    ] as const) {
      assert.equal(firstUnread(read(name, text, syntax))?.span.start, unread, text);
      if (!rest) continue;
      const found = Object.entries(await assignments(name, text)).map(([key, [, , value]]) => [key, value]);
      assert.deepEqual(Object.fromEntries(found), rest);
    }
  });
});

/** By name: the text of the assignment, the text of its value, and the value. */
async function assignments(name: string, text: string): Promise<Record<string, readonly unknown[]>> {
  const file = read(name, text, await loading);
  assert.ok(isVariables(file));
  return Object.fromEntries(
    file.content.blocks.flatMap(({ start, block }) =>
      block.body().attributes.map((attribute) => {
        const { span } = attribute;
        const value = attribute.value();
        for (const inner of [value, ...stringsIn(value)]) {
          const written = text.slice(start + inner.span.start, start + inner.span.end);
          assert.ok(inner === value || written.startsWith('"'), written);
        }
        const shown = text.slice(start + value.span.start, start + value.span.end);
        return [attribute.name, [text.slice(start + span.start, start + span.end), shown, plain(value)]] as const;
      }),
    ),
  );
}

function stringsIn(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' && expression.source.startsWith('"') ? [expression] : [];
    case 'tuple':
      return expression.items.flatMap(stringsIn);
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value].flatMap(stringsIn));
    default:
      return [];
  }
}

function plain(expression: Expression): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'tuple':
      return expression.items.map(plain);
    case 'object':
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [key.kind === 'name' ? key.name : plain(key), plain(value)]),
      );
    default:
      return undefined;
  }
}
